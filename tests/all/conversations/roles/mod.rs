//! Every operation of the API as every role of two organisations: what each is answered. Nobody learns of another organisation.

mod rows;

use std::collections::BTreeSet;

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use self::rows::{Row, rows};
use crate::world::World;
use crate::world::agents::{AgentAt, Answer};
use crate::world::media::MediaHost;
use crate::world::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, seed, sid, twilio_webhook};
use crate::world::tracking::trigger;

const MEMBER: &str = "+15552010001";

/// What the paths name: all of it is of `lakeside`.
struct Named {
    conversation: String,
    message: String,
    application: String,
    quarantined: String,
}

impl Named {
    /// The ids that are nobody's business elsewhere.
    fn ids(&self) -> [&String; 4] {
        [
            &self.conversation,
            &self.message,
            &self.application,
            &self.quarantined,
        ]
    }

    fn path(&self, template: &str) -> String {
        let id = match template
            .strip_prefix("/v1/directory/")
            .and_then(|rest| rest.split('/').next())
        {
            Some("groups") => return template.replace("{id}", "retail"),
            Some("locations") => return template.replace("{id}", "harbor"),
            Some("teams" | "hours") => return template.replace("{id}", "lending"),
            Some("agents") => return template.replace("{id}", "maria"),
            Some("numbers") => return template.replace("{id}", TWILIO_NUMBER),
            Some("quick-replies") => return template.replace("{id}", "thanks"),
            Some("dispositions") => return template.replace("{id}", "helped"),
            _ => template.split('/').nth(2),
        };
        let id = match id {
            Some("conversations") => &self.conversation,
            Some("applications") => &self.application,
            Some("quarantine") => &self.quarantined,
            _ => "stalled",
        };
        let path = template
            .replace("{id}", id)
            .replace("{message}", &self.message)
            .replace("{index}", "1")
            .replace("{person}", "b1")
            .replace("{queue}", "email");
        if path == "/v1/evidence" {
            return format!("{path}?number={}", MEMBER.replace('+', "%2B"));
        }
        path
    }
}

async fn asks(agent: &AgentAt, named: &Named, row: &Row) -> Answer {
    let (method, template) = row.operation.split_once(' ').unwrap();
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let request = agent.request(&method, &named.path(template));
    let request = match &row.body {
        Some(body) => request
            .header("content-type", "application/json")
            .body(Body::from(body.to_string())),
        None => request.body(Body::empty()),
    };
    agent.send(request.unwrap()).await
}

/// A member of `lakeside` who texted a picture and applied, and a webhook that nobody signed.
async fn lakeside(world: &World) -> Named {
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    world.applies("LA-1", MEMBER).await;
    let (text, media) = (sid("MM1"), MediaHost::address("ME1"));
    let fields = [
        ("MessageSid", text.as_str()),
        ("AccountSid", TWILIO_SID),
        ("From", MEMBER),
        ("To", TWILIO_NUMBER),
        ("Body", "My pay stub"),
        ("NumMedia", "1"),
        ("MediaUrl0", media.as_str()),
        ("MediaContentType0", "image/jpeg"),
        ("NumSegments", "1"),
    ];
    for (token, status) in [(TWILIO_TOKEN, 204), ("not-the-token", 403)] {
        let webhook = twilio_webhook("/webhooks/twilio", &fields, token);
        let now = world.clock.now();
        let answer = world.inbound().handle(webhook, "test", now).await;
        assert_eq!(answer.status_code, status, "{}", body(&answer));
    }
    let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
    let timeline = world
        .agent("amara")
        .get(&format!("/v1/conversations/{conversation}/timeline"))
        .await;
    let entries = timeline.body["items"].as_array().unwrap();
    let text = entries
        .iter()
        .find(|entry| entry["kind"] == "message_in")
        .unwrap();
    Named {
        message: text["id"].as_str().unwrap().to_owned(),
        application: world.application_id("LA-1").to_string(),
        quarantined: world.quarantined().await.remove(0).id,
        conversation,
    }
}

#[tokio::test]
async fn every_operation_answers_every_role_of_two_organisations_as_the_table_says() {
    let world = World::new().await;
    seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    let named = lakeside(&world).await;
    let harbor = |name: &str| world.agent_of("harbor", name);
    let (harbor_agent, harbor_admin) = (harbor("maria"), harbor("amara"));
    let (agent, supervisor, admin) = (world.agent("maria"), world.agent("sofia"), world.agent("amara"));
    let mut wrong = Vec::new();
    for row in rows() {
        for (who, agent, expected) in [
            ("agent of harbor", &harbor_agent, row.harbor_agent),
            ("admin of harbor", &harbor_admin, row.harbor_admin),
            ("agent", &agent, row.agent),
            ("supervisor", &supervisor, row.supervisor),
            ("admin", &admin, row.admin),
        ] {
            let answer = asks(agent, &named, &row).await;
            let code = answer.body["code"].as_str().filter(|_| answer.status >= 400);
            let found = (answer.status, code.unwrap_or_default());
            if found != expected {
                wrong.push(format!("{} as {who}: {found:?}, not {expected:?}", row.operation));
            }
            let told = answer.body.to_string();
            let tells = |id: &&&String| told.contains(id.as_str());
            if let (true, Some(id)) = (who.ends_with("harbor"), named.ids().iter().find(tells)) {
                wrong.push(format!("{} tells {who} of {id}", row.operation));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_operation_of_the_description_has_its_row() {
    let described: BTreeSet<String> = operations(include_str!("../../../../docs/openapi.json"))
        .into_iter()
        .collect();
    let rows: BTreeSet<String> = rows().iter().map(|row| row.operation.clone()).collect();
    assert_eq!(rows, described);
}

/// The operations that a document describes: `GET /v1/me`.
fn operations(document: &str) -> Vec<String> {
    let document: Value = serde_json::from_str(document).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect()
}

#[tokio::test]
async fn who_is_signed_in_is_told_what_not_everybody_may() {
    let world = World::new().await;
    for (agent, permissions) in [
        ("maria", json!([])),
        ("sofia", json!(["see_all_teams", "close_for_others"])),
        (
            "amara",
            json!([
                "see_all_teams",
                "close_for_others",
                "administer",
                "operate",
                "export_evidence"
            ]),
        ),
    ] {
        let me = world.agent(agent).get("/v1/me").await;
        assert_eq!(me.body["agent"]["permissions"], permissions, "{agent}");
    }
}
