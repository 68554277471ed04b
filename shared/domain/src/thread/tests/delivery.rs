//! One report after another (lessons 16 to 21). All orders of many are in `receipts.rs`.

use super::story::*;
use crate::aggregate::Event;
use crate::thread::DeliveryStatus::{Cancelled, Deferred, Delivered, Failed, Queued, Sending, Sent};
use crate::thread::{Delivery, ForeignReceipt, NextStep, Report, ThreadEvent, claimed_with, messages};

#[test]
fn an_answer_moves_through_queued_sending_sent_delivered() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    assert_eq!(story.message(answer).status, Queued);
    story.waits(1).sends(answer, accepted());
    story.waits(1).gets(answer, receipt(Delivered, None), false);
    let message = story.message(answer);
    let history: Vec<_> = message.history.iter().map(|(at, d)| (*at, d.status)).collect();
    assert_eq!(history, [(at(1), Sending), (at(1), Sent), (at(2), Delivered)]);
    assert_eq!(
        (message.status, message.status_at, message.at),
        (Delivered, at(2), at(0))
    );
    assert_eq!(
        message.carrier_message_id.as_deref(),
        Some("SM1"),
        "told once, and kept"
    );
    assert!(message.is_settled());
}

#[test]
fn lesson_16_a_late_sent_does_not_overwrite_a_failure() {
    let (mut story, answer) = Story::sending();
    story.gets(answer, receipt(Failed, Some("twilio_30005")), false);
    assert!(!story.gets(answer, receipt(Sent, None), false));
    assert!(!story.gets(answer, receipt(Delivered, None), false));
    assert_eq!(story.message(answer).status, Failed);
}

#[test]
fn lesson_18_a_receipt_may_come_before_the_answer_to_the_send() {
    let (mut story, answer) = Story::sending();
    assert!(story.gets(answer, receipt(Delivered, None), false));
    assert!(!story.hears(answer, accepted()));
    let message = story.message(answer);
    assert_eq!(message.status, Delivered);
    assert_eq!(
        message.carrier_message_id.as_deref(),
        Some("SM1"),
        "the receipt told it"
    );
}

#[test]
fn lesson_18_a_receipt_may_come_before_the_claim_of_the_attempt_is_read() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    assert!(story.gets(answer, receipt(Sent, None), false));
    assert_eq!(story.steps(answer), NextStep::Done);
}

#[test]
fn lesson_20_a_success_does_not_hide_that_a_segment_was_lost() {
    let (mut story, answer) = Story::sending();
    story.gets(answer, receipt(Delivered, None), false);
    assert!(story.gets(answer, receipt(Failed, Some("twilio_30003")), false));
    assert_eq!(story.message(answer).status, Failed);
}

#[test]
fn lesson_21_a_failure_without_a_reason_does_not_erase_the_reason() {
    let (mut story, answer) = Story::sending();
    story.gets(answer, receipt(Failed, Some("twilio_30005")), false);
    assert!(!story.gets(answer, receipt(Failed, None), false));
    assert_eq!(story.message(answer).reason, Some(reason("twilio_30005")));
}

#[test]
fn lesson_21_a_reason_that_comes_later_is_taken() {
    let (mut story, answer) = Story::sending();
    story.gets(answer, receipt(Failed, None), false);
    assert!(story.gets(answer, receipt(Failed, Some("twilio_30005")), false));
    assert_eq!(story.message(answer).reason, Some(reason("twilio_30005")));
}

#[test]
fn lesson_21_the_reason_of_a_deferral_is_none_of_a_failure() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, deferred(None));
    story.waits(1).steps(answer);
    assert_eq!(story.message(answer).reason, None, "it is being tried");
    story.gets(answer, receipt(Failed, None), false);
    assert_eq!(story.message(answer).reason, None);
    assert!(story.gets(answer, receipt(Failed, Some("twilio_30005")), false));
    assert_eq!(story.message(answer).reason, Some(reason("twilio_30005")));
}

#[test]
fn lesson_21_the_reason_of_a_deferral_does_not_stand_beside_a_success() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, deferred(None));
    story.waits(1).sends(answer, accepted());
    assert_eq!(story.message(answer).reason, None);
}

#[test]
fn lesson_3_a_report_told_twice_is_told_once() {
    let (mut story, answer) = Story::sending();
    for status in [Sent, Delivered, Failed] {
        assert!(story.gets(answer, receipt(status, Some("twilio_30005")), false));
        assert!(!story.gets(answer, receipt(status, Some("twilio_30005")), false));
    }
    assert_eq!(story.message(answer).history.len(), 4);
}

#[test]
fn a_cancelled_message_stays_cancelled_whatever_is_reported() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    story.texts("STOP");
    story.steps(answer);
    for status in [Sent, Delivered, Failed] {
        assert!(!story.gets(answer, receipt(status, Some("twilio_21610")), true));
    }
    assert_eq!(story.message(answer).status, Cancelled);
}

#[test]
fn the_statuses_stand_in_the_order_they_move_in() {
    let order = [Queued, Deferred, Sending, Sent, Delivered, Failed, Cancelled];
    assert!(order.is_sorted());
    assert_eq!(
        order.map(|s| s >= Sent),
        [false, false, false, true, true, true, true]
    );
}

#[test]
fn an_entry_about_a_message_says_which_so_that_it_is_kept_beside_it() {
    let (mut story, answer) = Story::sending();
    let about: Vec<_> = story.line().entries.iter().map(|e| e.event.about()).collect();
    assert_eq!(about, [None, None, None]);
    story.hears(answer, accepted());
    let told = story.line().entries.last().unwrap();
    assert_eq!((told.event.about(), told.place()), (Some(answer), (answer, 1)));
    let notice = ThreadEvent::Notice {
        message: 1,
        recipients: Vec::new(),
        request: None,
    };
    assert_eq!((notice.kind(), notice.about()), ("notice", Some(1)));
}

#[test]
fn lesson_22_messages_are_told_by_their_place_whatever_order_the_entries_come_in() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, accepted());
    story.answers(&maria(), "Anything else?").unwrap();
    let mut entries = story.line().entries.clone();
    entries.reverse();
    assert_eq!(messages(&entries), story.outgoing());
    entries.retain(|e| e.place() != (answer, 0));
    assert_eq!(
        messages(&entries).len(),
        1,
        "what is about an absent message is passed over"
    );
}

#[test]
fn a_message_whose_key_was_destroyed_still_has_its_fate() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, accepted());
    for entry in &mut story.lines[LENDING].entries {
        entry.content = None;
    }
    let message = story.message(answer);
    assert_eq!((message.text, message.status), (None, Sent));
}

#[test]
fn lesson_21_a_stored_failure_without_a_reason_does_not_erase_the_reason_either() {
    let (mut story, answer) = Story::sending();
    story.gets(answer, receipt(Failed, Some("twilio_30005")), false);
    let mut message = story.message(answer);
    message.apply(at(9), &Delivery::of(&message, Failed));
    assert_eq!(message.reason, Some(reason("twilio_30005")));
}

#[test]
fn a_receipt_is_of_the_carrier_that_has_the_message_and_by_its_own_id() {
    let of = |id: &str| Report {
        carrier_message_id: Some(id.to_owned()),
        ..Sent.into()
    };
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    assert_eq!(
        story.message(answer).admits("twilio", &of("SM1")),
        Err(ForeignReceipt::WrongCarrier),
        "no carrier was offered it yet"
    );
    let NextStep::Send(claim) = story.thread().next_step(
        (&story.head(answer), &story.message(answer)),
        &story.organisation,
        &story.subscriber,
        at(1),
    ) else {
        panic!("nothing forbids it")
    };
    story.commit_beside(&claimed_with(claim, "twilio"));
    let message = story.message(answer);
    assert_eq!(message.carrier.as_deref(), Some("twilio"));
    assert_eq!(
        message.admits("twilio", &of("SM9")),
        Ok(()),
        "its id is not known yet"
    );
    assert_eq!(
        message.admits("telnyx", &of("SM9")),
        Err(ForeignReceipt::WrongCarrier)
    );
    // The first receipt says which it is.
    story.waits(1).gets(answer, receipt(Sent, None), false);
    let message = story.message(answer);
    assert_eq!(message.admits("twilio", &of("SM1")), Ok(()));
    assert_eq!(
        message.admits("twilio", &of("SM2")),
        Err(ForeignReceipt::WrongMessage)
    );
    assert_eq!(
        message.admits("twilio", &Sent.into()),
        Err(ForeignReceipt::WrongMessage)
    );
    assert_eq!(
        message.admits("telnyx", &of("SM1")),
        Err(ForeignReceipt::WrongCarrier),
        "the id alone says nothing"
    );
    assert_eq!(ForeignReceipt::WrongCarrier.code(), "wrong_carrier");
    assert_eq!(ForeignReceipt::WrongMessage.code(), "wrong_message");
}
