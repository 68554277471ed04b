//! A text finds the application that it is about (IN-15 to IN-18, X-05, X-06).

use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::applications::person;

const MEMBER: &str = "+15552010001";

fn conversation(world: &World) -> String {
    format!("{}-1", world.thread("lakeside", "+15550100001", MEMBER))
}

/// The conversation as the lending team sees it, and where its last text was placed.
async fn shown(world: &World) -> (Value, Value) {
    let maria = world.agent("maria");
    let path = format!("/v1/conversations/{}", conversation(world));
    let (detail, timeline) = (
        maria.get(&path).await,
        maria.get(&format!("{path}/timeline")).await,
    );
    assert_eq!((detail.status, timeline.status), (200, 200));
    let items = timeline.body["items"].as_array().unwrap();
    let texts = items.iter().find(|e| e["kind"] == "message_in");
    (detail.body, texts.unwrap()["routing"].clone())
}

#[tokio::test]
async fn in_16_el_07_a_text_opens_a_conversation_about_the_application_last_updated() {
    let world = World::new().await;
    let of_member = [person("ana", "borrower", MEMBER)];
    world.has_application("LA-1", &of_member).await;
    world.clock.pass(SignedDuration::from_hours(1));
    let second = world.has_application("LA-2", &of_member).await;
    world.clock.pass(SignedDuration::from_hours(1));
    world.member(MEMBER).texts("SM1", "Hi").await;
    let (detail, routing) = shown(&world).await;
    assert_eq!(detail["application"]["id"], second.as_str());
    assert_eq!(detail["application"]["los_id"], "LA-2");
    assert_eq!(detail["application"]["person"], "ana");
    assert_eq!(detail["application"]["status"], "active");
    assert_eq!(detail["journey"], "Loan Application");
    assert_eq!(detail["consent"]["automation"]["colour"], "red");
    assert_eq!(routing["rule"], "last_updated");
    assert_eq!(routing["lost"][0]["los_id"], "LA-1");
}

#[tokio::test]
async fn x_05_our_own_messages_update_no_application() {
    let world = World::new().await;
    let of_member = [person("ana", "borrower", MEMBER)];
    let first = world.has_application("LA-1", &of_member).await;
    world.clock.pass(SignedDuration::from_hours(1));
    world.member(MEMBER).texts("SM1", "Hi").await;
    world.clock.pass(SignedDuration::from_hours(1));
    let second = world.has_application("LA-2", &of_member).await;
    let maria = world.agent("maria");
    maria.claims(&conversation(&world)).await;
    maria.writes(&conversation(&world), "Hello", "k").await;
    world.clock.pass(SignedDuration::from_hours(1));
    world.member(MEMBER).texts("SM2", "And?").await;
    let (detail, routing) = shown(&world).await;
    assert_eq!(
        routing["application"],
        second.as_str(),
        "the text is about the second"
    );
    assert_eq!(
        detail["application"]["id"],
        first.as_str(),
        "the conversation opened about the first"
    );
}

#[tokio::test]
async fn in_17_in_18_of_those_who_share_a_mobile_one_appears() {
    let world = World::new().await;
    let borrowers = [
        person("ben", "co_borrower", MEMBER),
        person("zoe", "borrower", MEMBER),
    ];
    world.has_application("LA-1", &borrowers).await;
    world.member(MEMBER).texts("SM1", "Hi").await;
    let (detail, _) = shown(&world).await;
    assert_eq!(detail["application"]["person"], "zoe");
    assert_eq!(detail["application"]["shared_with"], json!(["ben"]));

    world
        .has_application("LA-0", &[person("eve", "external_contact", MEMBER)])
        .await;
    world.clock.pass(SignedDuration::from_hours(1));
    world.has_application("LA-1", &borrowers).await;
    world.member(MEMBER).texts("SM2", "The appraisal is done").await;
    let (_, routing) = shown(&world).await;
    assert_eq!(routing["rule"], "external_contact");
    assert!(
        routing["words"].as_str().unwrap().contains("external contact"),
        "{routing}"
    );
}

#[tokio::test]
async fn who_is_no_more_on_an_application_is_placed_there_no_more() {
    let world = World::new().await;
    world
        .has_application("LA-1", &[person("ana", "borrower", MEMBER)])
        .await;
    world.clock.pass(SignedDuration::from_secs(1));
    world
        .has_application("LA-1", &[person("ana", "borrower", "+15552010999")])
        .await;
    world.member(MEMBER).texts("SM1", "Hi").await;
    let (detail, routing) = shown(&world).await;
    assert_eq!((&detail["application"], &routing), (&Value::Null, &Value::Null));
    assert_eq!(detail["consent"], Value::Null);
}
