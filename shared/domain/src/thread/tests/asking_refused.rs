//! When consent is not asked for.

use super::loans::{by_maria, colours, loan, other_loan};
use super::story::*;
use crate::actor::Actor;
use crate::consent::Category::{Automation, Service};
use crate::consent::Colour::{Green, Red};
use crate::consent::{AutomationRefusal, ConsentRequestRefusal};
use crate::thread::ThreadContent;

#[test]
fn x_26_automation_asks_once_and_never_again_whatever_was_answered() {
    for answer in [None, Some("NO"), Some("What?"), Some("STOP")] {
        let mut story = Story::new();
        story.asks(&Actor::Automation, &[Automation], &loan()).unwrap();
        if let Some(text) = answer {
            story.waits(60).texts(text);
        }
        if answer == Some("STOP") {
            let refused = story.asks(&Actor::Automation, &[Automation], &loan());
            assert_eq!(refused, Err(ConsentRequestRefusal::OptedOut));
            story.waits(60).texts("START");
        }
        story.waits(1_000_000);
        for about in [loan(), other_loan()] {
            assert_eq!(
                story.asks(&Actor::Automation, &[Automation], &about),
                Err(ConsentRequestRefusal::AlreadyAsked),
                "{answer:?}"
            );
        }
        assert!(
            story.asks(&by_maria(), &[Automation], &loan()).is_ok(),
            "a person may ask again"
        );
        story.waits(60).texts("YES");
        assert_eq!(colours(&story, &loan())[1], Green);
        assert_eq!(
            story.asks(&by_maria(), &[Automation], &loan()),
            Err(ConsentRequestRefusal::AlreadyGranted)
        );
    }
}

#[test]
fn x_26_who_opted_out_is_not_asked_and_an_opt_out_answers_the_question() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    story.waits(60).texts("STOP");
    assert_eq!(colours(&story, &loan()), [Red; 3]);
    assert_eq!(
        story.asks(&by_maria(), &[Service], &loan()),
        Err(ConsentRequestRefusal::OptedOut)
    );
    story.waits(60).texts("START");
    story.waits(60).texts("YES");
    assert_eq!(
        colours(&story, &loan())[0],
        Red,
        "the question was answered by the STOP"
    );
}

#[test]
fn nothing_is_asked_for_when_nothing_is_named() {
    let mut story = Story::new();
    assert_eq!(
        story.asks(&by_maria(), &[], &loan()),
        Err(ConsentRequestRefusal::NoCategory)
    );
    assert_eq!(story.outgoing().len(), 0);
}

#[test]
fn only_what_is_missing_is_asked_for() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    story.waits(60).texts("YES");
    let asked = story.asks(&by_maria(), &[Service, Automation], &loan()).unwrap();
    let Some(ThreadContent::Message { text, .. }) = &story.line().entries.last().unwrap().content else {
        panic!("a text");
    };
    assert!(text.contains("send you automatic reminders by text?"), "{text}");
    assert_eq!(story.message(asked).by, by_maria());
}

#[test]
fn the_codes_of_refusals_are_stable() {
    use AutomationRefusal as No;
    use ConsentRequestRefusal as Ask;
    let ask = [
        Ask::OptedOut,
        Ask::Held,
        Ask::NoCategory,
        Ask::AlreadyGranted,
        Ask::AlreadyAsked,
    ];
    assert_eq!(
        ask.map(ConsentRequestRefusal::code),
        [
            "opted_out",
            "automation_held",
            "no_category",
            "already_granted",
            "already_asked"
        ]
    );
    assert_eq!(
        [No::OptedOut, No::Held, No::Pending, No::NotConsented].map(No::code),
        [
            "opted_out",
            "automation_held",
            "consent_pending",
            "consent_missing"
        ]
    );
}
