//! What the queue and the scheduler bring.

use jiff::{SignedDuration, Timestamp};
use memberline_domain::aggregate::EntryKind;
use memberline_domain::{ApplicationId, MessageRef, OrganisationId, SubscriberId, ThreadId, TriggerId};
use memberline_platform::queue::{BodyError, read_bodies};
use memberline_platform::stream::{EntryImage, StreamRecord, Timeline};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A timer that goes off, as its schedule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimerPayload {
    /// Whose.
    pub organisation: OrganisationId,
    pub application: ApplicationId,
    pub trigger: TriggerId,
    /// Which of the nudge plan's timers it is.
    #[serde(rename = "turn", default, skip_serializing_if = "Option::is_none")]
    pub generation: Option<u32>,
    /// The thread that the nudge goes to, as it was when the timer was set: read at once, and again if it is another by now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<ThreadId>,
    /// When the schedule is to go off, as it was set; of one that a release before set, it is not known.
    #[serde(rename = "at", default, skip_serializing_if = "Option::is_none")]
    pub set_for: Option<Timestamp>,
}

impl TimerPayload {
    /// How late it is, if that is known.
    pub(crate) fn lateness(&self, now: Timestamp) -> Option<SignedDuration> {
        let late = now.duration_since(self.set_for?);
        Some(late.max(SignedDuration::ZERO))
    }
}

/// What a schedule sends.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Payload {
    pub(crate) fire: TimerPayload,
}

/// The timer of a nudge plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TimerOf {
    pub(crate) organisation: OrganisationId,
    pub(crate) application: ApplicationId,
    pub(crate) trigger: TriggerId,
}

/// What a record asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Task {
    /// Bring a timer in step with the plan.
    Timer(TimerOf),
    /// Bring the plan in step with what a member did.
    Hear(ActivityRecord),
    /// A timer went off.
    Fire(TimerPayload),
    Nothing,
}

/// What a member did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ActivityRecord {
    /// They texted.
    Text(MessageRef),
    /// They said what texts they want.
    Consent {
        organisation: OrganisationId,
        subscriber: SubscriberId,
        revoked: bool,
    },
}

impl Task {
    /// What must not be done twice at the same time has one lane; `None` when nothing is to be done.
    pub(crate) fn lane(&self) -> Option<String> {
        match self {
            Self::Timer(of) => Some(format!(
                "timer#{}#{}#{}",
                of.organisation, of.application, of.trigger
            )),
            Self::Fire(of) => Some(format!(
                "fire#{}#{}#{}",
                of.organisation, of.application, of.trigger
            )),
            Self::Hear(ActivityRecord::Text(about)) => Some(format!(
                "hear#{}#{}",
                about.organisation,
                about.message.thread.subscriber()
            )),
            Self::Hear(ActivityRecord::Consent {
                organisation,
                subscriber,
                ..
            }) => Some(format!("hear#{organisation}#{subscriber}")),
            Self::Nothing => None,
        }
    }
}

/// Reads what a schedule sends.
pub(crate) fn timer(event: Value) -> Result<TimerPayload, BodyError> {
    let payload: Payload = serde_json::from_value(event).map_err(|_| BodyError::Malformed("timer"))?;
    Ok(payload.fire)
}

/// Reads a body of either queue: a record of the stream, several, or what a schedule sends.
pub(crate) fn tasks(body: &str) -> Result<Vec<Task>, BodyError> {
    read_bodies(body, task)
}

fn task(value: Value) -> Result<Task, BodyError> {
    if value.get("fire").is_some() {
        return timer(value).map(Task::Fire);
    }
    if value.get("dynamodb").is_none() {
        return Err(BodyError::UnknownKind);
    }
    let record: StreamRecord = serde_json::from_value(value).map_err(|_| BodyError::Malformed("record"))?;
    record.inserted().map_or(Ok(Task::Nothing), of_entry)
}

fn of_entry(image: &EntryImage) -> Result<Task, BodyError> {
    match image.kind() {
        Some(EntryKind::MessageIn) => Ok(Task::Hear(ActivityRecord::Text(image.message()?))),
        Some(EntryKind::NudgePlanned | EntryKind::NudgeHeld | EntryKind::NudgeCancelled) => {
            of_nudge_plan(image).map(Task::Timer)
        }
        Some(EntryKind::ConsentRevoked) => of_consent(image, true).map(Task::Hear),
        Some(EntryKind::OptedOut | EntryKind::AutomationHeld | EntryKind::ConsentGranted) => {
            of_consent(image, false).map(Task::Hear)
        }
        // What others read, and what a later release brought.
        _ => Ok(Task::Nothing),
    }
}

fn of_nudge_plan(image: &EntryImage) -> Result<TimerOf, BodyError> {
    let place = image.place()?;
    let Timeline::Application(application) = place.timeline else {
        return Err(BodyError::Malformed("record_aggregate"));
    };
    let trigger = image.named("trigger").and_then(|id| TriggerId::parse(&id).ok());
    Ok(TimerOf {
        organisation: place.organisation,
        application,
        trigger: trigger.ok_or(BodyError::Malformed("record_trigger"))?,
    })
}

fn of_consent(image: &EntryImage, revoked: bool) -> Result<ActivityRecord, BodyError> {
    let place = image.place()?;
    let Timeline::Subscriber(subscriber) = place.timeline else {
        return Err(BodyError::Malformed("record_aggregate"));
    };
    Ok(ActivityRecord::Consent {
        organisation: place.organisation,
        subscriber,
        revoked,
    })
}

#[cfg(test)]
mod tests {
    use memberline_platform::readers::Reader;
    use serde_json::json;

    use super::*;

    fn record(pk: &str, kind: &str, meta: &Value) -> String {
        json!({"eventName": "INSERT", "dynamodb": {"NewImage": {
            "pk": {"S": pk}, "sk": {"S": "E#0000000007"}, "kind": {"S": kind}, "meta": {"S": meta.to_string()},
        }}})
        .to_string()
    }

    #[test]
    fn a_timer_is_as_late_as_its_schedule_says_and_never_early() {
        let set_for = "2026-11-23T15:00:00Z";
        let fire = json!({"fire": {
            "organisation": "lakeside", "application": "0123456789abcdef", "trigger": "stalled", "at": set_for,
        }});
        let timer = timer(fire).unwrap();
        let set_for: Timestamp = set_for.parse().unwrap();
        for (passed, late) in [(-30, 0), (0, 0), (45, 45), (1_200, 1_200)] {
            let now = set_for + SignedDuration::from_secs(passed);
            assert_eq!(
                timer.lateness(now),
                Some(SignedDuration::from_secs(late)),
                "{passed}"
            );
        }
    }

    #[test]
    fn a_body_is_a_record_or_a_timer() {
        let application = "A#lakeside#0123456789abcdef";
        let planned = record(application, "nudge_planned", &json!({"trigger": "stalled"}));
        assert!(
            matches!(&tasks(&planned).unwrap()[..], [Task::Timer(timer)] if timer.trigger.as_str() == "stalled")
        );
        let text = record("T#lakeside#0123456789abcdef0123456789", "message_in", &json!({}));
        assert!(matches!(
            &tasks(&text).unwrap()[..],
            [Task::Hear(ActivityRecord::Text(_))]
        ));
        let stop = record("S#lakeside#0123456789abcdef", "consent_revoked", &json!({}));
        assert!(matches!(
            &tasks(&format!("[{stop},{text}]")).unwrap()[..],
            [Task::Hear(ActivityRecord::Consent { revoked: true, .. }), _]
        ));
        let fire = json!({"fire": {"organisation": "lakeside", "application": "0123456789abcdef", "trigger": "stalled"}});
        assert_eq!(timer(fire.clone()).unwrap().lateness(Timestamp::UNIX_EPOCH), None);
        assert!(matches!(&tasks(&fire.to_string()).unwrap()[..], [Task::Fire(_)]));
        assert_eq!(
            tasks(&record(application, "stage_entered", &json!({}))).unwrap(),
            [Task::Nothing]
        );
    }

    #[test]
    fn what_is_read_is_what_the_filter_lets_through() {
        for kind in EntryKind::ALL {
            let places = [
                "A#lakeside#0123456789abcdef",
                "S#lakeside#0123456789abcdef",
                "T#lakeside#0123456789abcdef0123456789",
            ];
            let is_read = places.iter().any(|pk| {
                let read = tasks(&record(pk, kind.as_str(), &json!({"trigger": "stalled"})));
                read.is_ok_and(|tasks| tasks != [Task::Nothing])
            });
            assert_eq!(is_read, Reader::ReEngagement.reads(*kind), "{kind:?}");
        }
    }

    #[test]
    fn what_is_neither_is_malformed() {
        let application = "A#lakeside#0123456789abcdef";
        for body in [
            String::new(),
            "{".to_owned(),
            "7".to_owned(),
            json!({"fire": {"organisation": "Lakeside"}}).to_string(),
            json!({"dynamodb": {}}).to_string(),
            record(application, "nudge_planned", &json!({})),
            record(application, "nudge_planned", &json!({"trigger": "No Slug"})),
            record(application, "message_in", &json!({})),
            record("S#lakeside#short", "opted_out", &json!({})),
            record("T#lakeside#0123456789abcdef0123456789", "opted_out", &json!({})),
        ] {
            assert!(tasks(&body).is_err(), "{body}");
        }
    }
}
