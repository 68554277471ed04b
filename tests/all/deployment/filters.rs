//! What the topic's filters let through is what its subscribers read: the labels of entries and the template say the same.

use std::collections::BTreeSet;

use memberline_domain::aggregate::{EntryKind, Event};
use memberline_domain::application::routing::{Placed, Rule};
use memberline_domain::application::{ApplicationEvent, Nudge, PersonRole};
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{ThreadEvent, WhyWithheld};
use memberline_domain::{ApplicationId, PersonId, TriggerId};
use memberline_platform::readers::Reader;
use serde_json::Value;

use crate::world::World;
use crate::world::outbox::{attribute, of_kind};
use crate::world::people::TWILIO_NUMBER;
use crate::world::template::{filter, properties, reaches, resources};
use crate::world::tracking::trigger;

fn text(media: u32, erase: bool, withheld: Option<WhyWithheld>, is_applicants: bool) -> ThreadEvent {
    let routing = is_applicants.then(|| {
        Box::new(Placed {
            application: ApplicationId::parse("0123456789abcdef").unwrap(),
            person: PersonId::parse("b1").unwrap(),
            role: PersonRole::Borrower,
            rule: Rule::Only,
            words: "The number is on one application only.".to_owned(),
            shared_with: Vec::new(),
            lost: Vec::new(),
        })
    });
    ThreadEvent::MessageIn {
        conversation: 1,
        carrier: "twilio".to_owned(),
        carrier_message_id: "SM1".to_owned(),
        segments: 1,
        media,
        missing: 0,
        answered: false,
        withheld,
        erase,
        intent: Intent::Other,
        routing,
    }
}

#[test]
fn each_reader_is_started_for_the_texts_that_it_wants_and_for_no_other() {
    let (documents, timers) = (filter("DocumentsSubscription"), filter("TimersSubscription"));
    let email = filter("EmailSubscription");
    for media in [0, 2] {
        for erase in [false, true] {
            for withheld in [None, Some(WhyWithheld::PicturesOff)] {
                for is_applicants in [false, true] {
                    let text = text(media, erase, withheld, is_applicants);
                    let reaches = |filter| reaches(filter, text.kind(), text.label());
                    let has_documents = erase || (media > 0 && withheld.is_none());
                    assert_eq!(reaches(&documents), has_documents, "{text:?}");
                    assert_eq!(reaches(&timers), is_applicants, "{text:?}");
                    assert!(reaches(&email), "{text:?}");
                }
            }
        }
    }
}

/// The kinds that the pipe publishes: all, where the institution's own systems read them, and otherwise.
fn published() -> [Vec<String>; 2] {
    let source = &properties("DomainEventsPipe")["SourceParameters"];
    let choice = &source["FilterCriteria"]["Filters"][0]["Pattern"];
    assert_eq!(choice[0], "PublishesAll");
    [1, 2].map(|at| {
        let pattern: Value = serde_json::from_str(choice[at].as_str().unwrap()).unwrap();
        assert_eq!(pattern["eventName"], serde_json::json!(["INSERT"]));
        serde_json::from_value(pattern["dynamodb"]["NewImage"]["kind"]["S"].clone()).unwrap()
    })
}

/// The kinds that a filter names, wherever in it.
fn kinds(filter: &Value) -> Vec<String> {
    match filter {
        Value::Object(parts) => parts
            .iter()
            .flat_map(|(key, wanted)| match key.as_str() {
                "kind" => serde_json::from_value(wanted["S"].clone()).unwrap(),
                _ => kinds(wanted),
            })
            .collect(),
        Value::Array(any) => any.iter().flat_map(kinds).collect(),
        _ => Vec::new(),
    }
}

/// The kinds as a set.
fn names<T: AsRef<str>>(kinds: &[T]) -> BTreeSet<&str> {
    kinds.iter().map(AsRef::as_ref).collect()
}

#[test]
fn what_is_published_again_is_what_the_pipe_publishes() {
    let [all, _] = published();
    let again: Vec<&str> = Reader::Institution.kinds().map(EntryKind::as_str).collect();
    assert_eq!(all.len(), again.len());
    assert_eq!(names(&all), names(&again));
}

#[test]
fn where_nobody_else_subscribes_what_our_own_functions_read_is_published() {
    let [all, own] = published().map(BTreeSet::from_iter);
    let subscriptions = resources("AWS::SNS::Subscription").into_iter();
    let read: BTreeSet<String> = subscriptions
        .filter(|subscription| properties(subscription).get("FilterPolicy").is_some())
        .flat_map(|subscription| kinds(&filter(&subscription)))
        .collect();
    assert_eq!(own, read);
    assert!(own.is_subset(&all));
}

/// The kinds that the event source of a function that reads the stream lets through.
fn source_kinds(function: &str) -> Vec<String> {
    let sources = properties(function)["Events"].as_mapping().unwrap().values();
    let filters =
        sources.filter_map(|source| source["Properties"]["FilterCriteria"]["Filters"].as_sequence());
    filters
        .flatten()
        .flat_map(|filter| {
            let pattern: Value = serde_json::from_str(filter["Pattern"].as_str().unwrap()).unwrap();
            kinds(&pattern)
        })
        .collect()
}

#[test]
fn what_the_filters_let_through_is_what_each_function_reads() {
    for (let_through, reader) in [
        (kinds(&filter("EmailSubscription")), Reader::EmailNotifier),
        (kinds(&filter("DocumentsSubscription")), Reader::Documents),
        (kinds(&filter("TimersSubscription")), Reader::ReEngagement),
        (source_kinds("OutboundSms"), Reader::OutboundSms),
    ] {
        let read: Vec<&str> = reader.kinds().map(EntryKind::as_str).collect();
        assert_eq!(names(&let_through), names(&read), "{reader:?}");
    }
}

#[test]
fn what_is_planned_of_an_application_starts_its_reader_whatever_its_label() {
    let planned = ApplicationEvent::NudgePlanned {
        nudge: Nudge {
            trigger: TriggerId::parse("stalled").unwrap(),
            number: 1,
        },
        due: "2026-11-22T16:04:05Z".parse().unwrap(),
    };
    let reaches = |subscription| reaches(&filter(subscription), planned.kind(), planned.label());
    assert!(reaches("TimersSubscription"));
    assert!(!reaches("DocumentsSubscription"));
}

/// AWS refuses a filter of more than 150 combinations: the values of each key, times how deep it stands, all multiplied.
#[test]
fn no_filter_is_more_than_the_topic_takes() {
    fn combinations(filter: &Value, depth: usize) -> usize {
        let parts = filter.as_object().unwrap().iter();
        parts
            .map(|(key, wanted)| match wanted {
                Value::Array(any) if key == "$or" => any.iter().map(|one| combinations(one, depth)).sum(),
                Value::Array(values) => values.len() * depth,
                other => combinations(other, depth + 1),
            })
            .product()
    }
    for subscription in resources("AWS::SNS::Subscription") {
        if properties(&subscription).get("FilterPolicy").is_some() {
            let combinations = combinations(&filter(&subscription), 1);
            assert!(combinations <= 150, "{subscription}: {combinations}");
        }
    }
}

#[tokio::test]
async fn a_text_is_an_applicants_when_its_number_is_on_an_application() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &["Income"], 60)]).await;
    world.applies("LN-1", "+13195550101").await;
    for (n, member) in ["+13195550101", "+13195550102"].into_iter().enumerate() {
        world.member(member).texts(&format!("SM{n:032x}"), "Hello").await;
    }
    let texts = of_kind(world.cloud.items("timeline").await, "message_in");
    for (member, label) in [("+13195550101", "applicant"), ("+13195550102", "")] {
        let thread = world.thread("lakeside", TWILIO_NUMBER, member);
        let text = texts
            .iter()
            .find(|text| attribute(text, "pk").ends_with(thread.as_str()));
        assert_eq!(attribute(text.unwrap(), "label"), label, "{member}");
    }
}
