//! Consent is asked for by text, and answered (IN-37, IN-38, X-26).

use super::loans::{by_maria, colours, loan};
use super::story::*;
use crate::actor::Actor;
use crate::consent::Category::{Automation, Marketing, Service};
use crate::consent::Colour::{Green, Red, Yellow};
use crate::consent::{AutomationRefusal, Category, Channel, ConsentSource, Scope, SubscriberEvent};
use crate::text::keywords::Intent;
use crate::thread::{NextStep, Purpose, ThreadEvent};

#[test]
fn in_37_nobody_consented_who_was_never_asked() {
    assert_eq!(colours(&Story::new(), &loan()), [Red; 3]);
    let ours = Story::new().thread().ours.clone();
    for category in Category::ALL {
        assert_eq!(
            Story::new().subscriber.may_automate(category, &loan(), &ours),
            Err(AutomationRefusal::NotConsented)
        );
    }
}

#[test]
fn in_37_in_38_asking_turns_red_to_yellow_and_yes_to_green() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service, Automation], &loan()).unwrap();
    assert_eq!(colours(&story, &loan()), [Yellow, Yellow, Red]);
    story.waits(60).texts("YES");
    assert_eq!(colours(&story, &loan()), [Green, Green, Red]);
    let ours = story.thread().ours.clone();
    assert_eq!(story.subscriber.may_automate(Automation, &loan(), &ours), Ok(()));
    assert_eq!(
        story.subscriber.may_automate(Marketing, &loan(), &ours),
        Err(AutomationRefusal::NotConsented)
    );
}

#[test]
fn in_38_the_question_goes_out_and_its_wording_is_kept_as_evidence() {
    let mut story = Story::new();
    let asked = story.asks(&by_maria(), &[Marketing, Service], &loan()).unwrap();
    let text = story.message(asked).text.unwrap();
    assert_eq!(
        text,
        "Lakeside: May we send you messages about your application and offers by text? Reply YES or NO. \
         Consent is not a condition of any purchase. Msg frequency varies. Msg & data rates may apply. \
         Reply HELP for help, STOP to opt out."
    );
    assert_eq!(
        story.ledger[0].event,
        SubscriberEvent::ConsentRequested {
            categories: vec![Service, Marketing],
            scope: Scope::Organisation,
            number: story.thread().ours.clone(),
            by: by_maria(),
            wording: text,
        }
    );
    assert_eq!(story.message(asked).purpose, Purpose::ConsentRequest);
    assert!(matches!(story.steps(asked), NextStep::Send(_)));
}

#[test]
fn in_37_the_answer_names_the_text_the_question_and_when() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    story.waits(60).texts("Yes please!");
    let SubscriberEvent::ConsentGranted(said) = &story.ledger[1].event else {
        panic!("{:?}", story.ledger[1]);
    };
    assert_eq!(
        (&said.categories, &said.scope, said.said_at),
        (&vec![Service], &Scope::Organisation, at(60))
    );
    assert_eq!(
        said.source,
        ConsentSource::Text {
            number: story.thread().ours.clone(),
            carrier_message_id: "IN0-1".to_owned(),
            asked_at: at(0),
        }
    );
    assert_eq!(said.source.channel(), Channel::Text);
}

#[test]
fn in_37_no_is_recorded_and_red() {
    for no in ["NO", "n", "No.", "no thanks", "Nope"] {
        let mut story = Story::new();
        story.asks(&by_maria(), &[Service], &loan()).unwrap();
        story.waits(60).texts(no);
        assert_eq!(colours(&story, &loan())[0], Red, "{no}");
        assert!(matches!(
            story.ledger[1].event,
            SubscriberEvent::ConsentRevoked(_)
        ));
        assert!(!story.blocked(LENDING), "a no to a question is no STOP");
    }
}

#[test]
fn x_26_any_other_answer_changes_nothing_and_asks_nothing_again() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    for text in [
        "What for?",
        "yes but not on weekends",
        "ok",
        "maybe",
        "👍",
        "yes no",
        "",
    ] {
        let received = story.waits(60).texts(text);
        assert_eq!(received.subscriber, None, "{text}");
        assert_eq!(colours(&story, &loan())[0], Yellow, "{text}");
    }
    let asked = story.outgoing();
    assert_eq!(asked.len(), 1, "the question went out once");
    story.waits(60).texts("Yes");
    assert_eq!(colours(&story, &loan())[0], Green, "the question still stands");
}

#[test]
fn in_37_yes_to_no_question_is_an_ordinary_text() {
    let mut story = Story::new();
    let received = story.texts("Yes");
    assert_eq!(received.subscriber, None);
    let ThreadEvent::MessageIn { intent, .. } = &story.line().entries[0].event else {
        panic!("a text");
    };
    assert_eq!(*intent, Intent::Other);
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    story.on(SERVICES).texts("Yes");
    assert_eq!(
        colours(&story, &loan())[0],
        Yellow,
        "another number of ours asked nothing"
    );
}

#[test]
fn in_37_a_yes_that_the_carrier_takes_for_start_answers_the_question_and_lifts_nothing() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Service], &loan()).unwrap();
    story.waits(1).texts_answered("YES", Intent::OptIn);
    assert_eq!(colours(&story, &loan())[0], Green);
    story.waits(1).texts("STOP");
    story.waits(1).texts_answered("YES", Intent::OptIn);
    assert!(story.blocked(LENDING), "YES answers no question now");
    story.waits(1).texts_answered("START", Intent::OptIn);
    assert!(!story.blocked(LENDING));
}

#[test]
fn x_10_start_makes_earlier_consent_count_again() {
    let mut story = Story::new();
    story.asks(&by_maria(), &[Automation], &loan()).unwrap();
    story.waits(60).texts("YES");
    story.waits(60).texts("STOP");
    let ours = story.thread().ours.clone();
    assert_eq!(colours(&story, &loan()), [Red; 3]);
    assert_eq!(
        story.subscriber.may_automate(Automation, &loan(), &ours),
        Err(AutomationRefusal::OptedOut)
    );
    story.waits(60).texts("START");
    assert_eq!(colours(&story, &loan()), [Red, Green, Red]);
    assert_eq!(story.subscriber.may_automate(Automation, &loan(), &ours), Ok(()));
}

#[test]
fn in_37_a_yes_to_our_question_opens_no_conversation_and_joins_an_open_one() {
    let mut story = Story::new();
    story
        .asks(&Actor::Automation, &[Automation], &loan())
        .expect("it is asked");
    story.waits(60).texts("YES");
    assert_eq!(story.thread().conversation, None, "automation asked, and goes on");
    story.waits(60).texts("And what do you need from me?");
    assert!(story.thread().conversation.is_some());
}
