//! The stack's clock, and the time before it is there.

use super::*;
use crate::clock;
use crate::places::write_whole;

#[tokio::test]
async fn after_the_clock_was_moved_the_carriers_sign_and_tell_the_time_of_the_stack() {
    let mut stage = Stage::new().await;
    let before = stage.carrier.now();
    write_whole(&clock::file(stage.state.path()), "864000").unwrap();
    for kind in Kind::ALL {
        stage.text(kind, "Ten days on");
        let InboundEvent::Message(message) = stage.event(kind).await else {
            panic!("a message")
        };
        let told = message.text.said_at;
        let ahead = told.map(|told| told.duration_since(before).as_hours());
        assert!(ahead.is_none_or(|hours| hours == 240), "{kind} {told:?}");
    }
}

#[tokio::test]
async fn what_is_due_while_the_stack_starts_comes_once_it_is_there_and_once() {
    let mut stage = Stage::starting().await;
    for kind in Kind::ALL {
        stage.send(kind, "Sent before the restart.").await;
    }
    // Longer than the receipts and all repetitions of both carriers take.
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(stage.webhooks.try_recv().is_err(), "posted to nobody");

    stage.carrier.open_for_webhooks();
    let mut came = Vec::new();
    for _ in 0..4 {
        let receipt = tokio::time::timeout(Duration::from_secs(5), stage.webhooks.recv()).await;
        came.push(receipt.unwrap().unwrap().path);
    }
    for kind in Kind::ALL {
        let path = format!("/webhooks/{kind}/receipts/{REFERENCE}");
        assert_eq!(came.iter().filter(|came| **came == path).count(), 2, "{came:?}");
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(stage.webhooks.try_recv().is_err(), "posted again");
}
