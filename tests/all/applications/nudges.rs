//! Timers in, texts out.

use jiff::SignedDuration;
use memberline_domain::TriggerId;
use memberline_domain::application::NudgePlanState;
use memberline_domain::directory::administration::Record;
use memberline_domain::thread::DeliveryStatus;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::tap::Break;
use crate::world::tracking::{agreed, trigger};

const MEMBER: &str = "+13195550101";

/// An applicant who entered `Income` now, with a nudge due in an hour.
async fn stalled(world: &World) {
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    world.applies("LN-1", MEMBER).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
}

async fn slot(world: &World) -> NudgePlanState {
    let head = world.application("LN-1").await.head;
    head.nudge_plans[&TriggerId::parse("stalled").unwrap()]
        .state
        .clone()
}

async fn code(world: &World) -> String {
    match slot(world).await {
        NudgePlanState::Cancelled { reason } | NudgePlanState::Held { reason, .. } => reason.code,
        other => format!("{other:?}"),
    }
}

#[tokio::test]
async fn el_17_an_applicant_who_stalls_is_brought_back_by_a_text() {
    let world = World::new().await;
    stalled(&world).await;
    let entered = world.clock.now();
    assert!(world.set_timers("").await);
    let schedules = world.schedules().await;
    assert_eq!(schedules.len(), 1);
    assert_eq!(schedules[0].at, entered + SignedDuration::from_mins(60));
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    let sent = world.carrier.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(
        (sent[0].to.as_str(), sent[0].text.as_str()),
        (MEMBER, "Hi Priya, your application waits. lakeside")
    );
    assert_eq!(
        world.fires(&schedules[0].payload).await.as_deref(),
        Some("nothing"),
        "it goes off twice"
    );
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.schedules().await, []);
}

#[tokio::test]
async fn el_19_a_stage_change_moves_the_timer_and_the_end_deletes_it() {
    let world = World::new().await;
    stalled(&world).await;
    assert!(world.set_timers("").await);
    world.clock.pass(SignedDuration::from_mins(30));
    world.moves("s2", "LN-1", "stage.entered", Some("Income")).await;
    assert!(world.set_timers("").await);
    let moved = world.schedules().await;
    assert_eq!(moved.len(), 1, "it is one schedule");
    assert_eq!(moved[0].at, world.clock.now() + SignedDuration::from_mins(60));
    world.clock.pass(SignedDuration::from_mins(1));
    world.moves("c1", "LN-1", "application.completed", None).await;
    assert!(world.set_timers("").await);
    assert_eq!(world.schedules().await, []);
    world.clock.pass(SignedDuration::from_mins(60));
    assert_eq!(
        world.fires(&moved[0].payload).await.as_deref(),
        Some("nothing"),
        "a timer in flight loses"
    );
}

#[tokio::test]
async fn el_14_the_first_message_is_scheduled_at_once_and_never_in_the_past() {
    let world = World::new().await;
    let mut first = trigger("first", &[], 0);
    first.kind = memberline_domain::directory::TriggerKind::Created;
    world.tracks(&[first]).await;
    world.applies("LN-1", MEMBER).await;
    world.clock.pass(SignedDuration::from_mins(3));
    assert!(world.set_timers("").await);
    let schedules = world.schedules().await;
    assert_eq!(schedules[0].at, world.clock.now() + SignedDuration::from_secs(5));
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
}

#[tokio::test]
async fn in_quiet_hours_a_nudge_is_held_and_goes_out_in_the_morning() {
    let world = World::new().await;
    // Nine in the evening in Iowa when it is due.
    world.clock.pass(SignedDuration::from_hours(11));
    stalled(&world).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("held"));
    assert_eq!(code(&world).await, "quiet_hours");
    let id = world.application("LN-1").await.head.id.to_string();
    let shown = world.agent("maria").get(&format!("/v1/applications/{id}")).await;
    let nudge = &shown.body["nudges"][0];
    assert_eq!(
        (&nudge["state"], &nudge["reason"]["code"]),
        (&json!("held"), &json!("quiet_hours"))
    );
    assert!(nudge["until"].is_string() && !nudge["reason"]["detail"].as_str().unwrap().is_empty());
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    assert_eq!(world.clock.now().to_string(), nudge["until"].as_str().unwrap());
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    let history = world
        .agent("maria")
        .get(&format!("/v1/applications/{id}/history"))
        .await;
    let steps = history.body["items"].as_array().unwrap();
    let of = |kind: &str| steps.iter().find(|step| step["kind"] == kind).unwrap();
    assert_eq!(
        of("nudge_held")["quiet_hours"],
        of("nudge_held")["reason"]["detail"]
    );
    let allowed = of("nudge_sent")["quiet_hours"].as_str().unwrap();
    assert!(
        allowed.ends_with("Central time (America/Chicago), by ZIP code 524xx."),
        "{allowed}"
    );
    assert!(of("stage_entered")["quiet_hours"].is_null());
}

#[tokio::test]
async fn el_17_a_foreign_number_waits_until_an_address_is_told() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let now = world.clock.now().to_string();
    let living = |state: &str| {
        let consents = json!([agreed("automation", true, &now)]);
        json!([{"id": "b1", "role": "borrower", "mobile": "+33612345678", "zip": "75001", "state": state, "consents": consents}])
    };
    let told = |id: &str, kind: &str, state: &str| {
        let at = world.clock.now().to_string();
        json!({"id": id, "type": kind, "occurred_at": at, "application": {"id": "LN-1", "people": living(state)}})
    };
    world.tells(told("c", "application.created", "")).await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("held"));
    assert_eq!(code(&world).await, "whereabouts_unknown");
    assert_eq!(world.schedules().await, []);
    world.clock.pass(SignedDuration::from_mins(5));
    world.tells(told("u", "application.updated", "TX")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
}

#[tokio::test]
async fn a_text_that_comes_to_be_sent_in_quiet_hours_goes_out_later_and_once() {
    let world = World::new().await;
    stalled(&world).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    // The sender was down until the night.
    world.clock.pass(SignedDuration::from_hours(12));
    world.flow().await;
    assert_eq!(world.carrier.sent(), []);
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Cancelled);
    assert_eq!(code(&world).await, "quiet_hours");
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    let listed = world.agent("maria").get("/v1/triggers").await;
    assert_eq!(listed.body["items"][0]["statistics"]["sent"], 1);
    assert_eq!(listed.body["items"][0]["statistics"]["due"], 1);
}

#[tokio::test]
async fn a_stop_cancels_before_at_and_after_the_timer() {
    for when in 0..3 {
        let world = World::new().await;
        stalled(&world).await;
        let stop = async || world.member(MEMBER).texts("SM1", "STOP").await;
        if when == 0 {
            stop().await;
            assert!(world.set_timers("").await);
            assert_eq!(world.schedules().await, []);
        } else {
            assert!(world.set_timers("").await);
            let timer = world.schedules().await.remove(0);
            world.clock.pass(SignedDuration::from_mins(60));
            if when == 1 {
                stop().await;
            }
            let expected = if when == 1 { "cancelled" } else { "sent" };
            assert_eq!(world.fires(&timer.payload).await.as_deref(), Some(expected));
            if when == 2 {
                stop().await;
            }
        }
        world.flow().await;
        assert!(
            world
                .carrier
                .sent()
                .iter()
                .all(|sent| !sent.text.starts_with("Hi Priya")),
            "{when}"
        );
    }
}

#[tokio::test]
async fn a_conversation_in_progress_cancels_and_a_reply_is_counted() {
    let world = World::new().await;
    stalled(&world).await;
    world
        .member(MEMBER)
        .texts("SM1", "Which documents do you need?")
        .await;
    assert!(world.set_timers("").await);
    assert_eq!(
        (world.schedules().await, code(&world).await),
        (Vec::new(), "conversation_open".to_owned())
    );
}

#[tokio::test]
async fn el_19_completion_between_writing_and_sending_stops_the_text() {
    let world = World::new().await;
    stalled(&world).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    world.moves("c1", "LN-1", "application.completed", None).await;
    world.flow().await;
    assert_eq!(world.carrier.sent(), []);
    let message = world.outgoing(MEMBER).await.remove(0);
    assert_eq!(
        (message.status, message.reason.unwrap().code.as_str()),
        (DeliveryStatus::Cancelled, "completed")
    );
}

#[tokio::test]
async fn x_26_a_nudge_waits_for_consent_that_is_asked_for_once() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let mut organisation = world.tenant("lakeside").await.organisation().clone();
    organisation.automation.request_consent = true;
    organisation.automation.number =
        memberline_domain::PhoneNumber::parse(crate::world::people::TWILIO_NUMBER).ok();
    world.writes(Record::Organisation(organisation)).await;
    let now = world.clock.now().to_string();
    let people =
        json!([{"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": MEMBER, "zip": "52401"}]);
    world
        .tells(json!({"id": "e1", "type": "application.created", "occurred_at": now, "application": {"id": "LN-1", "people": people}}))
        .await;
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"), "the question");
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
    assert_eq!(world.next_timer().await.as_deref(), Some("held"));
    assert_eq!(code(&world).await, "consent_pending");
    world.member(MEMBER).texts("SM1", "YES").await;
    assert_eq!(
        world.next_timer().await.as_deref(),
        Some("sent"),
        "once the member agreed"
    );
    world.flow().await;
    let nudges = world
        .carrier
        .sent()
        .into_iter()
        .filter(|sent| sent.text.starts_with("Hi Priya"));
    assert_eq!(nudges.count(), 1);
}

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

#[tokio::test]
async fn a_text_of_somebody_who_never_said_anything_about_texts_cancels_too() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let person =
        json!({"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": MEMBER, "zip": "52401"});
    world
        .tells(json!({
            "id": "c1", "type": "application.created", "occurred_at": world.clock.now().to_string(),
            "application": {"id": "LN-1", "people": [person]}, "stage": {"name": "Income"},
        }))
        .await;
    world
        .member(MEMBER)
        .texts("SM1", "Is my income statement there?")
        .await;
    assert!(world.set_timers("").await);
    assert_eq!(code(&world).await, "conversation_open");
    assert_eq!(world.schedules().await, []);
}
