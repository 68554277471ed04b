use super::story::*;
use crate::actor::Actor;
use crate::consent::OptOutScope;
use crate::consent::{OptOutSource, SubscriberEvent};
use crate::text::keywords::Intent;
use crate::thread::{CloseReason, ComposeRefusal, DeliveryStatus, NextStep, Purpose, ThreadEvent};

#[test]
fn mc_49_a_stop_blocks_from_that_instant() {
    let mut story = Story::claimed();
    story.waits(5).texts("Stop!");
    let opt_out = story.subscriber.blocked(&phone("+15550100001")).unwrap();
    assert_eq!(opt_out.at, at(5));
    let source = OptOutSource::Text {
        number: phone("+15550100001"),
        carrier_message_id: "IN0-2".to_owned(),
    };
    assert_eq!(opt_out.source, source);
    let event = SubscriberEvent::OptedOut {
        number: None,
        source,
        received_at: None,
        said_at: None,
    };
    assert_eq!(
        story.ledger.iter().map(|e| &e.event).collect::<Vec<_>>(),
        [&event]
    );
}

#[test]
fn mc_50_the_conversation_closes_and_holds_the_stop() {
    let mut story = Story::claimed();
    story.waits(5).texts("STOP");
    assert_eq!(story.thread().conversation, None);
    let closed = &story.line().archive[0];
    assert_eq!((closed.reason, closed.closed_at), (CloseReason::OptOut, at(5)));
    assert_eq!(
        (closed.conversation.messages, closed.conversation.last.at),
        (2, at(5))
    );
    assert_eq!(closed.conversation.waiting_since, None, "nobody may answer it");
    assert_eq!(closed.secret.preview, "STOP");
    assert_eq!(
        story.kinds(),
        ["message_in", "claimed", "message_in", "closed", "message_out"]
    );
    let closing = ThreadEvent::Closed {
        conversation: 1,
        by: Actor::Member,
        reason: CloseReason::OptOut,
    };
    assert_eq!(story.line().entries[3].event, closing);
    assert!(matches!(
        story.line().entries[2].event,
        ThreadEvent::MessageIn {
            conversation: 1,
            intent: Intent::OptOut,
            ..
        }
    ));
}

#[test]
fn mc_49_a_stop_out_of_the_blue_blocks_and_opens_no_conversation() {
    let mut story = Story::new();
    story.texts("unsubscribe");
    assert!(story.blocked(LENDING));
    assert_eq!((story.ordinal(), &story.thread().conversation), (0, &None));
    assert!(matches!(
        story.line().entries[0].event,
        ThreadEvent::MessageIn { conversation: 0, .. }
    ));
    assert!(story.line().archive.is_empty());
}

#[test]
fn mc_51_agents_cannot_text_who_opted_out() {
    let mut story = Story::claimed();
    story.texts("STOP");
    for agent in [maria(), devon(), sam()] {
        assert_eq!(story.answers(&agent, "Wait"), Err(ComposeRefusal::OptedOut));
    }
}

#[test]
fn mc_51_an_answer_written_before_the_stop_does_not_go_out_after_it() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    story.texts("STOP");
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
    let message = story.message(answer);
    assert_eq!(message.status, DeliveryStatus::Cancelled);
    assert_eq!(message.reason.map(|r| r.code).as_deref(), Some("opted_out"));
    assert_eq!(story.steps(answer), NextStep::Done);
}

#[test]
fn mc_51_a_deferred_answer_is_not_tried_again_after_a_stop() {
    let (mut story, answer) = Story::sending();
    story.hears(answer, deferred(None));
    story.texts("STOP");
    story.waits(1);
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
}

#[test]
fn mc_52_a_text_after_a_stop_opens_a_reply_only_conversation() {
    let mut story = Story::claimed();
    story.texts("STOP");
    story.waits(3_600).texts("Sorry, one more question");
    let conversation = story.conversation();
    assert_eq!((conversation.ordinal, conversation.reply_only), (2, true));
    assert!(story.blocked(LENDING), "a text is no consent");
}

#[test]
fn x_10_a_person_may_answer_in_a_reply_only_conversation() {
    let mut story = Story::new();
    story.texts("STOP");
    story.waits(60).texts("Sorry, one more question");
    assert_eq!(
        story.answers(&maria(), "Yes?"),
        Err(ComposeRefusal::NotClaimed),
        "by the same rules"
    );
    story.claims(&maria()).unwrap();
    let answer = story.waits(60).answers(&maria(), "Yes?").unwrap();
    assert!(matches!(story.steps(answer), NextStep::Send(_)));
    assert!(story.waits(60).answers(&maria(), "Still there?").is_ok());
}

#[test]
fn x_10_an_answer_from_before_the_stop_stays_cancelled_in_a_reply_only_conversation() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    story.texts("STOP");
    story.waits(60).texts("Sorry, one more question");
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
}

#[test]
fn x_10_a_stop_in_a_reply_only_conversation_closes_it_and_is_not_confirmed_again() {
    let mut story = Story::new();
    story.texts("STOP");
    story.waits(60).texts("Sorry, one more question");
    story.claims(&maria()).unwrap();
    let answer = story.answers(&maria(), "Yes?").unwrap();
    story.waits(60).texts("stop");
    assert_eq!(story.thread().conversation, None);
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
    assert_eq!(
        story
            .outgoing()
            .iter()
            .filter(|m| m.purpose == Purpose::OptOutConfirmation)
            .count(),
        1
    );
    assert_eq!(
        story.subscriber.blocked(&phone("+15550100001")).map(|o| o.at),
        Some(at(0))
    );
}

#[test]
fn x_10_start_lifts_the_block_and_the_conversation_is_an_ordinary_one() {
    let mut story = Story::new();
    story.texts("STOP");
    story.waits(60).texts("Sorry, one more question");
    story.waits(60).texts("START");
    assert!(!story.blocked(LENDING));
    assert_eq!((story.ordinal(), story.conversation().reply_only), (1, false));
    let confirmation = story.message(story.last(Purpose::OptInConfirmation));
    assert!(
        confirmation
            .text
            .as_deref()
            .is_some_and(|t| t.starts_with("Lakeside: "))
    );
    assert!(matches!(story.steps(confirmation.seq), NextStep::Send(_)));
}

#[test]
fn x_10_a_start_that_lifts_nothing_is_an_ordinary_text() {
    let mut story = Story::new();
    let received = story.texts("START");
    assert_eq!(received.subscriber, None);
    assert_eq!(story.kinds(), ["message_in"]);
    assert_eq!(story.ordinal(), 1);
}

#[test]
fn x_15_looser_wording_blocks_nobody() {
    let mut story = Story::claimed();
    story.texts("Stop by the branch at 5?");
    story.texts("Can you stop these, I only want the rate");
    assert!(!story.blocked(LENDING));
    assert_eq!(story.conversation().messages, 3);
    assert!(matches!(
        story.line().entries[3].event,
        ThreadEvent::MessageIn {
            intent: Intent::LooksLikeOptOut,
            ..
        }
    ));
    assert!(story.outgoing().is_empty());
}

#[test]
fn x_28_a_stop_to_one_number_blocks_all_of_the_organisation() {
    let mut story = Story::new();
    story.on(SERVICES).texts("Hi");
    story.claims(&priya()).unwrap();
    let answer = story.answers(&priya(), "Hello").unwrap();
    story.waits(1).on(LENDING).texts("STOP");
    story.on(SERVICES);
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
    assert_eq!(story.answers(&priya(), "Hello?"), Err(ComposeRefusal::OptedOut));
    assert!(
        story.thread().conversation.is_some(),
        "the STOP was not said in it"
    );
}

#[test]
fn x_28_where_chosen_a_stop_blocks_its_number_alone() {
    let mut story = Story::new().scope(OptOutScope::Number);
    story.on(SERVICES).texts("Hi");
    story.claims(&priya()).unwrap();
    story.waits(1).on(LENDING).texts("STOP");
    assert_eq!((story.blocked(LENDING), story.blocked(SERVICES)), (true, false));
    assert!(story.on(SERVICES).answers(&priya(), "Hello").is_ok());
}

#[test]
fn x_28_a_stop_elsewhere_is_overcome_by_a_text_here() {
    let mut story = Story::new();
    story.on(SERVICES).texts("Hi");
    story.claims(&priya()).unwrap();
    story.waits(1).on(LENDING).texts("STOP");
    story.waits(1).on(SERVICES).texts("But do answer me here");
    assert!(story.conversation().reply_only);
    assert!(story.answers(&priya(), "Hello").is_ok());
}

#[test]
fn x_28_leave_to_answer_here_ends_with_another_stop_elsewhere() {
    let mut story = Story::new();
    story.on(LENDING).texts("STOP");
    story.waits(1).on(SERVICES).texts("But do answer me here");
    story.claims(&priya()).unwrap();
    let answer = story.waits(1).answers(&priya(), "Hello").unwrap();
    story.waits(1).on(LENDING).texts("STOP");
    story.on(SERVICES);
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
    assert_eq!(story.answers(&priya(), "Hello?"), Err(ComposeRefusal::OptedOut));
    story.waits(1).texts("All right, once more");
    assert!(story.answers(&priya(), "Hello").is_ok());
}

#[test]
fn x_28_leave_to_answer_here_does_not_outlast_a_start_and_stop_elsewhere() {
    let mut story = Story::new();
    story.on(LENDING).texts("STOP");
    story.waits(1).on(SERVICES).texts("But do answer me here");
    story.claims(&priya()).unwrap();
    for text in ["START", "STOP"] {
        story.waits(1).on(LENDING).texts(text);
    }
    assert_eq!(
        story.on(SERVICES).answers(&priya(), "Hello"),
        Err(ComposeRefusal::OptedOut)
    );
}

#[test]
fn x_28_a_text_from_before_a_stop_elsewhere_gives_no_leave_whatever_the_clocks_say() {
    let mut story = Story::new();
    story.waits(1).on(SERVICES).texts("Hi");
    story.claims(&priya()).unwrap();
    let answer = story.answers(&priya(), "Hello").unwrap();
    // Whoever takes in the STOP has a clock that is a second behind.
    story.waits(-1).on(LENDING).texts("STOP");
    story.waits(2).on(SERVICES);
    assert_eq!(story.answers(&priya(), "Hello?"), Err(ComposeRefusal::OptedOut));
    assert!(matches!(story.steps(answer), NextStep::Cancel(_)));
}

#[test]
fn mc_51_what_is_asked_of_an_older_conversation_is_answered_about_that_one() {
    let mut story = Story::claimed();
    story.texts("STOP");
    let may = |story: &Story, ordinal| {
        let may = story.thread().may_compose(ordinal, &maria(), &story.subscriber);
        may.map(|c| c.ordinal)
    };
    assert_eq!(may(&story, 1), Err(ComposeRefusal::OptedOut));
    story.waits(60).texts("Sorry, one more question");
    assert_eq!(
        may(&story, 1),
        Err(ComposeRefusal::Closed),
        "the member may be answered, but not there"
    );
}
