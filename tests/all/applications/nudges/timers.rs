//! The timers themselves: how they are set, and what becomes of those that are throttled or dead.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::cast::{MEMBER, stalled};
use crate::world::World;
use crate::world::tap::Break;
use crate::world::tracking::{agreed, trigger};

#[tokio::test]
async fn what_a_dead_timer_would_have_done_is_done_from_the_queue() {
    let world = World::new().await;
    stalled(&world).await;
    assert!(world.set_timers("").await);
    let timer = world.schedules().await.remove(0);
    world.clock.pass(SignedDuration::from_hours(2));
    let batch = json!({"Records": [{
        "messageId": "m1", "receiptHandle": "r", "body": timer.payload.to_string(), "attributes": {}, "messageAttributes": {},
        "eventSource": "aws:sqs", "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:timers", "awsRegion": "us-east-1",
    }]});
    let answer = world.handles(&world.re_engagement(), batch).await.unwrap();
    assert_eq!(answer["batchItemFailures"], json!([]));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
}

#[tokio::test]
async fn a_burst_that_the_scheduler_throttles_loses_nothing() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 60)]).await;
    for n in 0..8 {
        world
            .applies(&format!("LN-{n}"), &format!("+1319555010{n}"))
            .await;
        world
            .moves(
                &format!("s{n}"),
                &format!("LN-{n}"),
                "stage.entered",
                Some("Income"),
            )
            .await;
    }
    let items = world.timer_items("").await;
    let planned = items
        .iter()
        .filter(|i| crate::world::outbox::attribute(i, "kind") == "nudge_planned")
        .count();
    assert_eq!(planned, 8);
    world
        .cloud
        .tap
        .break_operation("Scheduler.CreateSchedule", Break::Throttled);
    let function = world.re_engagement();
    let answer = world
        .handles(&function, World::timer_batch(&items))
        .await
        .unwrap();
    assert_eq!(
        answer["batchItemFailures"].as_array().unwrap().len(),
        8,
        "each is named, to come again"
    );
    assert!(world.cloud.tap.mend());
    assert!(world.set_timers("").await);
    assert_eq!(world.schedules().await.len(), 8);
}

#[tokio::test]
async fn a_schedule_is_made_as_the_scheduler_wants_it() {
    let world = World::new().await;
    stalled(&world).await;
    assert!(world.set_timers("").await);
    let name = world.schedules().await.remove(0).name;
    let scheduler = world.cloud.scheduler();
    let schedule = scheduler
        .get_schedule()
        .group_name("timers")
        .name(&name)
        .send()
        .await
        .unwrap();
    assert!(name.len() <= 64);
    assert_eq!(schedule.schedule_expression_timezone(), Some("UTC"));
    assert_eq!(
        schedule
            .action_after_completion()
            .map(aws_sdk_scheduler::types::ActionAfterCompletion::as_str),
        Some("DELETE")
    );
    assert_eq!(schedule.flexible_time_window().unwrap().mode().as_str(), "OFF");
    let target = schedule.target().unwrap();
    assert!(target.arn().ends_with(":NudgesQueue") && target.role_arn().ends_with(":role/TimerRole"));
    assert!(
        target
            .dead_letter_config()
            .unwrap()
            .arn()
            .unwrap()
            .ends_with(":NudgesDeadLetters")
    );
    let payload: Value = serde_json::from_str(target.input().unwrap()).unwrap();
    assert_eq!(payload["fire"]["organisation"], "lakeside");
    // By which the function knows how late it is.
    let set_for: Timestamp = payload["fire"]["at"].as_str().unwrap().parse().unwrap();
    let expression = set_for.strftime("at(%Y-%m-%dT%H:%M:%S)").to_string();
    assert_eq!(schedule.schedule_expression(), Some(expression.as_str()));
    assert!(!payload.to_string().contains("319555"), "no number");
}

#[tokio::test]
async fn each_operation_takes_few_calls() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let function = world.re_engagement();
    let run = async |event: Value| {
        world.cloud.tap.take_calls();
        world.handles(&function, event).await.unwrap();
        world.cloud.tap.take_calls()
    };
    let now = world.clock.now().to_string();
    let people = json!([{"id": "b1", "role": "borrower", "mobile": MEMBER, "zip": "52401", "consents": [agreed("automation", true, &now)]}]);
    let event = |id: &str| json!({"id": id, "type": "stage.entered", "occurred_at": now, "stage": {"name": "Income"}, "application": {"id": "LN-1", "people": people}});
    let request = |id: &str| world.event_request(&event(id), crate::world::tracking::LOS_SECRET);
    run(request("e1")).await;
    let read_and_write = ["DynamoDB.BatchGetItem", "DynamoDB.TransactWriteItems"];
    assert_eq!(run(request("e2")).await, read_and_write);
    assert_eq!(run(request("e2")).await, read_and_write, "known already");
    let items = world.timer_items("").await;
    let planned: Vec<_> = items
        .into_iter()
        .filter(|i| crate::world::outbox::attribute(i, "kind") == "nudge_planned")
        .collect();
    let set = run(World::timer_batch(&planned[..1])).await;
    assert_eq!(
        set,
        ["DynamoDB.GetItem", "Scheduler.CreateSchedule", "DynamoDB.GetItem"]
    );
    let timer = world.schedules().await.remove(0);
    world.clock.pass(SignedDuration::from_mins(60));
    assert_eq!(run(timer.payload).await, read_and_write);
    let outbound = world.outbound();
    world.offer_last(&outbound).await;
    let made = world.cloud.tap.take_calls();
    let of = |name: &str| made.iter().filter(|call| *call == name).count();
    assert_eq!(
        (of("DynamoDB.TransactWriteItems"), world.carrier.sent().len()),
        (2, 1),
        "{made:?}"
    );
}
