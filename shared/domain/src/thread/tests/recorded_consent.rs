//! Consent that was given elsewhere and is recorded here.

use super::loans::{by_maria, given, loan};
use super::story::*;
use crate::consent::Category::Service;
use crate::consent::Colour::Red;
use crate::consent::{Channel, Scope, SubscriberContent, SubscriberEvent};

#[test]
fn what_is_recorded_keeps_its_time_and_its_wording_sealed() {
    let change = Story::new()
        .subscriber
        .record([given(Service, Scope::Organisation, true, 5)], at(60))
        .unwrap();
    let SubscriberEvent::ConsentGranted(said) = &change.entries[0].event else {
        panic!("granted");
    };
    assert_eq!((said.said_at, said.source.channel()), (at(5), Channel::Paper));
    assert_eq!(
        change.entries[0].content,
        Some(SubscriberContent::Wording {
            wording: "You agree to texts.".to_owned()
        })
    );
    assert!(
        !serde_json::to_string(&change.entries[0].event)
            .unwrap()
            .contains("agree")
    );
}

#[test]
fn what_is_recorded_of_a_later_day_counts_from_now() {
    let tomorrow = given(Service, Scope::Organisation, true, 86_400);
    let change = Story::new().subscriber.record([tomorrow], at(60)).unwrap();
    let mut head = change.head;
    assert_eq!(
        head.standing(Service, &loan()).since,
        Some(at(60)),
        "so that it can be taken back today"
    );
    head = head
        .record([given(Service, Scope::Organisation, false, 61)], at(61))
        .unwrap()
        .head;
    assert_eq!(head.colour(Service, &loan()), Red);
}

#[test]
fn what_is_known_already_or_was_before_it_is_no_news() {
    let first = given(Service, Scope::Organisation, false, 50);
    let head = Story::new()
        .subscriber
        .record([first.clone()], at(60))
        .unwrap()
        .head;
    let older = given(Service, Scope::Organisation, true, 40);
    assert_eq!(head.record([first, older], at(70)), None);
    let same_instant = given(Service, Scope::Organisation, true, 50);
    assert_eq!(head.record([same_instant], at(70)), None, "the refusal counts");
}

#[test]
fn a_consent_that_is_recorded_answers_the_question() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    let recorded = story
        .subscriber
        .record([given(Service, Scope::Organisation, false, 30)], at(60))
        .unwrap();
    assert_eq!(recorded.head.colour(Service, &loan()), Red);
    assert!(!recorded.head.awaits_answer(&story.thread().ours));
}
