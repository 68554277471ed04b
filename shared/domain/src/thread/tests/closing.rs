use super::story::*;
use crate::actor::Actor;
use crate::thread::{CloseReason, CloseRefusal, ThreadEvent};

#[test]
fn mc_37_closing_moves_the_conversation_to_the_closed_list() {
    let mut story = Story::claimed();
    story.answers(&maria(), "Hello").unwrap();
    let (was, secret) = (story.conversation().clone(), story.thread().secret.clone());
    story.waits(30);
    assert_eq!(story.closes(&maria()), Ok(true));
    assert_eq!(story.thread().conversation, None);
    let [closed] = story.line().archive.as_slice() else {
        panic!("one closed conversation")
    };
    assert_eq!(closed.conversation, was);
    assert_eq!((closed.closed_at, closed.reason), (at(30), CloseReason::Agent));
    assert_eq!(
        (&closed.thread, &closed.theirs),
        (&story.thread().id, &phone(MEMBER))
    );
    assert_eq!(closed.secret, secret);
    let entry = ThreadEvent::Closed {
        conversation: 1,
        by: Actor::Agent {
            agent: agent_id("maria"),
        },
        reason: CloseReason::Agent,
    };
    assert_eq!(story.line().entries.last().unwrap().event, entry);
}

#[test]
fn mc_07_a_closed_conversation_waits_for_nobody() {
    let mut story = Story::new();
    story.texts("Hi");
    story.closes(&maria()).unwrap();
    let closed = &story.line().archive[0].conversation;
    assert_eq!((closed.waiting_since, closed.unclaimed_since), (None, None));
}

#[test]
fn mc_10_a_text_after_closing_opens_a_new_conversation_and_keeps_the_history() {
    let mut story = Story::claimed();
    story.closes(&maria()).unwrap();
    story.waits(60);
    story.texts("One more thing");
    let conversation = story.conversation();
    assert_eq!((conversation.ordinal, conversation.messages), (2, 1));
    assert_eq!(conversation.opened_at, at(60));
    assert_eq!(story.kinds(), ["message_in", "claimed", "closed", "message_in"]);
    assert_eq!(story.line().archive.len(), 1);
}

#[test]
fn to_close_twice_is_to_close_once() {
    let mut story = Story::claimed();
    story.closes(&maria()).unwrap();
    assert_eq!(story.closes(&maria()), Ok(false));
    story.texts("One more thing");
    assert_eq!(
        story.thread().close(1, &maria(), story.now),
        Ok(None),
        "the new one stays open"
    );
}

#[test]
fn only_the_claimant_and_supervisors_close_a_claimed_conversation() {
    let mut story = Story::claimed();
    let refusal = CloseRefusal::ClaimedByOther {
        by: agent_id("maria"),
    };
    assert_eq!(story.closes(&devon()), Err(refusal));
    assert_eq!(story.closes(&sam()), Ok(true));
}

#[test]
fn anyone_of_the_team_closes_an_unclaimed_conversation() {
    let mut story = Story::new();
    story.texts("Wrong number, sorry");
    assert_eq!(story.closes(&priya()), Err(CloseRefusal::NotFound), "of the team");
    assert_eq!(
        story.thread().close(2, &devon(), story.now),
        Err(CloseRefusal::NotFound)
    );
    assert_eq!(story.closes(&devon()), Ok(true));
}
