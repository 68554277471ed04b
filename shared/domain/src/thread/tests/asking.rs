//! Consent is asked for by text, and answered (IN-37..39, X-26, X-27).

use super::story::*;
use crate::actor::Actor;
use crate::consent::Category::{Automation, Marketing, Service};
use crate::consent::OptOutScope;
use crate::consent::{
    About, AutomationRefusal, Category, Channel, Colour, ConsentRecord, ConsentRequestRefusal, ConsentSource,
    Scope, SubscriberEvent,
};
use crate::id::{ApplicationId, PartnerId};
use crate::text::keywords::Intent;
use crate::thread::{NextStep, Purpose, ThreadContent, ThreadEvent};

fn application(id: &str, partner: Option<&str>) -> About {
    About {
        application: ApplicationId::parse(id).unwrap(),
        partner: partner.map(|p| PartnerId::parse(p).unwrap()),
    }
}

pub fn loan() -> About {
    application("0000000000000001", None)
}

fn other_loan() -> About {
    application("0000000000000002", None)
}

pub fn brokers(id: &str) -> About {
    application(id, Some("acme"))
}

pub fn by_maria() -> Actor {
    Actor::Agent { agent: maria().id }
}

pub fn given(category: Category, scope: Scope, granted: bool, seconds: i64) -> ConsentRecord {
    ConsentRecord {
        category,
        scope,
        granted,
        at: Some(at(seconds)),
        wording: Some("You agree to texts.".to_owned()),
        source: ConsentSource::Agent {
            agent: maria().id,
            channel: Channel::Paper,
        },
    }
}

fn colours(story: &Story, about: &About) -> [Colour; 3] {
    Category::ALL.map(|category| story.subscriber.colour(category, about))
}

use Colour::{Green, Red, Yellow};

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
