//! Timers that go off are kept until they are decided: an outage of more than a day loses no nudge, and sends none that is not
//! allowed any more.

use aws_sdk_sqs::types::{DeleteMessageBatchRequestEntry, QueueAttributeName};
use jiff::SignedDuration;
use memberline_domain::TriggerId;
use memberline_domain::application::NudgePlanState;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::first_use::TIMER_GROUP;
use crate::world::tap::Break;
use crate::world::template::{named, properties};
use crate::world::timers::{failures, queue_batch};
use crate::world::tracking::{agreed, trigger};

/// The longest outage that is tried: a day, and half of the next.
const OUTAGE: SignedDuration = SignedDuration::from_hours(37);

fn seconds(queue: &str, name: &str) -> i64 {
    properties(queue)[name].as_i64().unwrap()
}

/// How often a queue brings a record.
fn most(queue: &str) -> i64 {
    let redrive = &properties(queue)["RedrivePolicy"];
    redrive["maxReceiveCount"].as_i64().unwrap()
}

#[test]
fn the_queues_of_timers_outlast_a_day() {
    let function = properties("ReEngagement");
    let timeout = function["Timeout"].as_i64().unwrap();
    for (queue, dead) in [
        ("TimersQueue", "TimersDeadLetters"),
        ("NudgesQueue", "NudgesDeadLetters"),
    ] {
        let visibility = seconds(queue, "VisibilityTimeout");
        let lasts = visibility * most(queue);
        assert!(lasts >= OUTAGE.as_secs() + 6 * 3_600, "{queue}: {lasts}");
        let kept = seconds(queue, "MessageRetentionPeriod");
        assert!(kept > lasts, "{queue}: {kept}");
        // A dead letter's age counts from when it was first sent.
        assert!(
            seconds(dead, "MessageRetentionPeriod") > kept + 7 * 86_400,
            "{dead}"
        );
        assert!(visibility >= 6 * timeout, "{queue}: {visibility}");
        for encrypted in [queue, dead] {
            assert_eq!(named(&properties(encrypted)["KmsMasterKeyId"]), "TransitKey.Arn");
        }
        let redrive = &properties(queue)["RedrivePolicy"]["deadLetterTargetArn"];
        assert_eq!(named(redrive), format!("{dead}.Arn"));
        let events = function["Events"].as_mapping().unwrap().values();
        let mut sources = events.map(|event| &event["Properties"]);
        let source = sources.find(|source| named(&source["Queue"]) == format!("{queue}.Arn"));
        assert_eq!(
            source.unwrap()["FunctionResponseTypes"][0],
            "ReportBatchItemFailures",
            "{queue}"
        );
    }
}

#[test]
fn a_schedule_may_put_timers_into_their_queue_and_nothing_else() {
    let role = properties("TimerRole");
    let statements = role["Policies"][0]["PolicyDocument"]["Statement"]
        .as_sequence()
        .unwrap();
    let mut granted = Vec::new();
    for statement in statements {
        let list = |name: &str| match &statement[name] {
            serde_yaml_ng::Value::Sequence(all) => all.iter().map(named).collect(),
            one => vec![named(one)],
        };
        for resource in list("Resource") {
            granted.extend(
                list("Action")
                    .into_iter()
                    .map(|action| format!("{action} {resource}")),
            );
        }
    }
    granted.sort();
    assert_eq!(
        granted,
        [
            "kms:Decrypt TransitKey.Arn",
            "kms:GenerateDataKey TransitKey.Arn",
            "sqs:SendMessage NudgesDeadLetters.Arn",
            "sqs:SendMessage NudgesQueue.Arn",
        ]
    );
}

/// The queue of nudges as the template has it, on the local AWS, which counts how often it brings what. In between, the world's
/// clock waits.
struct Queue<'a> {
    world: &'a World,
    url: String,
    dead: String,
    comes_again_after: SignedDuration,
}

impl<'a> Queue<'a> {
    async fn new(world: &'a World) -> Self {
        let sqs = world.cloud.sqs();
        let dead = world.cloud.queue("NudgesDeadLetters");
        let redrive = json!({
            "maxReceiveCount": most("NudgesQueue"),
            "deadLetterTargetArn": world.cloud.queue_arn("NudgesDeadLetters"),
        });
        let url = world.cloud.queue("NudgesQueue");
        let set = sqs.set_queue_attributes().queue_url(&url);
        set.attributes(QueueAttributeName::RedrivePolicy, redrive.to_string())
            .send()
            .await
            .unwrap();
        Self {
            world,
            url,
            dead,
            comes_again_after: SignedDuration::from_secs(seconds("NudgesQueue", "VisibilityTimeout")),
        }
    }

    /// A schedule goes off: the scheduler puts its payload into the queue, and deletes it.
    async fn goes_off(&self, name: &str, payload: &Value) {
        let send = self.world.cloud.sqs().send_message().queue_url(&self.url);
        send.message_body(payload.to_string()).send().await.unwrap();
        let scheduler = self.world.cloud.scheduler();
        let delete = scheduler.delete_schedule().group_name(TIMER_GROUP).name(name);
        delete.send().await.unwrap();
    }

    /// The queue brings what it has; it is deleted unless the function is down or names it as failed.
    async fn brings(&self, function_is_up: bool) {
        let sqs = self.world.cloud.sqs();
        let receive = sqs
            .receive_message()
            .queue_url(&self.url)
            .max_number_of_messages(10);
        let brought = receive
            .visibility_timeout(0)
            .send()
            .await
            .unwrap()
            .messages
            .unwrap_or_default();
        if function_is_up && !brought.is_empty() {
            let bodies = brought.iter().map(|message| message.body().unwrap().to_owned());
            let batch = queue_batch(&self.world.cloud.queue_arn("NudgesQueue"), bodies);
            let function = self.world.re_engagement();
            let again = failures(&self.world.handles(&function, batch).await.unwrap());
            let done = brought
                .iter()
                .enumerate()
                .filter(|(place, _)| !again.contains(place));
            let done = done.map(|(place, message)| {
                let entry = DeleteMessageBatchRequestEntry::builder().id(place.to_string());
                entry
                    .receipt_handle(message.receipt_handle().unwrap())
                    .build()
                    .unwrap()
            });
            let done: Vec<_> = done.collect();
            if !done.is_empty() {
                let delete = sqs.delete_message_batch().queue_url(&self.url);
                delete.set_entries(Some(done)).send().await.unwrap();
            }
        }
        self.world.clock.pass(self.comes_again_after);
    }

    /// How many messages a queue has.
    async fn holds(&self, url: &str) -> String {
        let count = QueueAttributeName::ApproximateNumberOfMessages;
        let ask = self.world.cloud.sqs().get_queue_attributes().queue_url(url);
        let answer = ask.attribute_names(count.clone()).send().await.unwrap();
        answer.attributes.unwrap().remove(&count).unwrap()
    }
}

/// Somebody applies who lives there, and enters `Income` that long ago.
async fn stalls(world: &World, number: &str, (zip, state): (&str, &str), ago: SignedDuration) {
    let now = world.clock.now().to_string();
    let consents = json!([agreed("service", true, &now), agreed("automation", true, &now)]);
    let person = json!({ "id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": number,
        "zip": zip, "state": state, "consents": consents });
    let then = (world.clock.now() - ago).to_string();
    for (what, kind) in [("c", "application.created"), ("s", "stage.entered")] {
        let mut event = json!({
            "id": format!("{number}-{what}"), "type": kind, "occurred_at": then,
            "application": { "id": number, "people": [person.clone()] },
        });
        if kind == "stage.entered" {
            event["stage"] = json!({ "name": "Income" });
        }
        world.tells(event).await;
    }
}

const IOWA: (&str, &str) = ("52401", "IA");
const HAWAII: (&str, &str) = ("96813", "HI");

#[tokio::test]
async fn el_17_an_outage_of_more_than_a_day_loses_no_nudge_and_sends_none_that_is_not_allowed_any_more() {
    let world = World::new().await;
    let queue = Queue::new(&world).await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    let [allowed, asleep, stopped, talks, stale] = [
        "+18085550101",
        "+13195550102",
        "+13195550103",
        "+13195550104",
        "+13195550105",
    ];
    let now = SignedDuration::ZERO;
    stalls(&world, allowed, HAWAII, now).await;
    for member in [asleep, stopped, talks] {
        stalls(&world, member, IOWA, now).await;
    }
    // Told of late: a week after it was due it would be out of place, and that is tomorrow.
    stalls(&world, stale, IOWA, SignedDuration::from_hours(6 * 24)).await;
    assert!(world.set_timers("").await);
    world.clock.pass(SignedDuration::from_mins(61));
    let due = world.schedules().await;
    assert_eq!(due.len(), 5);
    for schedule in &due {
        queue.goes_off(&schedule.name, &schedule.payload).await;
    }

    let began = world.clock.now();
    let half = began + OUTAGE / 2;
    // The function is down, or has no room: the queue brings what it has, and nobody takes it.
    while world.clock.now() < half {
        queue.brings(false).await;
    }
    let text = |n: u32| format!("SM{n:032x}");
    world.member(stopped).texts(&text(1), "STOP").await;
    world.member(talks).texts(&text(2), "Can we talk?").await;
    // It is up, and what it needs is not.
    let operations = [
        "DynamoDB.Query",
        "KMS.Decrypt",
        "DynamoDB.BatchGetItem",
        "DynamoDB.TransactWriteItems",
    ];
    let ways = [Break::Throttled, Break::Failed, Break::TimedOut];
    for at in 0.. {
        if world.clock.now() >= began + OUTAGE {
            break;
        }
        world
            .cloud
            .tap
            .break_operation(operations[at % operations.len()], ways[at % ways.len()]);
        queue.brings(true).await;
    }
    world.cloud.tap.mend();
    assert_eq!(queue.holds(&queue.dead).await, "0", "none was given up");
    assert_eq!(queue.holds(&queue.url).await, "5", "none was taken");

    queue.brings(true).await;
    assert_eq!(queue.holds(&queue.url).await, "0");
    let became = async |member: &str| {
        let head = world.application(member).await.head;
        match head.nudge_plans[&TriggerId::parse("stalled").unwrap()]
            .state
            .clone()
        {
            NudgePlanState::Cancelled { reason } | NudgePlanState::Held { reason, .. } => reason.code,
            NudgePlanState::Sent { .. } => "sent".to_owned(),
            other => format!("{other:?}"),
        }
    };
    assert_eq!(became(allowed).await, "sent");
    assert_eq!(became(asleep).await, "quiet_hours");
    assert_eq!(became(stopped).await, "opted_out");
    assert_eq!(became(talks).await, "conversation_open");
    assert_eq!(became(stale).await, "too_late");

    // Taken to the carrier while it is still evening in Hawaii.
    world.flow().await;
    // Held until the morning there, which is a timer of its own.
    assert_eq!(world.next_timer().await.as_deref(), Some("sent"));
    assert_eq!(became(asleep).await, "sent");
    // And the scheduler may tell of each timer twice.
    let payloads: Vec<_> = due.iter().map(|schedule| schedule.payload.clone()).collect();
    assert_eq!(world.go_off(&payloads).await, [0_usize; 0]);
    world.flow().await;
    let sent = world.carrier.sent();
    let mut nudged: Vec<_> = sent
        .iter()
        .filter(|sent| sent.text.contains("your application waits"))
        .map(|sent| sent.to.as_str())
        .collect();
    nudged.sort_unstable();
    assert_eq!(nudged, [asleep, allowed]);
}

#[tokio::test]
async fn a_schedule_names_its_queue_and_tries_to_reach_it_for_a_day() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    stalls(&world, "+13195550101", IOWA, SignedDuration::ZERO).await;
    assert!(world.set_timers("").await);
    let name = world.schedules().await.remove(0).name;
    let scheduler = world.cloud.scheduler();
    let schedule = scheduler.get_schedule().group_name(TIMER_GROUP).name(name);
    let target = schedule.send().await.unwrap().target.unwrap();
    assert_eq!(target.arn(), world.cloud.queue_arn("NudgesQueue"));
    let dead = target.dead_letter_config().unwrap();
    assert_eq!(
        dead.arn(),
        Some(world.cloud.queue_arn("NudgesDeadLetters").as_str())
    );
    let retries = target.retry_policy().unwrap();
    assert_eq!(retries.maximum_event_age_in_seconds(), Some(86_400));
    assert_eq!(retries.maximum_retry_attempts(), Some(185));
}

#[tokio::test]
async fn what_no_retry_helps_goes_to_the_dead_letters_of_its_queue_and_the_others_go_on() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    stalls(&world, "+13195550101", IOWA, SignedDuration::ZERO).await;
    assert!(world.set_timers("").await);
    let timer = world.schedules().await.remove(0).payload;
    world.clock.pass(SignedDuration::from_mins(61));
    let stranger =
        json!({"fire": {"organisation": "nobody", "application": "0123456789abcdef", "trigger": "stalled"}});
    let unread = json!({"fire": {"organisation": "No slug"}});
    let batch = [unread.clone(), timer, stranger.clone()];
    assert_eq!(world.go_off(&batch).await, [0_usize; 0]);
    assert_eq!(world.outgoing("+13195550101").await.len(), 1);
    let mut parked = [stranger.to_string(), unread.to_string()];
    parked.sort();
    let mut dead = world.cloud.take_messages("NudgesDeadLetters").await;
    dead.sort();
    assert_eq!(dead, parked);

    let of_the_other = queue_batch(
        &world.cloud.queue_arn("TimersQueue"),
        ["{".to_owned()].into_iter(),
    );
    let answer = world.handles(&world.re_engagement(), of_the_other.clone()).await;
    assert_eq!(failures(&answer.unwrap()), [0_usize; 0]);
    assert_eq!(world.cloud.take_messages("TimersDeadLetters").await, ["{"]);

    // What cannot be put away comes again.
    world.cloud.tap.break_operation("SQS.SendMessage", Break::Failed);
    let answer = world.handles(&world.re_engagement(), of_the_other).await;
    assert_eq!(failures(&answer.unwrap()), [0]);
}
