//! What a message's head knows, and when it is looked after.

use jiff::{SignedDuration, Timestamp};

use super::story::*;
use crate::aggregate::{Aggregate, Event};
use crate::directory::SendPolicy;
use crate::thread::DeliveryStatus::{Cancelled, Deferred, Delivered, Failed, Queued, Sending, Sent};
use crate::thread::{
    Conversation, DeliveryStatus, Dispatch, InboundText, MediaLink, Message, NextStep, OVERDUE, SETTLING,
    ThreadEvent, messages,
};

fn status(head: &Message) -> DeliveryStatus {
    head.dispatch.as_ref().expect("it goes out").status
}

#[test]
fn what_goes_out_has_a_head_from_the_start_and_what_came_in_when_something_is_to_be_done_about_it() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    story.brings(&InboundText {
        media: vec![MediaLink {
            url: "https://api.twilio.com/1".to_owned(),
            content_type: None,
        }],
        ..inbound("MM1", "my pay stub")
    });
    let picture = story.seq();
    let heads: Vec<u64> = story.line().heads.keys().copied().collect();
    assert_eq!(heads, [answer, picture], "neither the first text nor the claim");
    assert_eq!(story.head(answer).conversation, 1);
    assert_eq!(story.head(picture).dispatch, None);
    let notice = story.head(1).note_notice(None, &[]);
    story.commit_beside(&notice);
    assert_eq!(
        story.line().heads[&1].conversation,
        1,
        "with the first thing that becomes of it"
    );
}

#[test]
fn an_attempt_stands_in_the_head_and_the_entry_that_ends_it_says_when_it_began() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    assert_eq!(status(&story.head(answer)), Queued);
    story.waits(1).steps(answer);
    assert_eq!(status(&story.head(answer)), Sending);
    assert_eq!(story.kinds(), ["message_in", "claimed", "message_out"]);
    story.waits(2).hears(answer, accepted());
    let told = story.line().entries.last().unwrap();
    let ThreadEvent::Delivery(delivery) = &told.event else {
        panic!("a delivery")
    };
    assert_eq!((delivery.attempt, delivery.claimed_at), (1, Some(at(1))));
    story.gets(answer, receipt(Delivered, None), false);
    let ThreadEvent::Delivery(delivery) = &story.line().entries.last().unwrap().event else {
        panic!("a delivery")
    };
    assert_eq!(delivery.claimed_at, None, "told once");
    let folded = messages(&story.line().entries).remove(0);
    assert_eq!(
        folded,
        story.message(answer),
        "settled, its entries tell all of it"
    );
}

fn due(story: &Story, message: u64) -> Option<Timestamp> {
    story.head(message).due()
}

#[test]
fn what_is_not_settled_in_time_is_looked_after() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), "Yes, it is.").unwrap();
    let first = at(0) + OVERDUE;
    assert_eq!(due(&story, answer), Some(first));
    assert!(story.head(answer).is_overdue(first) && !story.head(answer).is_overdue(at(299)));
    story.waits(1).steps(answer);
    assert_eq!(
        due(&story, answer),
        Some(first),
        "its place in the index does not move"
    );
    story.hears(answer, deferred(Some(3_600)));
    let later = story.now + SignedDuration::from_secs(3_600) + SETTLING;
    assert_eq!(due(&story, answer), Some(later));
    story.waits(3_700).steps(answer);
    assert_eq!(
        due(&story, answer),
        Some(story.now + SETTLING),
        "an attempt has its time"
    );
    story.hears(answer, accepted());
    assert_eq!(due(&story, answer), None);
    story.gets(answer, receipt(Failed, None), false);
    assert_eq!((status(&story.head(answer)), due(&story, answer)), (Failed, None));
}

#[test]
fn what_was_raised_is_not_looked_after_again_and_a_receipt_still_settles_it() {
    let (mut story, answer) = Story::sending();
    let raised = story.head(answer).look_after(None);
    story.commit_beside(&raised);
    assert_eq!(
        (status(&story.head(answer)), due(&story, answer)),
        (Sending, None)
    );
    story.now += SETTLING;
    assert!(
        matches!(story.steps(answer), NextStep::LookUp { .. }),
        "whoever asks is told so"
    );
    assert!(story.gets(answer, receipt(Sent, None), false));
    assert_eq!(status(&story.head(answer)), Sent);
}

#[test]
fn a_head_that_says_other_than_its_entries_is_seen() {
    let (mut story, answer) = Story::sending();
    assert!(
        story.head(answer).follows_from(&story.line().entries),
        "an attempt is under way"
    );
    story.hears(answer, accepted());
    let (head, entries) = (story.head(answer), story.line().entries.clone());
    assert!(head.follows_from(&entries));
    let forged = |change: fn(&mut Dispatch)| {
        let mut head = head.clone();
        if let Some(dispatch) = &mut head.dispatch {
            change(dispatch);
        }
        head.follows_from(&entries)
    };
    assert!(!forged(|d| d.status = Delivered));
    assert!(!forged(|d| d.status = Sending));
    assert!(!forged(|d| d.status = Queued));
    assert!(!forged(|d| d.status = Deferred));
    assert!(!forged(|d| d.status = Cancelled));
    assert!(!forged(|d| d.attempt = 2));
    assert!(!forged(|d| d.since += SETTLING));
    assert!(!forged(|d| d.carrier_message_id = Some("SM2".to_owned())));
    assert!(!forged(|d| d.due = Some(at(60))));
    let mut none = head.clone();
    none.dispatch = None;
    assert!(!none.follows_from(&entries));
    let last = entries.last().unwrap();
    assert_eq!(last.event.kind(), "delivery");
    assert!(
        !head.follows_from(&entries[..entries.len() - 1]),
        "its last entry is missing"
    );
}

#[test]
fn the_fence_moves_with_what_may_forbid_a_send_and_with_nothing_else() {
    let mut story = Story::new();
    let mut before = story.thread().clone();
    let mut moved = |story: &Story| {
        let moved = before.moves_fence(story.thread());
        before = story.thread().clone();
        moved
    };
    story.texts("Hi");
    assert!(
        moved(&story),
        "a conversation opens: automation is silent from now on"
    );
    story.texts("Hello?");
    assert!(!moved(&story));
    story.claims(&maria()).unwrap();
    assert!(moved(&story));
    let answer = story.answers(&maria(), "Yes?").unwrap();
    assert!(!moved(&story));
    story.sends(answer, accepted());
    assert!(!moved(&story));
    let named = story
        .thread()
        .name(&agent_id("maria"), "Ada", None)
        .unwrap()
        .unwrap();
    story.commit(&named, None);
    assert!(!moved(&story));
    story.texts("HELP");
    assert!(!moved(&story));
    story.closes(&maria()).unwrap();
    assert!(moved(&story));
    story.texts("One more thing");
    assert!(moved(&story));
    story.texts("STOP");
    assert!(moved(&story));
    story.texts("STOP");
    assert!(!moved(&story), "nothing was open: the ledger forbids");
    let mut transferred = Story::claimed();
    let was = transferred.thread().clone();
    for change in [
        |c: &mut Conversation| c.assignment.team = team("member-services"),
        |c: &mut Conversation| c.assignment.send_policy = SendPolicy::Open,
        |c: &mut Conversation| c.claim = None,
    ] {
        if let Some(conversation) = &mut transferred.lines[LENDING].thread.conversation {
            change(conversation);
        }
        assert!(was.moves_fence(transferred.thread()));
        transferred.lines[LENDING].thread = was.clone();
    }
}
