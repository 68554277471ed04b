//! One number on a thousand applications: what it texts is worked off in the time that there is.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::{StreamExt, stream};
use memberline_domain::directory::TriggerKind;
use memberline_platform::Deadline;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::outbox::{attribute, of_kind};
use crate::world::timers::failures;
use crate::world::tracking::{LOS_SECRET, trigger};

const APPLICATIONS: usize = 1_000;

/// A number that is on all of them.
const BUSY: &str = "+13195550100";

/// Numbers that are on one each.
fn quiet(n: usize) -> String {
    format!("+1319555{:04}", 200 + n)
}

fn applied(world: &World, los_id: &str, number: &str) -> Value {
    let person = json!({ "id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": number });
    world.event_request(
        &json!({
            "id": format!("{los_id}-created"), "type": "application.created", "occurred_at": world.clock.now().to_string(),
            "application": { "id": los_id, "people": [person] },
        }),
        LOS_SECRET,
    )
}

/// The applications whose nudge was cancelled, each as often as it was.
async fn cancelled(world: &World) -> Vec<String> {
    let entries = of_kind(world.cloud.items("timeline").await, "nudge_cancelled");
    entries
        .iter()
        .map(|entry| attribute(entry, "pk").to_owned())
        .collect()
}

#[tokio::test]
async fn a_number_on_a_thousand_applications_is_worked_off_and_holds_nobody_up() {
    let world = World::new().await;
    let mut created = trigger("created", &[], 60);
    created.kind = TriggerKind::Created;
    world.tracks(&[created]).await;
    let function = world.re_engagement();
    let mut events: Vec<_> = (0..APPLICATIONS)
        .map(|n| applied(&world, &format!("LN-{n}"), BUSY))
        .collect();
    events.extend((1..10).map(|n| applied(&world, &format!("LN-of-{n}"), &quiet(n))));
    let taken = stream::iter(events)
        .map(|event| world.handles(&function, event))
        .buffer_unordered(8);
    let statuses: BTreeSet<_> = taken
        .map(|answer| answer.unwrap()["statusCode"].to_string())
        .collect()
        .await;
    assert_eq!(statuses, BTreeSet::from(["200".to_owned()]));

    assert_eq!(world.links(BUSY).await.len(), APPLICATIONS);

    world.member(BUSY).texts(&format!("SM{:032x}", 0), "Hello").await;
    for n in 1..10 {
        let id = format!("SM{n:032x}");
        world.member(&quiet(n)).texts(&id, "Hello").await;
    }
    let busy = world.thread("lakeside", crate::world::people::TWILIO_NUMBER, BUSY);
    let mut texts = of_kind(world.cloud.items("timeline").await, "message_in");
    texts.sort_by_key(|text| !attribute(text, "pk").ends_with(busy.as_str()));
    let batch = World::timer_batch(&texts);

    // One of the thousand takes all the time that there is, and more.
    let stuck = world.application_id("LN-500").to_string();
    world.cloud.tap.stall("DynamoDB.TransactWriteItems", &stuck);
    let mut told = 0;
    for delivery in 1..=200 {
        let deadline = Deadline::within(Duration::from_secs(6));
        let clock = world.clock.clone();
        let answer = Box::pin(function.handle(batch.clone(), "test", &|| clock.now(), deadline)).await;
        assert_eq!(failures(&answer.unwrap()), [0], "the other nine are done");
        let now = cancelled(&world).await;
        assert!(now.len() >= told, "delivery {delivery}");
        told = now.len();
        if delivery == 1 {
            assert!(told > 9, "some of the thousand are told besides");
            for n in 1..10 {
                let application = world.application_id(&format!("LN-of-{n}")).to_string();
                assert!(now.iter().any(|pk| pk.ends_with(&application)), "{n}");
            }
        }
        if told == APPLICATIONS - 1 + 9 {
            break;
        }
    }
    assert_eq!(told, APPLICATIONS - 1 + 9, "all but the one that is stuck");

    world.cloud.tap.mend();
    let answer = world.handles(&function, batch).await.unwrap();
    assert_eq!(failures(&answer), [0_usize; 0]);
    let calls = world.cloud.tap.take_calls();
    let of = |operation: &str| calls.iter().filter(|call| *call == operation).count();
    assert_eq!(of("DynamoDB.TransactWriteItems"), 1, "only the one that was left");
    // Eleven reads of a hundred heads, and for each of ten texts the links, its thread and, for the nine, its application.
    assert_eq!(of("DynamoDB.BatchGetItem"), 11 + 10 + 10 + 9);
    let all = cancelled(&world).await;
    assert_eq!(all.len(), APPLICATIONS + 9, "each once");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
}
