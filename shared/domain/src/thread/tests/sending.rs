//! The last step before the carrier.

use jiff::{SignedDuration, Timestamp};

use super::story::*;
use crate::Rest;
use crate::directory::SendPolicy;
use crate::thread::{Claim, Conversation, DeliveryStatus, NextStep, Purpose, SETTLING};

fn nanosecond() -> SignedDuration {
    SignedDuration::from_nanos(1)
}

fn step_at(story: &Story, seq: u64, now: Timestamp) -> NextStep {
    let known = (&story.head(seq), &story.message(seq));
    story
        .thread()
        .next_step(known, &story.organisation, &story.subscriber, now)
}

#[test]
fn el_04_a_written_answer_is_claimed_by_one_attempt_and_sent_once() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    assert!(matches!(story.steps(answer), NextStep::Send(_)));
    let message = story.message(answer);
    assert_eq!((message.status, message.attempt), (DeliveryStatus::Sending, 1));
    assert_eq!(
        story.steps(answer),
        NextStep::Wait,
        "another run finds it claimed"
    );
    story.hears(answer, accepted());
    let message = story.message(answer);
    assert_eq!(message.status, DeliveryStatus::Sent);
    assert_eq!(message.carrier_message_id.as_deref(), Some("SM1"));
    assert_eq!(story.steps(answer), NextStep::Done);
}

#[test]
fn in_03_while_texting_is_off_only_what_members_are_owed_goes_out() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    story.organisation.texting = false;
    let NextStep::Cancel(cancelled) = step_at(&story, answer, story.now) else {
        panic!("an answer goes out");
    };
    let status = cancelled.head.dispatch.map(|dispatch| dispatch.status);
    assert_eq!(status, Some(DeliveryStatus::Cancelled));
    for (text, purpose) in [
        ("HELP", Purpose::Help),
        ("STOP", Purpose::OptOutConfirmation),
        ("START", Purpose::OptInConfirmation),
    ] {
        story.texts(text);
        let confirmation = story
            .outgoing()
            .into_iter()
            .find(|message| message.purpose == purpose)
            .unwrap();
        assert!(
            matches!(step_at(&story, confirmation.seq, story.now), NextStep::Send(_)),
            "{text}"
        );
    }
}

#[test]
fn an_attempt_that_may_have_crashed_is_waited_for_then_looked_up_and_never_sent_again() {
    let (story, answer) = Story::sending();
    let late = story.now + SETTLING;
    assert_eq!(step_at(&story, answer, late - nanosecond()), NextStep::Wait);
    assert_eq!(
        step_at(&story, answer, late),
        NextStep::LookUp { since: story.now }
    );
    let much_later = story.now + SignedDuration::from_hours(24 * 365);
    assert_eq!(
        step_at(&story, answer, much_later),
        NextStep::LookUp { since: story.now }
    );
    let clock_behind = story.now - SignedDuration::from_secs(5);
    assert_eq!(step_at(&story, answer, clock_behind), NextStep::Wait);
}

#[test]
fn a_crashed_attempt_is_looked_up_even_after_a_stop() {
    let (mut story, answer) = Story::sending();
    story.texts("STOP");
    assert_eq!(step_at(&story, answer, story.now), NextStep::Wait);
    let late = story.now + SETTLING;
    assert!(matches!(step_at(&story, answer, late), NextStep::LookUp { .. }));
}

#[test]
fn what_the_carrier_certainly_does_not_have_is_tried_again_when_due() {
    let (mut story, answer) = Story::sending();
    assert!(story.hears(answer, deferred(Some(30))));
    let message = story.message(answer);
    let due = story.now + SignedDuration::from_secs(30);
    assert_eq!(
        (message.status, message.not_before),
        (DeliveryStatus::Deferred, Some(due))
    );
    assert_eq!(message.reason, Some(reason("carrier_throttled")));
    assert_eq!(step_at(&story, answer, due - nanosecond()), NextStep::Wait);
    story.now = due;
    assert!(matches!(story.steps(answer), NextStep::Send(_)));
    let message = story.message(answer);
    assert_eq!((message.attempt, message.not_before), (2, None));
}

#[test]
fn lesson_13_a_deferred_message_without_a_due_time_is_due() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, deferred(None));
    let mut message = story.message(answer);
    message.not_before = None;
    let known = (&story.head(answer), &message);
    let step = story
        .thread()
        .next_step(known, &story.organisation, &story.subscriber, story.now);
    assert!(matches!(step, NextStep::Send(_)));
}

#[test]
fn the_pauses_grow_and_after_eight_attempts_it_fails() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    let mut pauses = Vec::new();
    loop {
        story.sends(answer, deferred(None));
        let message = story.message(answer);
        let Some(due) = message.not_before else { break };
        pauses.push(due.duration_since(story.now).as_secs());
        story.now = due;
    }
    assert_eq!(pauses, [1, 2, 4, 8, 16, 32, 64]);
    let message = story.message(answer);
    assert_eq!((message.status, message.attempt), (DeliveryStatus::Failed, 8));
    assert_eq!(message.reason, Some(reason("carrier_throttled")), "and says why");
    assert_eq!(story.waits(3_600).steps(answer), NextStep::Done);
}

#[test]
fn the_carrier_may_ask_for_a_longer_pause_but_not_for_a_shorter_one() {
    for (asked, waited) in [
        (None, 2),
        (Some(0), 2),
        (Some(1), 2),
        (Some(90), 90),
        (Some(u32::MAX), u32::MAX.into()),
    ] {
        let (mut story, answer) = Story::sending();
        story.hears(answer, deferred(None));
        story.waits(1).sends(answer, deferred(asked));
        let due = story.message(answer).not_before.expect("a due time");
        assert_eq!(due.duration_since(story.now).as_secs(), waited, "{asked:?}");
    }
}

#[test]
fn a_look_up_that_finds_nothing_is_an_attempt_like_any_other() {
    let (mut story, answer) = Story::sending();
    story.now += SETTLING;
    assert!(matches!(story.steps(answer), NextStep::LookUp { .. }));
    story.hears(answer, deferred(None));
    story.waits(1).sends(answer, accepted());
    assert_eq!(story.message(answer).attempt, 2);
}

#[test]
fn an_answer_that_is_overtaken_by_a_receipt_changes_nothing() {
    for status in [
        DeliveryStatus::Sent,
        DeliveryStatus::Delivered,
        DeliveryStatus::Failed,
    ] {
        let (mut story, answer) = Story::sending();
        story.gets(answer, receipt(status, Some("twilio_30005")), false);
        assert!(!story.hears(answer, deferred(None)), "{status:?}");
        assert!(!story.hears(answer, accepted()), "{status:?}");
        assert_eq!(story.message(answer).status, status);
        assert_eq!(story.steps(answer), NextStep::Done, "{status:?}");
    }
}

#[test]
fn mc_32_an_answer_does_not_go_out_once_somebody_else_has_the_conversation() {
    let claimed_by_devon = |c: &mut Conversation| {
        c.claim = Some(Claim {
            agent: agent_id("devon"),
            at: at(1),
            rest: Rest::default(),
        });
    };
    for (policy, cancelled) in [(SendPolicy::Claim, true), (SendPolicy::Open, false)] {
        let mut story = Story::new().policy(policy);
        story.texts("Hi");
        story.claims(&maria()).unwrap();
        let answer = story.answers(&maria(), "Hello").unwrap();
        story.lines[LENDING]
            .thread
            .conversation
            .as_mut()
            .map(claimed_by_devon);
        assert_eq!(matches!(story.steps(answer), NextStep::Cancel(_)), cancelled);
        let code = story.message(answer).reason.map(|r| r.code);
        assert_eq!(code.as_deref(), cancelled.then_some("claimed_by_other"));
    }
}

#[test]
fn mc_37_an_answer_written_before_its_conversation_was_closed_still_goes_out() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Bye").unwrap();
    story.closes(&maria()).unwrap();
    story.texts("One more thing");
    story.claims(&devon()).unwrap();
    assert!(
        matches!(story.steps(answer), NextStep::Send(_)),
        "the claim on the next one is none on it"
    );
}

#[test]
fn a_claimed_send_changes_nothing_but_the_message() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Hello").unwrap();
    let before = story.line().entries.clone();
    let NextStep::Send(change) = story.steps(answer) else {
        panic!("a send")
    };
    assert_eq!((change.entries, change.archive), (Vec::new(), None));
    assert_eq!(story.line().entries, before, "the head alone tells of an attempt");
    assert_eq!(change.head, story.head(answer));
}

#[test]
fn lesson_25_the_confirmation_of_an_opt_out_is_not_stopped_by_it() {
    let mut story = Story::claimed();
    story.texts("STOP");
    let confirmation = story.message(story.last(Purpose::OptOutConfirmation));
    assert_eq!(confirmation.conversation, 0);
    assert!(
        confirmation
            .text
            .as_deref()
            .is_some_and(|t| t.starts_with("Lakeside: You are opted out"))
    );
    assert!(matches!(story.steps(confirmation.seq), NextStep::Send(_)));
}

#[test]
fn the_confirmation_of_an_opt_out_goes_out_within_five_minutes_or_never() {
    let mut story = Story::new();
    story.texts("STOP");
    let confirmation = story.last(Purpose::OptOutConfirmation);
    let end = story.now + SignedDuration::from_mins(5);
    assert!(matches!(step_at(&story, confirmation, end), NextStep::Send(_)));
    story.now = end + nanosecond();
    assert!(matches!(story.steps(confirmation), NextStep::Cancel(_)));
    let code = story.message(confirmation).reason.map(|r| r.code);
    assert_eq!(code.as_deref(), Some("confirmation_too_late"));
}

#[test]
fn the_confirmation_of_an_opt_out_that_was_lifted_is_not_sent() {
    let mut story = Story::new();
    story.texts("STOP");
    let confirmation = story.last(Purpose::OptOutConfirmation);
    story.waits(10).texts("START");
    assert!(matches!(story.steps(confirmation), NextStep::Cancel(_)));
    let code = story.message(confirmation).reason.map(|r| r.code);
    assert_eq!(code.as_deref(), Some("opted_in_again"));
}

#[test]
fn stop_start_stop_is_confirmed_once_and_the_opt_in_no_more() {
    let mut story = Story::new();
    story.texts("STOP");
    let first = story.last(Purpose::OptOutConfirmation);
    story.waits(10).texts("START");
    let opt_in = story.last(Purpose::OptInConfirmation);
    story.waits(10).texts("STOP");
    let second = story.last(Purpose::OptOutConfirmation);
    assert!(
        matches!(story.steps(first), NextStep::Cancel(_)),
        "it confirms an opt-out that ended"
    );
    assert!(matches!(story.steps(opt_in), NextStep::Cancel(_)));
    assert!(matches!(story.steps(second), NextStep::Send(_)));
}
