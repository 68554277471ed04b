//! Events of loan-origination systems, and what becomes of them.

use jiff::SignedDuration;
use memberline_domain::application::Status;
use memberline_domain::consent::Subscriber;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::outbox::attribute;
use crate::world::people;
use crate::world::tracking::{LOS_SECRET, agreed, trigger};

const MEMBER: &str = "+13195550101";

fn created(world: &World, id: &str, los_id: &str) -> Value {
    json!({"id": id, "type": "application.created", "occurred_at": world.clock.now().to_string(), "application": {"id": los_id}})
}

#[tokio::test]
async fn el_16_a_signed_event_is_taken_in_once() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let event = created(&world, "e1", "LN-1");
    let (status, body) = world.posts(world.event_request(&event, LOS_SECRET)).await;
    assert_eq!((status, body), (200, json!({"outcome": "accepted"})));
    let (status, body) = world
        .posts(world.event_request(&event, "retired-los-secret"))
        .await;
    assert_eq!(
        (status, body),
        (200, json!({"outcome": "known_already"})),
        "the secret before counts too"
    );
    assert_eq!(world.application("LN-1").await.seq, 1);
}

#[tokio::test]
async fn a_forged_stale_foreign_or_unreadable_event_is_refused_and_changes_nothing() {
    let world = World::new().await;
    world.tracks(&[]).await;
    people::seed(&world.store(), "riverside", "+155501001").await;
    let event = created(&world, "e1", "LN-1");
    let good = || world.event_request(&event, LOS_SECRET);
    let changed = |pointer: &str, value: Value| {
        let mut request = good();
        *request.pointer_mut(pointer).unwrap() = value;
        request
    };
    let later = world.event_request(&event, LOS_SECRET);
    let refused = [
        (
            "another secret",
            world.event_request(&event, "guess"),
            401,
            "signature_invalid",
        ),
        (
            "another body",
            changed("/body", json!("{}")),
            401,
            "signature_invalid",
        ),
        (
            "another time",
            changed("/headers/memberline-timestamp", json!("1795446001")),
            401,
            "signature_invalid",
        ),
        (
            "no time",
            changed("/headers/memberline-timestamp", json!("")),
            401,
            "signature_invalid",
        ),
        (
            "an empty signature",
            changed("/headers/memberline-signature", json!("v1=")),
            401,
            "signature_invalid",
        ),
        (
            "nobody",
            changed("/rawPath", json!("/webhooks/los/nobody")),
            401,
            "signature_invalid",
        ),
        (
            "no id",
            changed("/rawPath", json!("/webhooks/los/LAKE side")),
            401,
            "signature_invalid",
        ),
        (
            "without secrets",
            changed("/rawPath", json!("/webhooks/los/riverside")),
            401,
            "signature_invalid",
        ),
        (
            "broken base 64",
            changed("/isBase64Encoded", json!(true)),
            401,
            "signature_invalid",
        ),
        (
            "too large",
            changed("/body", json!("x".repeat(256 * 1024 + 1))),
            413,
            "body_too_large",
        ),
    ];
    for (what, request, status, code) in refused {
        let (answered, body) = world.posts(request).await;
        assert_eq!((answered, &body["code"]), (status, &json!(code)), "{what}");
    }
    world.clock.pass(SignedDuration::from_secs(300));
    assert_eq!(world.posts(later.clone()).await.0, 200, "300 seconds are allowed");
    world.clock.pass(SignedDuration::from_secs(1));
    let (status, body) = world.posts(later).await;
    assert_eq!((status, &body["code"]), (401, &json!("timestamp_stale")));
    let items = world.cloud.items("timeline").await;
    assert_eq!(
        items
            .iter()
            .filter(|i| attribute(i, "kind") == "application_created")
            .count(),
        1
    );
}

#[tokio::test]
async fn what_is_wrong_with_an_event_is_told_with_its_path() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let mut event = created(&world, "e1", "LN-1");
    event["application"]["id"] = json!(" ");
    let (status, body) = world.posts(world.event_request(&event, LOS_SECRET)).await;
    assert_eq!(
        (status, &body["code"], &body["path"]),
        (422, &json!("too_short"), &json!("$.application.id"))
    );
    let mut future = created(&world, "e1", "LN-1");
    future["occurred_at"] = json!((world.clock.now() + SignedDuration::from_secs(301)).to_string());
    let (status, body) = world.posts(world.event_request(&future, LOS_SECRET)).await;
    assert_eq!((status, &body["code"]), (422, &json!("occurred_in_future")));
    let mut broken = world.event_request(&event, LOS_SECRET);
    let now = world.clock.now().as_second();
    broken["body"] = json!("{");
    broken["headers"]["memberline-signature"] = json!(re_engagement::sign(LOS_SECRET.as_bytes(), now, b"{"));
    let (status, body) = world.posts(broken).await;
    assert_eq!((status, &body["code"]), (400, &json!("malformed_json")));
}

#[tokio::test]
async fn a_body_in_base_64_is_verified_as_the_bytes_that_were_signed() {
    use base64::Engine as _;
    let world = World::new().await;
    world.tracks(&[]).await;
    let mut request = world.event_request(&created(&world, "e1", "LN-1"), LOS_SECRET);
    let body = request["body"].as_str().unwrap().to_owned();
    request["body"] = json!(base64::engine::general_purpose::STANDARD.encode(body));
    request["isBase64Encoded"] = json!(true);
    assert_eq!(world.posts(request).await.0, 200);
}

#[tokio::test]
async fn the_links_of_numbers_follow_the_people() {
    let world = World::new().await;
    world.tracks(&[]).await;
    world.applies("LN-1", MEMBER).await;
    let consents = world.ledger(MEMBER).await.consents.len();
    assert!(consents > 0, "the consents of the event are in the ledger");
    let found = world.links(MEMBER).await;
    assert_eq!((found.len(), found[0].status), (1, Status::Active));
    world.clock.pass(SignedDuration::from_mins(1));
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.links(MEMBER).await[0].stage.as_deref(), Some("Income"));
    let people = json!([{"id": "b1", "role": "borrower", "mobile": "+13195550199"}]);
    world.clock.pass(SignedDuration::from_mins(1));
    let now = world.clock.now().to_string();
    world
        .tells(json!({"id": "u1", "type": "application.updated", "occurred_at": now, "application": {"id": "LN-1", "people": people}}))
        .await;
    assert_eq!(world.links(MEMBER).await, []);
    assert_eq!(world.links("+13195550199").await.len(), 1);
}

#[tokio::test]
async fn a_full_application_fits_into_one_event() {
    let world = World::new().await;
    let stages: Vec<_> = (0..20).map(|n| trigger(&format!("t{n}"), &[], n)).collect();
    world.tracks(&stages).await;
    let now = world.clock.now().to_string();
    let people = |from: usize| {
        let consents = json!([
            agreed("service", true, &now),
            agreed("automation", true, &now),
            agreed("marketing", false, &now)
        ]);
        let people = (from..from + 20).map(|n| json!({"id": format!("p{n}"), "role": "guarantor", "mobile": format!("+1319555{n:04}"), "consents": consents}));
        people.collect::<Vec<_>>()
    };
    for (id, from) in [("e1", 0), ("e2", 50)] {
        world
            .tells(json!({"id": id, "type": "stage.entered", "occurred_at": now, "stage": {"name": id}, "application": {"id": "LN-1", "people": people(from)}}))
            .await;
    }
    let head = world.application("LN-1").await.head;
    assert_eq!(
        (head.people()[0].id.as_str(), head.nudge_plans.len()),
        ("p50", 20)
    );
}

#[tokio::test]
async fn el_06_the_history_and_the_people_are_shown_to_whom_they_concern() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 60)]).await;
    world.applies("LN-1", MEMBER).await;
    world.clock.pass(SignedDuration::from_mins(5));
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    let id = world.application("LN-1").await.head.id.to_string();
    let shown = world.agent("maria").get(&format!("/v1/applications/{id}")).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert_eq!(shown.body["stage"]["name"], "Income");
    assert_eq!(shown.body["stage"]["since"], world.clock.now().to_string());
    assert_eq!(shown.body["people"][0]["name"], "Priya Nair");
    assert_eq!(
        shown.body["people"][0]["consent"]["automation"]["colour"],
        "green"
    );
    assert_eq!(shown.body["people"][0]["consent"]["marketing"]["colour"], "red");
    assert_eq!(shown.body["agents"][0]["id"], "maria");
    assert_eq!(shown.body["nudges"][0]["state"], "planned");
    let history = world
        .agent("maria")
        .get(&format!("/v1/applications/{id}/history?limit=2"))
        .await;
    let kinds: Vec<_> = history.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["nudge_planned", "stage_entered"]);
    let cursor = history.body["next_cursor"].as_str().unwrap();
    let rest = world
        .agent("maria")
        .get(&format!("/v1/applications/{id}/history?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(rest.body["items"][0]["kind"], "application_created");

    for (agent, status) in [("sofia", 200), ("devon", 404)] {
        for path in ["", "/history"] {
            let answer = world
                .agent(agent)
                .get(&format!("/v1/applications/{id}{path}"))
                .await;
            assert_eq!(answer.status, status, "{agent}{path}");
        }
    }
    people::seed(&world.store(), "riverside", "+155501001").await;
    assert_eq!(
        world
            .agent_of("riverside", "sofia")
            .get(&format!("/v1/applications/{id}"))
            .await
            .status,
        404
    );
    assert_eq!(
        world.agent("maria").get("/v1/applications/nonsense").await.status,
        404
    );
}

#[tokio::test]
async fn in_01_an_agent_texts_somebody_on_an_application_first() {
    let world = World::new().await;
    world.tracks(&[]).await;
    world.applies("LN-1", MEMBER).await;
    let id = world.application("LN-1").await.head.id.to_string();
    let path = format!("/v1/applications/{id}/people/b1/conversations");
    let started = world.agent("maria").post(&path, &json!({})).await;
    assert_eq!(started.status, 201, "{}", started.body);
    assert_eq!(started.body["agent"]["id"], "maria");
    assert_eq!(started.body["name"], "Priya Nair");
    assert_eq!(started.body["application"]["los_id"], "LN-1");
    assert_eq!(started.body["can_send"]["allowed"], true);
    let conversation = started.body["id"].as_str().unwrap().to_owned();
    assert_eq!(
        world
            .agent("maria")
            .writes(&conversation, "Hello Priya", "k1")
            .await
            .status,
        202
    );
    world.flow().await;
    assert_eq!(world.carrier.sent()[0].to, MEMBER);
    let again = world.agent("maria").post(&path, &json!({})).await;
    assert_eq!(
        (again.status, &again.body["code"]),
        (409, &json!("conversation_open"))
    );
    assert_eq!(again.body["conversation"], conversation);
    let nobody = world
        .agent("maria")
        .post(&path.replace("b1", "b9"), &json!({}))
        .await;
    assert_eq!(
        (nobody.status, &nobody.body["code"]),
        (404, &json!("person_not_found"))
    );
}

#[tokio::test]
async fn in_37_without_green_nobody_texts_first() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let now = world.clock.now().to_string();
    let people = json!([
        {"id": "b1", "role": "borrower", "mobile": MEMBER},
        {"id": "b2", "role": "co_borrower", "mobile": "by post"},
        {"id": "b3", "role": "guarantor", "mobile": "+13195550102", "consents": [agreed("service", true, &now)]},
    ]);
    world
        .tells(json!({"id": "e1", "type": "application.created", "occurred_at": now, "application": {"id": "LN-1", "people": people, "agents": ["maria"]}}))
        .await;
    world.member("+13195550102").texts("SM1", "STOP").await;
    let id = world.application("LN-1").await.head.id.to_string();
    for (person, code) in [
        ("b1", "consent_missing"),
        ("b2", "no_mobile"),
        ("b3", "opted_out"),
    ] {
        let answer = world
            .agent("maria")
            .post(
                &format!("/v1/applications/{id}/people/{person}/conversations"),
                &json!({}),
            )
            .await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (409, &json!(code)),
            "{person}"
        );
    }
    let shown = world.agent("maria").get(&format!("/v1/applications/{id}")).await;
    assert_eq!(shown.body["people"][1]["number_problem"], "not_a_number");
    assert_eq!(shown.body["people"][1]["told_number"], "by post");
    assert_eq!(shown.body["people"][0]["told_number"], Value::Null);
    assert_eq!(shown.body["people"][2]["opted_out"], true);
}

#[tokio::test]
async fn el_16_what_of_an_event_cannot_be_read_is_told_and_the_rest_is_taken_in() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let mut event = created(&world, "e1", "LN-1");
    event["application"]["journey"] = json!("Holiday");
    event["application"]["people"] = json!([{"id": "b1", "role": "BORROWER", "name": "Ana\tLopez", "mobile": "+3195550101", "partner": ["?"]}]);
    event["application"]["agents"] = json!("Maria");
    let unread = json!([
        {"path": "$.application.journey", "code": "unknown_journey"},
        {"path": "$.application.people[0].partner", "code": "not_a_string"},
    ]);
    let (status, body) = world.posts(world.event_request(&event, LOS_SECRET)).await;
    assert_eq!(
        (status, body),
        (200, json!({"outcome": "accepted", "unread": unread}))
    );
    let path = format!("/v1/applications/{}", world.application("LN-1").await.head.id);
    let shown = world.agent("maria").get(&path).await.body;
    let person = &shown["people"][0];
    assert_eq!(
        (&person["name"], &person["number"]),
        (&json!("Ana Lopez"), &json!(MEMBER))
    );
    let history = world.agent("maria").get(&format!("{path}/history")).await.body;
    assert_eq!(history["items"][0]["unread"], unread);
}

/// A consent that was given, then taken back by an event that is odd in other places.
async fn after_a_withdrawal(change: impl Fn(&mut Value)) -> Value {
    let world = World::new().await;
    world.tracks(&[]).await;
    world.applies("LN-1", MEMBER).await;
    world.clock.pass(SignedDuration::from_mins(5));
    let now = world.clock.now().to_string();
    let people = json!([{"id": "b1", "role": "borrower", "mobile": MEMBER, "consents": [agreed("automation", false, &now)]}]);
    let mut event = json!({"id": "w1", "type": "application.updated", "occurred_at": now, "application": {"id": "LN-1", "people": people, "agents": ["maria"]}});
    change(&mut event);
    let mut request = world.event_request(&event, LOS_SECRET);
    let body = event.to_string().replace("\"@odd\"", "1e999");
    let now = world.clock.now().as_second();
    request["headers"]["memberline-signature"] =
        json!(re_engagement::sign(LOS_SECRET.as_bytes(), now, body.as_bytes()));
    request["body"] = json!(body);
    let (status, body) = world.posts(request).await;
    assert_eq!(status, 200, "{body}");
    let tenant = world.tenant("lakeside").await;
    let number = memberline_domain::PhoneNumber::parse(MEMBER).unwrap();
    let subscriber = tenant.subscriber_id(&number);
    let store = world.store();
    let ledger = store.load_one::<Subscriber>(&tenant, &subscriber);
    let ledger = ledger.await.unwrap().unwrap();
    let about = world
        .application("LN-1")
        .await
        .head
        .about(&memberline_domain::PersonId::parse("b1").unwrap());
    let standing = |category| ledger.head.standing(category, &about).colour;
    json!([
        format!("{:?}", standing(memberline_domain::consent::Category::Automation)),
        format!("{:?}", standing(memberline_domain::consent::Category::Service)),
    ])
}

#[tokio::test]
async fn x_26_a_withdrawal_is_heard_whatever_else_is_odd() {
    let odd: [fn(&mut Value); 11] = [
        |_| {},
        |event| event["type"] = json!(7),
        |event| event["application"]["people"][0]["consents"][0]["wording"] = json!("No,\nthanks.\t"),
        |event| event["application"]["people"][0]["consents"][0]["channel"] = json!("fax"),
        |event| event["application"]["people"][0]["role"] = json!(null),
        |event| event["application"]["people"][0]["consents"][0]["granted"] = json!("FALSE"),
        |event| event["application"]["people"][0]["consents"][0]["granted"] = json!(""),
        |event| event["application"]["people"][0]["score"] = json!("@odd"),
        |event| {
            let someone = &mut event["application"]["people"][0];
            someone["Consents"] = json!(someone["consents"].take().to_string());
        },
        |event| {
            let people = &mut event["application"]["people"];
            *people = json!({"first": people[0].take()});
        },
        // Its number is the one that was known.
        |event| event["application"]["people"][0]["mobile"] = json!("call after six"),
    ];
    for change in odd {
        assert_eq!(after_a_withdrawal(change).await, json!(["Red", "Green"]));
    }
    let all =
        after_a_withdrawal(|event| event["application"]["people"][0]["consents"][0]["category"] = json!("?"))
            .await;
    assert_eq!(
        all,
        json!(["Red", "Red"]),
        "of none that is known it takes back all"
    );
}
