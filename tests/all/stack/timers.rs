//! The deployed stack with its real scheduler: a timer goes off, and one that was set is deleted.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use re_engagement::sign;
use reqwest::Method;
use serde_json::{Value, json};

use crate::stack::running::{Stack, root, sdk};

/// Nobody else in the tests' stack is texted here. The area code tells no place.
const MEMBER: &str = "+15552010019";

/// No other application enters it.
const STAGE: &str = "Stack timers";

/// Functions see a trigger that changed after half a minute.
const SEEN_AFTER: Duration = Duration::from_secs(31);

/// The ZIP code of a place where a text may be sent now and for the next minutes: it is day somewhere at any hour.
fn zip(now: Timestamp) -> &'static str {
    let soon = TimeZone::UTC.to_datetime(now + SignedDuration::from_mins(5));
    match soon.hour() {
        12 => "00901",
        13..=23 => "10001",
        0..=6 => "96813",
        _ => "96940",
    }
}

fn trigger(stack: &Stack, id: &str, delay_minutes: u32, enabled: bool) -> Value {
    json!({
        "id": id, "name": "Of a test", "kind": "stalled", "journey": null, "stages": [STAGE], "delay_minutes": delay_minutes,
        "template": "Nudge: {stage|-}", "category": "automation", "max_nudges": 1, "spacing_minutes": 60, "holdout_percent": 0,
        "number": stack.info["numbers"][0]["number"], "enabled": enabled,
    })
}

impl Stack {
    async fn puts(&self, id: &str, trigger: Value) {
        let mut agents = self.info["agents"].as_array().unwrap().iter();
        let admin = agents.find(|agent| agent["roles"][0] == "admin").unwrap();
        let admin = admin["id"].as_str().unwrap();
        let path = format!("/v1/directory/triggers/{id}");
        let seen = self.agent(admin, Method::GET, &path, None).await["version"].as_u64();
        let kept = self.keeps(admin, &path, &trigger, seen).await;
        assert_eq!(kept["record"]["id"], id, "{kept}");
    }

    async fn now(&self) -> Timestamp {
        self.get("/dev/clock").await["now"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap()
    }

    /// The loan-origination system tells of an event.
    async fn tells(&self, application: &Value, kind: &str, stage: Option<&str>) {
        let now = self.now().await;
        let id = format!("stack-timers-{}", now.as_nanosecond());
        let mut event =
            json!({ "id": id, "type": kind, "occurred_at": now.to_string(), "application": application });
        if let Some(stage) = stage {
            event["stage"] = json!({ "name": stage });
        }
        let body = event.to_string();
        let secret = self.info["los"]["secret"].as_str().unwrap();
        let organisation = self.info["los"]["organisation"].as_str().unwrap();
        let answer = reqwest::Client::new()
            .post(self.url(&format!("/webhooks/los/{organisation}")))
            .header("content-type", "application/json")
            .header("memberline-timestamp", now.as_second().to_string())
            .header(
                "memberline-signature",
                sign(secret.as_bytes(), now.as_second(), body.as_bytes()),
            )
            .body(body)
            .send()
            .await
            .unwrap();
        let (status, text) = (answer.status(), answer.text().await.unwrap());
        assert!(status.is_success(), "{status}: {text}");
    }

    /// How often the nudge is on the member's handset.
    async fn nudges(&self) -> usize {
        let messages = self
            .get(&format!("/dev/handset/messages?member=%2B{}", &MEMBER[1..]))
            .await;
        let messages = messages.as_array().unwrap().iter();
        messages
            .filter(|message| message["text"] == format!("Nudge: {STAGE}"))
            .count()
    }

    /// How many schedules there are of a trigger.
    async fn schedules(&self, trigger: &str) -> usize {
        let scheduler = aws_sdk_scheduler::Client::new(&sdk(self.endpoint(), root()));
        let group = &self.outputs["TimerGroup"];
        let list = scheduler.list_schedules().group_name(group);
        let mut listed = list.into_paginator().items().send();
        let mut count = 0;
        while let Some(schedule) = listed.next().await {
            let name = schedule.unwrap().name.unwrap();
            let get = scheduler.get_schedule().group_name(group).name(name);
            // One that went off meanwhile is gone.
            let Ok(schedule) = get.send().await else { continue };
            let input: Value = serde_json::from_str(schedule.target.unwrap().input().unwrap()).unwrap();
            count += usize::from(input["fire"]["trigger"] == trigger);
        }
        count
    }
}

/// Asks for as long as the scheduler, the queues and the quiet hours' edge may take.
async fn comes(what: &str, ask: impl AsyncFn() -> bool) {
    for _ in 0..400 {
        if ask().await {
            return;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    panic!("{what} does not come");
}

#[tokio::test]
async fn el_17_el_19_the_scheduler_sends_a_nudge_once_and_forgets_what_completion_cancels() {
    let stack = Stack::running().await;
    let (soon, later) = ("stack-timers-soon", "stack-timers-later");
    stack.puts(soon, trigger(&stack, soon, 0, true)).await;
    stack.puts(later, trigger(&stack, later, 24 * 60, true)).await;
    tokio::time::sleep(SEEN_AFTER).await;

    let (before, now) = (stack.nudges().await, stack.now().await);
    let borrower = json!({
        "id": "b1", "role": "borrower", "name": "Stacy Timer", "mobile": MEMBER, "zip": zip(now),
        "consents": [{ "category": "automation", "granted": true, "wording": "Reminders", "channel": "web", "at": now.to_string() }],
    });
    let los_id = format!("LN-stack-timers-{}", now.as_second());
    let application = json!({ "id": los_id, "journey": "New Membership", "people": [borrower] });
    stack
        .tells(&application, "application.created", Some(STAGE))
        .await;
    comes("the nudge", async || stack.nudges().await > before).await;
    comes("the schedule", async || stack.schedules(later).await == 1).await;

    stack
        .tells(&json!({ "id": los_id }), "application.completed", None)
        .await;
    comes("the end of the schedule", async || {
        stack.schedules(later).await == 0
    })
    .await;
    // The scheduler looks every ten seconds.
    tokio::time::sleep(Duration::from_secs(12)).await;
    assert_eq!(stack.nudges().await, before + 1, "once");
    assert_eq!(stack.schedules(soon).await, 0, "what went off is deleted");
    stack.puts(soon, trigger(&stack, soon, 0, false)).await;
    stack.puts(later, trigger(&stack, later, 24 * 60, false)).await;
}
