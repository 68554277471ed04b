//! Every operation of the API as every role of two organisations: what each is answered. Nobody learns of another organisation.

use std::collections::BTreeSet;

use axum::body::Body;
use http::Method;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::agents::{AgentAt, Answer};
use crate::world::media::MediaHost;
use crate::world::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, seed, sid, twilio_webhook};
use crate::world::tracking::trigger;

const MEMBER: &str = "+15552010001";

/// What an operation is answered: the status, and the code of the problem if it is one.
type Cell = (u16, &'static str);

const OK: Cell = (200, "");
const FORBIDDEN: Cell = (403, "forbidden");
const NO_CONVERSATION: Cell = (404, "conversation_not_found");
const NO_APPLICATION: Cell = (404, "application_not_found");
const NO_ATTACHMENT: Cell = (404, "attachment_not_found");

/// An operation with what each role is answered, in the order in which they ask: first who has no business there.
struct Row {
    operation: String,
    body: Option<Value>,
    harbor_agent: Cell,
    harbor_admin: Cell,
    agent: Cell,
    supervisor: Cell,
    admin: Cell,
}

/// A row of an operation that treats the roles of one organisation alike.
fn alike(operation: &str, body: Option<Value>, own: Cell, foreign: Cell) -> Row {
    Row {
        operation: operation.to_owned(),
        body,
        harbor_agent: foreign,
        harbor_admin: foreign,
        agent: own,
        supervisor: own,
        admin: own,
    }
}

/// A row of an operation in a conversation that the agent claimed.
fn claimed(operation: &str, body: Option<Value>, agent: Cell, others: Cell) -> Row {
    Row {
        agent,
        ..alike(operation, body, others, NO_CONVERSATION)
    }
}

/// A row of an operation for administrators.
fn admins(operation: &str, body: Option<Value>, own: Cell, foreign: Cell) -> Row {
    Row {
        admin: own,
        harbor_admin: foreign,
        ..alike(operation, body, FORBIDDEN, FORBIDDEN)
    }
}

/// What is done in a conversation.
fn in_a_conversation() -> Vec<Row> {
    let taken = (409, "claimed_by_other");
    vec![
        claimed(
            "POST /v1/conversations/{id}/claim",
            None,
            OK,
            (409, "already_claimed"),
        ),
        claimed(
            "POST /v1/conversations/{id}/messages",
            Some(json!({ "text": "Hi" })),
            (202, ""),
            taken,
        ),
        claimed(
            "POST /v1/conversations/{id}/pictures",
            None,
            (422, "picture_type_not_allowed"),
            taken,
        ),
        alike(
            "PUT /v1/conversations/{id}/person",
            Some(json!({ "name": "Ana" })),
            OK,
            NO_CONVERSATION,
        ),
        alike(
            "POST /v1/conversations/{id}/notes",
            Some(json!({ "text": "Calls after 4." })),
            (201, ""),
            NO_CONVERSATION,
        ),
        alike(
            "POST /v1/conversations/{id}/opt-out-question",
            Some(json!({ "answer": "continue" })),
            OK,
            NO_CONVERSATION,
        ),
    ]
}

fn wanted_trigger() -> Value {
    json!({
        "id": "stalled", "name": "Income stalled", "kind": "stalled", "journey": null, "stages": [], "delay_minutes": 60,
        "template": "Hi {first_name|there}, pick up where you left off.", "category": "automation", "max_nudges": 2,
        "spacing_minutes": 1440, "holdout_percent": 0, "number": TWILIO_NUMBER, "enabled": true,
    })
}

/// What administrators do with the records of the directory. Both organisations have some of the same ids, and each sees its own.
fn of_the_directory() -> Vec<Row> {
    let retail = json!({ "id": "retail", "name": "Retail" });
    let location = json!({ "id": "harbor", "name": "Harbor" });
    let team = json!({ "id": "lending", "name": "Lending" });
    let agent = json!({ "id": "maria", "name": "Maria", "email": "maria@lakeside.example", "role": "agent" });
    let number = json!({ "number": TWILIO_NUMBER, "carrier": "twilio", "owner": { "scope": "organisation" }, "team": "lending" });
    let hours = json!({ "team": "lending", "time_zone": "America/Chicago", "open": [] });
    let reply = json!({ "id": "thanks", "group": "retail", "name": "Thanks", "text": "Thank you" });
    let disposition = json!({ "id": "helped", "name": "Helped" });
    let (new, there) = ((201, ""), (428, "if_match_required"));
    let (invalid, nowhere) = ((422, "record_invalid"), (404, "record_not_found"));
    let mut rows = Vec::new();
    for (kind, body, own, foreign) in [
        ("groups", retail, there, there),
        ("locations", location, there, there),
        ("teams", team, there, there),
        ("agents", agent, there, there),
        ("numbers", number, there, invalid),
        ("triggers", wanted_trigger(), there, invalid),
        ("hours", hours, new, new),
        ("quick-replies", reply, new, new),
        ("dispositions", disposition, new, new),
    ] {
        let seen = |cell: Cell| if cell == invalid { nowhere } else { OK };
        let path = format!("/v1/directory/{kind}");
        rows.extend([
            admins(&format!("PUT {path}/{{id}}"), Some(body), own, foreign),
            admins(&format!("GET {path}"), None, OK, OK),
            admins(&format!("GET {path}/{{id}}"), None, seen(own), seen(foreign)),
            admins(
                &format!("GET {path}/{{id}}/history"),
                None,
                seen(own),
                seen(foreign),
            ),
            admins(&format!("DELETE {path}/{{id}}"), None, there, there),
        ]);
    }
    let organisation =
        |id: &str| json!({ "id": id, "name": id, "brand": id, "help_contact": "call 555-0100" });
    rows.extend([
        admins("GET /v1/directory/organisation", None, OK, OK),
        admins("GET /v1/directory/organisation/history", None, OK, OK),
        admins(
            "PUT /v1/directory/organisation",
            Some(organisation("lakeside")),
            there,
            invalid,
        ),
        admins(
            "POST /v1/directory/trigger-previews",
            Some(wanted_trigger()),
            OK,
            OK,
        ),
    ]);
    rows
}

fn rows() -> Vec<Row> {
    let said =
        json!({ "category": "marketing", "granted": true, "wording": "Offers, please.", "channel": "phone" });
    let mut rows = in_a_conversation();
    rows.extend(of_the_directory());
    rows.extend([
        alike("GET /openapi.json", None, OK, OK),
        alike("GET /v1/me", None, OK, OK),
        alike("GET /v1/agents", None, OK, OK),
        alike("GET /v1/teams", None, OK, OK),
        alike("POST /v1/segments", Some(json!({ "text": "Hello" })), OK, OK),
        alike("GET /v1/conversations", None, OK, OK),
        alike("GET /v1/conversations/{id}", None, OK, NO_CONVERSATION),
        alike("GET /v1/conversations/{id}/timeline", None, OK, NO_CONVERSATION),
        alike(
            "POST /v1/messages/{message}/attachments/{index}/downloads",
            None,
            (409, "attachment_not_ready"),
            NO_ATTACHMENT,
        ),
        alike(
            "POST /v1/messages/{message}/attachments/{index}/retry",
            None,
            (409, "attachment_not_failed"),
            NO_ATTACHMENT,
        ),
        alike("GET /v1/applications/{id}", None, OK, NO_APPLICATION),
        alike("GET /v1/applications/{id}/history", None, OK, NO_APPLICATION),
        alike(
            "POST /v1/applications/{id}/people/{person}/consent-requests",
            Some(json!({ "categories": ["marketing"] })),
            (202, ""),
            NO_APPLICATION,
        ),
        alike(
            "POST /v1/applications/{id}/people/{person}/consents",
            Some(said),
            OK,
            NO_APPLICATION,
        ),
        alike(
            "POST /v1/applications/{id}/people/{person}/conversations",
            Some(json!({})),
            (409, "conversation_open"),
            NO_APPLICATION,
        ),
        // Last, as the others want it open.
        alike("POST /v1/conversations/{id}/close", None, OK, NO_CONVERSATION),
        alike("GET /v1/triggers", None, OK, OK),
        admins("GET /v1/quarantine", None, OK, OK),
        admins(
            "POST /v1/quarantine/{id}/replay",
            None,
            (422, "webhook_not_verified"),
            (404, "webhook_not_found"),
        ),
        admins("GET /v1/dead-letters", None, OK, OK),
        admins("POST /v1/dead-letters/{queue}/replay", None, OK, OK),
        admins("GET /v1/evidence", None, OK, OK),
    ]);
    rows
}

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
    let described: BTreeSet<String> = operations(include_str!("../../../docs/openapi.json"))
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
