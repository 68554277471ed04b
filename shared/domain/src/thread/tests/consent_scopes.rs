//! Whose texts a consent is about: one application, a partner, a number or the organisation (IN-39, X-27, X-28).

use super::loans::{brokers, by_maria, colours, given, loan, other_loan};
use super::story::*;
use crate::actor::Actor;
use crate::consent::Category::{Automation, Marketing, Service};
use crate::consent::Colour::{Green, Red};
use crate::consent::{AutomationRefusal, Colour, ConsentRecord, ConsentRequestRefusal, OptOutScope, Scope};
use crate::id::PartnerId;

#[test]
fn x_28_a_stop_to_one_number_stops_automation_from_that_one() {
    let mut story = Story::new().scope(OptOutScope::Number);
    story.asks(&by_maria(), &[Automation], &loan()).unwrap();
    story.waits(60).texts("YES");
    story.waits(60).on(SERVICES).texts("STOP");
    let from = |story: &Story, line: usize| {
        let ours = &story.lines[line].number.number;
        story.subscriber.may_automate(Automation, &loan(), ours)
    };
    assert_eq!(from(&story, SERVICES), Err(AutomationRefusal::OptedOut));
    assert_eq!(from(&story, LENDING), Ok(()));
}

#[test]
fn in_39_a_partners_consent_covers_all_its_applications_without_another_question() {
    let mut story = Story::new();
    let (first, second) = (brokers("0000000000000001"), brokers("0000000000000002"));
    story.asks(&Actor::Automation, &[Automation], &first).unwrap();
    story.waits(60).texts("YES");
    assert_eq!(colours(&story, &first)[1], Green);
    assert_eq!(colours(&story, &second)[1], Green);
    for by in [Actor::Automation, by_maria()] {
        assert_eq!(
            story.asks(&by, &[Automation], &second),
            Err(ConsentRequestRefusal::AlreadyGranted)
        );
    }
    assert_eq!(
        colours(&story, &loan())[1],
        Red,
        "the partner's consent is the partner's"
    );
}

#[test]
fn x_27_what_is_said_to_the_organisation_reaches_the_partners_and_what_was_said_last_counts() {
    let mut story = Story::new();
    let acme = || Scope::Partner(PartnerId::parse("acme").unwrap());
    let about = brokers("0000000000000001");
    let mut says = |given: ConsentRecord, expected: Colour| {
        let change = story.subscriber.record([given], at(1_000)).expect("news");
        story.subscriber = change.head;
        assert_eq!(story.subscriber.colour(Marketing, &about), expected);
    };
    says(given(Marketing, Scope::Organisation, true, 10), Green);
    says(given(Marketing, acme(), false, 20), Red);
    says(given(Marketing, Scope::Organisation, true, 30), Green);
    says(given(Marketing, Scope::Organisation, false, 40), Red);
    says(given(Marketing, acme(), true, 50), Green);
    assert_eq!(story.subscriber.colour(Marketing, &loan()), Red);
    assert_eq!(story.subscriber.colour(Service, &about), Red);
}

#[test]
fn a_consent_for_one_application_stays_with_it() {
    let only = Scope::Application(loan().application);
    let change = Story::new()
        .subscriber
        .record([given(Service, only, true, 0)], at(9))
        .unwrap();
    assert_eq!(change.head.colour(Service, &loan()), Green);
    assert_eq!(change.head.colour(Service, &other_loan()), Red);
}
