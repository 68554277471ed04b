//! An organisation with triggers, and events as its loan-origination system tells them.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use crate::application::{
    Application, ApplicationChange, LosDocument, LosEvent, LosRefusal, parse_los_event,
};
use crate::consent::Category;
use crate::directory::{Directory, NumberOwner};
use crate::directory::{Trigger, TriggerKind};
use crate::id::{ApplicationId, TriggerId};
use crate::phone::PhoneNumber;
use crate::testing;
pub use crate::testing::organisation;

pub const BORROWER: &str = "+13195550101";
pub const OURS: &str = "+15550100001";

/// `minutes` after the beginning: noon in Iowa, on a Monday.
pub fn at(minutes: i64) -> Timestamp {
    let start: Timestamp = "2026-11-23T18:00:00Z".parse().unwrap();
    start + SignedDuration::from_mins(minutes)
}

/// An event, as a system sends it.
pub fn read_event(event: &Value, now: Timestamp) -> Result<LosEvent, LosRefusal> {
    parse_los_event(&LosDocument::read(event.to_string().as_bytes()).unwrap(), now)
}

pub fn phone(number: &str) -> PhoneNumber {
    PhoneNumber::parse(number).unwrap()
}

pub fn id(trigger: &str) -> TriggerId {
    TriggerId::parse(trigger).unwrap()
}

pub fn trigger(name: &str, kind: TriggerKind, stages: &[&str], delay_minutes: u32) -> Trigger {
    Trigger {
        id: id(name),
        name: name.to_owned(),
        kind,
        journey: None,
        stages: stages.iter().map(|stage| (*stage).to_owned()).collect(),
        delay_minutes,
        template: "Hi {first_name|there}, pick up where you left off.".to_owned(),
        category: Category::Automation,
        max_nudges: 2,
        spacing_minutes: 24 * 60,
        holdout_percent: 0,
        number: phone(OURS),
        enabled: true,
    }
}

pub fn directory(triggers: Vec<Trigger>) -> Directory {
    Directory {
        numbers: vec![testing::number(OURS, NumberOwner::Organisation, "lending")],
        triggers,
        ..testing::directory(organisation())
    }
}

/// The first message, a nudge an hour into `income`, and one two hours into any stage.
pub fn usual() -> Directory {
    directory(vec![
        trigger("first", TriggerKind::Created, &[], 0),
        trigger("income", TriggerKind::Stalled, &["Income"], 60),
        trigger("any", TriggerKind::Stalled, &[], 120),
    ])
}

pub fn application() -> Application {
    let organisation = organisation();
    let id = ApplicationId::derive(&organisation.id, organisation.salt.as_bytes(), "LN-1");
    Application::new(organisation.id, id, "LN-1".to_owned())
}

pub fn event(value: &Value) -> LosEvent {
    read_event(value, at(2_000_000)).unwrap_or_else(|e| panic!("{e}"))
}

fn told(id: &str, kind: &str, minutes: i64, application: &Value) -> LosEvent {
    event(
        &json!({"id": id, "type": kind, "occurred_at": at(minutes).to_string(), "application": application}),
    )
}

pub fn created(id: &str, minutes: i64) -> LosEvent {
    let borrower = json!({"id": "b1", "role": "borrower", "name": "Priya Nair", "mobile": BORROWER, "zip": "52401", "state": "ia"});
    told(
        id,
        "application.created",
        minutes,
        &json!({"id": "LN-1", "journey": "Loan Application", "people": [borrower], "agents": ["maria"]}),
    )
}

pub fn updated(id: &str, minutes: i64, people: &Value) -> LosEvent {
    told(
        id,
        "application.updated",
        minutes,
        &json!({"id": "LN-1", "people": people}),
    )
}

pub fn entered(id: &str, minutes: i64, stage: &str) -> LosEvent {
    event(&json!({
        "id": id, "type": "stage.entered", "occurred_at": at(minutes).to_string(),
        "application": {"id": "LN-1"}, "stage": {"name": stage},
    }))
}

pub fn completed(id: &str, minutes: i64) -> LosEvent {
    told(id, "application.completed", minutes, &json!({"id": "LN-1"}))
}

pub fn withdrawn(id: &str, minutes: i64) -> LosEvent {
    told(id, "application.withdrawn", minutes, &json!({"id": "LN-1"}))
}

/// The application after these events, and what the last one did.
pub fn after(events: &[LosEvent], directory: &Directory) -> Application {
    events.iter().fold(application(), |application, event| {
        application.apply(event, directory).change.head
    })
}

/// The kinds of the entries of a change, with the trigger that each is about.
pub fn kinds(tracked: &ApplicationChange) -> Vec<String> {
    use crate::aggregate::Event as _;
    let entries = tracked.change.entries.iter();
    entries
        .map(|entry| {
            let meta = serde_json::to_value(&entry.event).unwrap();
            match meta["trigger"].as_str() {
                Some(trigger) => format!("{} {trigger}", entry.event.kind()),
                None => entry.event.kind().to_owned(),
            }
        })
        .collect()
}
