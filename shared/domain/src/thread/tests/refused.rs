//! The carrier refuses because the member opted out there (lessons 26 to 28).

use super::story::*;
use crate::consent::OptOutScope;
use crate::consent::OptOutSource;
use crate::thread::{CloseReason, ComposeRefusal, DeliveryStatus, Purpose};

const STOPPED: &str = "twilio_21610";

#[test]
fn lesson_27_a_refusal_for_an_opt_out_is_an_opt_out_and_the_conversation_says_so() {
    let (mut story, answer) = Story::sending();
    story.waits(1);
    assert!(story.hears(answer, rejected(STOPPED, true)));
    let opt_out = story
        .subscriber
        .blocked(&phone("+15550100001"))
        .expect("an opt-out");
    let source = OptOutSource::Carrier {
        number: phone("+15550100001"),
        code: STOPPED.to_owned(),
    };
    assert_eq!((opt_out.at, &opt_out.source), (at(1), &source));
    assert_eq!(story.conversation().refused_at, Some(at(1)));
    assert_eq!(story.kinds()[3..], ["delivery", "refused_by_carrier"]);
    assert_eq!(story.message(answer).reason, Some(reason(STOPPED)));
    assert_eq!(
        story.answers(&maria(), "Hello?"),
        Err(ComposeRefusal::RefusedByCarrier)
    );
    assert_eq!(
        story.outgoing().len(),
        1,
        "the carrier would refuse a confirmation too"
    );
}

#[test]
fn lesson_28_a_receipt_may_tell_it_later() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, accepted());
    assert!(story.gets(answer, receipt(DeliveryStatus::Failed, Some(STOPPED)), true));
    assert!(story.blocked(LENDING));
    assert!(story.conversation().refused_at.is_some());
}

#[test]
fn lesson_28_it_counts_even_when_the_failure_is_known_for_another_reason() {
    for known in [None, Some("twilio_30008")] {
        let (mut story, answer) = Story::sending();
        story.gets(answer, receipt(DeliveryStatus::Failed, known), false);
        assert!(
            story.gets(answer, receipt(DeliveryStatus::Failed, Some(STOPPED)), true),
            "{known:?}"
        );
        assert!(story.blocked(LENDING), "{known:?}");
        assert_eq!(story.message(answer).reason, Some(reason(STOPPED)));
    }
}

#[test]
fn lesson_26_it_reaches_as_far_as_the_organisation_chose() {
    for (scope, elsewhere) in [(OptOutScope::Organisation, true), (OptOutScope::Number, false)] {
        let (story, answer) = Story::sending();
        let mut story = story.scope(scope);
        story.hears(answer, rejected(STOPPED, true));
        assert_eq!(
            (story.blocked(LENDING), story.blocked(SERVICES)),
            (true, elsewhere)
        );
    }
}

#[test]
fn a_refusal_for_another_reason_changes_neither_consent_nor_conversation() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, rejected("twilio_30006", false));
    assert!(!story.blocked(LENDING));
    assert!(story.thread().conversation.is_some());
}

#[test]
fn the_same_refusal_told_again_after_a_start_blocks_nobody() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, rejected(STOPPED, true));
    story.waits(60).texts("START");
    assert!(!story.gets(answer, receipt(DeliveryStatus::Failed, Some(STOPPED)), true));
    assert!(!story.blocked(LENDING));
}

#[test]
fn x_10_an_answer_that_the_carrier_does_not_permit_ends_the_leave_to_answer_and_not_the_conversation() {
    let mut story = Story::new();
    story.texts("STOP");
    story.waits(60).texts("Sorry, one more question");
    story.claims(&maria()).unwrap();
    let answer = story.answers(&maria(), "Yes?").unwrap();
    story.sends(answer, rejected(STOPPED, true));
    let conversation = story.conversation();
    assert_eq!(
        (
            conversation.ordinal,
            conversation.reply_only,
            conversation.refused_at
        ),
        (1, false, Some(at(60)))
    );
    assert_eq!(
        story.answers(&maria(), "Yes?"),
        Err(ComposeRefusal::RefusedByCarrier)
    );
    assert_eq!(
        story.subscriber.blocked(&phone("+15550100001")).map(|o| o.at),
        Some(at(0))
    );
    assert_eq!(story.ledger.len(), 1, "it was known");
}

#[test]
fn mc_52_a_refused_confirmation_does_not_close_what_the_member_asked_since() {
    let mut story = Story::claimed();
    story.texts("STOP");
    let confirmation = story.last(Purpose::OptOutConfirmation);
    story.steps(confirmation);
    story.waits(2).texts("Sorry, one more question");
    assert!(story.hears(confirmation, rejected(STOPPED, true)));
    assert_eq!(story.message(confirmation).status, DeliveryStatus::Failed);
    let conversation = story.conversation();
    assert_eq!(
        (conversation.ordinal, conversation.waiting_since),
        (2, Some(at(2)))
    );
}

#[test]
fn mc_52_a_late_refusal_of_an_earlier_answer_does_not_close_what_the_member_asked_since() {
    let (mut story, answer) = Story::sending();
    story.texts("STOP");
    story.waits(2).texts("Sorry, one more question");
    assert!(story.hears(answer, rejected(STOPPED, true)));
    assert_eq!(story.conversation().ordinal, 2);
}

#[test]
fn a_question_that_waits_stays_open_when_a_refusal_is_the_first_to_tell_of_the_opt_out() {
    let (mut story, answer) = Story::sending();
    story.closes(&maria()).unwrap();
    story.waits(2).texts("One more thing");
    assert!(story.hears(answer, rejected(STOPPED, true)));
    assert!(story.blocked(LENDING));
    let conversation = story.conversation();
    assert_eq!((conversation.ordinal, conversation.refused_at), (2, Some(at(2))));
    assert_eq!(conversation.waiting_since, Some(at(2)));
}

#[test]
fn mc_52_a_refused_answer_to_help_leaves_the_conversation_open() {
    let mut story = Story::new();
    story.texts("STOP");
    story.waits(60).texts("Sorry, one more question");
    story.waits(1).texts("HELP");
    let help = story.last(Purpose::Help);
    story.sends(help, rejected(STOPPED, true));
    let conversation = story.conversation();
    assert_eq!(
        (conversation.ordinal, conversation.waiting_since),
        (1, Some(at(60)))
    );
    assert_eq!(story.message(help).reason, Some(reason(STOPPED)));
}

#[test]
fn what_the_carrier_refuses_stays_refused_until_start() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, rejected(STOPPED, true));
    story.waits(60).texts("Are you there?");
    assert_eq!(
        story.answers(&maria(), "Yes"),
        Err(ComposeRefusal::RefusedByCarrier)
    );
    story.waits(60).texts("START");
    assert_eq!(story.conversation().refused_at, None);
    assert!(story.answers(&maria(), "Yes").is_ok());
}

#[test]
fn a_stop_after_a_refusal_closes_the_conversation() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, rejected(STOPPED, true));
    story.waits(1).texts("STOP");
    assert_eq!(story.thread().conversation, None);
    assert_eq!(story.line().archive[0].reason, CloseReason::OptOut);
}

#[test]
fn lesson_26_a_refusal_for_a_known_opt_out_of_one_number_does_not_widen_it() {
    let mut story = Story::new().scope(OptOutScope::Number);
    story.texts("STOP");
    let mut story = story.scope(OptOutScope::Organisation);
    story.waits(60).texts("Sorry, one more question");
    story.claims(&maria()).unwrap();
    let answer = story.answers(&maria(), "Yes?").unwrap();
    story.sends(answer, rejected(STOPPED, true));
    assert_eq!((story.blocked(LENDING), story.blocked(SERVICES)), (true, false));
}
