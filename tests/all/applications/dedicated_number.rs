//! The number that is the organisation's own: automation texts from it, and who answers reaches the agents (EL-15).

use memberline_domain::PhoneNumber;
use memberline_domain::directory::NumberOwner;
use memberline_domain::directory::administration::Record;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::people::TWILIO_NUMBER;

const MEMBER: &str = "+13195550101";

/// Automation that names no number of its own asks from the dedicated one.
#[tokio::test]
async fn el_15_replies_reach_the_dedicated_number_and_an_agent_goes_on_from_there() {
    let world = World::new().await;
    world.tracks(&[]).await;
    let tenant = world.tenant("lakeside").await;
    let ours = PhoneNumber::parse(TWILIO_NUMBER).unwrap();
    let mut number = tenant.directory.number(&ours).unwrap().clone();
    number.owner = NumberOwner::Organisation;
    let mut organisation = tenant.organisation().clone();
    organisation.automation.request_consent = true;
    for record in [Record::Number(number), Record::Organisation(organisation)] {
        world.writes(record).await;
    }
    let people =
        json!([{"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": MEMBER, "zip": "52401"}]);
    let now = world.clock.now().to_string();
    world
        .tells(json!({"id": "e1", "type": "application.created", "occurred_at": now, "application": {"id": "LN-1", "people": people}}))
        .await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    let asked = world.carrier.sent();
    assert_eq!(asked.len(), 1);
    assert_eq!(
        (asked[0].from.as_str(), asked[0].to.as_str()),
        (TWILIO_NUMBER, MEMBER)
    );

    world.member(MEMBER).texts("SM1", "What would my rate be?").await;
    let maria = world.agent("maria");
    let [conversation] = maria.lists("").await.try_into().unwrap();
    let row = maria.claims(&conversation).await.body;
    assert_eq!(
        (&row["number"], &row["campaign"], &row["can_send"]["allowed"]),
        (&json!(TWILIO_NUMBER), &Value::Null, &json!(true))
    );
    maria.writes(&conversation, "About six percent.", "k").await;
    world.flow().await;
    let answer = world.carrier.sent().pop().unwrap();
    assert_eq!(
        (answer.from.as_str(), answer.text.as_str()),
        (TWILIO_NUMBER, "About six percent.")
    );
}
