//! Events that cannot be read in full: what can be is taken in, and a withdrawal always.

use jiff::SignedDuration;
use memberline_domain::consent::Subscriber;
use serde_json::{Value, json};

use super::cast::{MEMBER, created};
use crate::world::World;
use crate::world::tracking::{LOS_SECRET, agreed};

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
