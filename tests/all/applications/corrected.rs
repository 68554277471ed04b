//! A number that the lender corrects while an agent does something for the person who has it.

use jiff::SignedDuration;
use memberline_domain::{ApplicationId, PhoneNumber};
use serde_json::{Value, json};

use crate::world::World;
use crate::world::agents::Answer;
use crate::world::applications::person;

const OURS: &str = "+15550100001";
const WRONG: &str = "+15552010001";
const RIGHT: &str = "+15552010002";

/// An application whose borrower has the wrong number.
async fn world() -> (World, ApplicationId) {
    let world = World::new().await;
    let people = [person("ana", "borrower", WRONG)];
    let id = world.has_application("LA-1", &people).await;
    (world, id)
}

/// What maria is answered, when the number is corrected after the decision and before it is written.
async fn meanwhile(world: &World, id: &ApplicationId, what: &str, body: &Value) -> Answer {
    let path = format!("/v1/applications/{id}/people/ana/{what}");
    let maria = world.agent("maria");
    let gate = world.cloud.tap.hold("DynamoDB.TransactWriteItems");
    let corrects = async {
        gate.reached().await;
        world.clock.pass(SignedDuration::from_secs(1));
        let people = [person("ana", "borrower", RIGHT)];
        world.has_application("LA-1", &people).await;
        gate.open();
    };
    tokio::join!(maria.post(&path, body), corrects).0
}

fn consent() -> Value {
    json!({ "category": "service", "granted": true, "wording": "May we text you?", "channel": "phone" })
}

#[tokio::test]
async fn in_38_consent_is_kept_for_the_number_that_the_person_has() {
    let (world, id) = world().await;
    let answer = meanwhile(&world, &id, "consents", &consent()).await;
    assert_eq!((answer.status, &answer.body["number"]), (200, &json!(RIGHT)));
    assert_eq!(answer.body["consent"]["service"]["colour"], "green");
    assert_eq!(world.ledger(RIGHT).await.consents.len(), 1);
}

#[tokio::test]
async fn in_38_who_has_the_number_now_is_asked() {
    let (world, id) = world().await;
    let wish = json!({ "categories": ["service"], "number": OURS });
    let answer = meanwhile(&world, &id, "consent-requests", &wish).await;
    assert_eq!((answer.status, &answer.body["number"]), (202, &json!(RIGHT)));
    let ours = PhoneNumber::parse(OURS).unwrap();
    assert!(world.ledger(RIGHT).await.awaits_answer(&ours));
}

#[tokio::test]
async fn in_01_nobody_texts_a_number_that_is_not_the_persons_any_more() {
    let (world, id) = world().await;
    let path = format!("/v1/applications/{id}/people/ana/consents");
    assert_eq!(world.agent("maria").post(&path, &consent()).await.status, 200);
    let answer = meanwhile(&world, &id, "conversations", &json!({ "number": OURS })).await;
    assert_eq!(
        (answer.status, &answer.body["code"]),
        (409, &json!("consent_missing")),
        "the right number agreed to nothing"
    );
}
