//! A text that looks like an opt-out pauses automation until an agent says whether it is one.

use super::loans::{by_maria, given, loan};
use super::story::*;
use crate::actor::Actor;
use crate::aggregate::Event as _;
use crate::consent::Category::{self, Automation};
use crate::consent::{
    AutomationRefusal, ConsentRequestRefusal, HoldReason, OptOutSource, Scope, SubscriberEvent,
};
use crate::directory::wording;
use crate::text::keywords::{Intent, intent};
use crate::thread::{CloseReason, NextStep, Purpose, ThreadEvent};

const SOFT: &str = "Can you stop these, I only want the rate";

/// A member who agreed to automation, whose second text looks like an opt-out.
fn held() -> Story {
    let mut story = Story::claimed();
    let agreed = story
        .subscriber
        .record([given(Automation, Scope::Organisation, true, 0)], at(0))
        .unwrap();
    story.subscriber = agreed.head;
    story.waits(60).texts(SOFT);
    story
}

fn may_automate(story: &Story) -> Result<(), AutomationRefusal> {
    story
        .subscriber
        .may_automate(Automation, &loan(), &story.lines[LENDING].number.number)
}

#[test]
fn x_15_what_looks_like_an_opt_out_pauses_automation_asks_an_agent_and_blocks_nothing() {
    let mut story = held();
    let text = story.seq();
    assert_eq!(story.conversation().task, Some(text));
    assert_eq!(may_automate(&story), Err(AutomationRefusal::Held));
    assert!(!story.blocked(LENDING));
    assert_eq!(
        story.ledger.last().unwrap().event,
        SubscriberEvent::AutomationHeld {
            number: story.thread().ours.clone(),
            message: text,
            carrier_message_id: "IN0-2".to_owned(),
            why: HoldReason::LooksLikeOptOut,
        }
    );
    let answer = story.answers(&maria(), "The rate is 5 %.").unwrap();
    assert!(
        matches!(story.steps(answer), NextStep::Send(_)),
        "a person may answer"
    );
    assert_eq!(story.conversation().task, Some(text), "an answer settles nothing");
}

#[test]
fn x_15_automation_of_all_numbers_pauses_and_nobody_is_asked_for_consent_meanwhile() {
    let mut story = held();
    let services = story.lines[SERVICES].number.number.clone();
    assert_eq!(
        story.subscriber.may_automate(Automation, &loan(), &services),
        Err(AutomationRefusal::Held)
    );
    for by in [Actor::Automation, by_maria()] {
        assert_eq!(
            story.on(SERVICES).asks(&by, &[Automation], &loan()),
            Err(ConsentRequestRefusal::Held)
        );
    }
}

#[test]
fn x_15_an_agent_says_it_is_none_and_automation_goes_on() {
    let mut story = held();
    let text = story.conversation().task.unwrap();
    assert!(story.settles(&maria(), false));
    assert_eq!(may_automate(&story), Ok(()));
    assert_eq!(story.conversation().task, None);
    assert_eq!(
        story.line().entries.last().unwrap().event,
        ThreadEvent::TaskSettled {
            message: text,
            conversation: Some(1),
            agent: maria().id,
            opt_out: false,
            why: HoldReason::LooksLikeOptOut,
        }
    );
    assert!(!story.settles(&maria(), true), "it is settled");
}

#[test]
fn x_15_an_agent_says_it_is_one_and_it_counts_like_a_stop() {
    let mut story = held();
    let asked = story.now;
    story.waits(30);
    assert!(story.settles(&maria(), true));
    assert!(story.blocked(LENDING) && story.blocked(SERVICES));
    assert_eq!(story.thread().conversation, None);
    let closed = story.line().archive.last().unwrap();
    assert_eq!(
        (closed.reason, closed.conversation.task),
        (CloseReason::OptOut, None)
    );
    let event = &story.ledger.last().unwrap().event;
    let source = OptOutSource::Agent {
        number: story.thread().ours.clone(),
        agent: maria().id,
    };
    assert_eq!(
        event,
        &SubscriberEvent::OptedOut {
            number: None,
            source,
            received_at: Some(asked),
            said_at: None
        }
    );
    let confirmation = story.last(Purpose::OptOutConfirmation);
    assert!(matches!(story.steps(confirmation), NextStep::Send(_)));
    assert_eq!(may_automate(&story), Err(AutomationRefusal::OptedOut));
    assert!(!story.settles(&maria(), false), "it is settled");
}

#[test]
fn x_15_the_one_confirmation_comes_within_five_minutes_of_the_text_or_never() {
    for (seconds, confirmed) in [(300, true), (301, false)] {
        let mut story = held();
        story.waits(seconds);
        assert!(story.settles(&maria(), true));
        let confirmations = story.outgoing();
        let confirmations = confirmations
            .iter()
            .filter(|m| m.purpose == Purpose::OptOutConfirmation);
        assert_eq!(confirmations.count() == 1, confirmed, "{seconds}");
    }
    let mut story = held();
    story.waits(299);
    assert!(story.settles(&maria(), true));
    let confirmation = story.last(Purpose::OptOutConfirmation);
    story.waits(2);
    assert!(
        matches!(story.steps(confirmation), NextStep::Cancel(_)),
        "counted from the text"
    );
}

#[test]
fn x_15_the_question_outlives_its_conversation() {
    let mut story = held();
    let text = story.conversation().task;
    assert!(story.closes(&maria()).unwrap());
    assert_eq!(may_automate(&story), Err(AutomationRefusal::Held));
    story.waits(600).texts("Hello?");
    assert_eq!(story.conversation().task, text, "the next conversation asks it");
    assert!(story.closes(&maria()).unwrap());
    assert!(
        story.settles(&maria(), false),
        "it can be answered with nothing open"
    );
    assert_eq!(may_automate(&story), Ok(()));
}

#[test]
fn x_15_the_first_text_stays_in_question_and_each_number_of_ours_has_its_own() {
    let mut story = held();
    let text = story.conversation().task;
    let received = story.waits(5).texts("I said stop sending these so often");
    assert_eq!(received.subscriber, None);
    assert_eq!(story.conversation().task, text);
    story.on(SERVICES).texts(SOFT);
    assert_eq!(story.conversation().task, Some(1));
    assert!(story.settles(&sam(), false));
    assert_eq!(
        may_automate(&story),
        Err(AutomationRefusal::Held),
        "the other one waits"
    );
    assert!(story.on(LENDING).settles(&maria(), false));
    assert_eq!(may_automate(&story), Ok(()));
}

#[test]
fn x_15_stop_and_start_answer_the_question_themselves() {
    for (text, blocked) in [("STOP", true), ("START", false)] {
        let mut story = held();
        story.waits(5).texts(text);
        assert_eq!(story.blocked(LENDING), blocked, "{text}");
        assert_eq!(story.subscriber.holds, [], "{text}");
        assert!(!story.settles(&maria(), true), "{text}");
        assert_eq!(story.thread().conversation.as_ref().and_then(|c| c.task), None);
    }
    let mut story = held();
    story.waits(5).texts("START");
    assert_eq!(story.ledger.last().unwrap().event.kind(), "automation_released");
    assert!(
        !story
            .outgoing()
            .iter()
            .any(|m| m.purpose == Purpose::OptInConfirmation),
        "nothing had ended"
    );
}

#[test]
fn x_15_who_opted_out_has_nothing_to_be_asked_about() {
    let mut story = Story::claimed();
    story.texts("STOP");
    story.waits(5).texts("I said stop it");
    assert_eq!(story.conversation().task, None);
    assert!(story.conversation().reply_only);
    assert_eq!(story.subscriber.holds, []);
}

#[test]
fn x_15_a_wrong_number_pauses_automation_says_why_and_blocks_nothing_by_itself() {
    let mut story = Story::claimed();
    story.texts("Wrong number, this isn't Pat");
    let text = story.seq();
    assert_eq!(story.conversation().task, Some(text));
    assert!(!story.blocked(LENDING));
    assert_eq!(story.subscriber.holds[0].why, HoldReason::WrongNumber);
    assert!(matches!(
        story.ledger.last().unwrap().event,
        SubscriberEvent::AutomationHeld {
            why: HoldReason::WrongNumber,
            ..
        }
    ));
    // An agent who finds that the number is not the member's ends texts to it.
    assert!(story.settles(&maria(), true));
    assert!(story.blocked(LENDING));
    let settled = story.line().entries.iter().any(|entry| {
        matches!(
            entry.event,
            ThreadEvent::TaskSettled {
                opt_out: true,
                why: HoldReason::WrongNumber,
                ..
            }
        )
    });
    assert!(settled);
}

#[test]
fn x_15_a_reaction_to_our_text_pauses_nothing() {
    let mut story = Story::claimed();
    for text in [
        "Liked “Your loan is approved. Reply STOP to end.”",
        "\u{200A}\u{200B}👍\u{200B} to “\u{200A}Reply STOP to end\u{200A}”\u{200A}",
        "Le encantó “Responda STOP para cancelar”",
        "> Your loan is waiting. Reply STOP to end.\nI will bring it by",
        "Your loan is waiting. Reply STOP to end.\n\nI will bring it by",
    ] {
        let received = story.texts(text);
        assert_eq!(received.subscriber, None, "{text}");
        assert_eq!(story.subscriber.holds, [], "{text}");
    }
}

#[test]
fn x_15_what_we_text_is_nobodys_wish_when_it_comes_back() {
    let organisation = Story::new().organisation;
    let all = [Category::Service, Category::Automation, Category::Marketing];
    for text in [
        wording::opt_out_confirmation(&organisation),
        wording::opt_in_confirmation(&organisation),
        wording::help(&organisation),
        wording::pictures_not_shown(&organisation),
        wording::consent_request(&organisation, &all),
    ] {
        for back in [
            text.clone(),
            format!("> {text}"),
            format!("{text}\n\nok, see you Friday"),
        ] {
            assert_eq!(intent(&back), Intent::Other, "{back}");
        }
        if text.contains("Reply") {
            assert_eq!(intent(&format!("{text}\n\nStop")), Intent::OptOut, "{text}");
        }
    }
}
