use super::story::*;
use crate::Rest;
use crate::actor::Actor;
use crate::directory::SendPolicy;
use crate::text::segments::Encoding;
use crate::text::service_level::{ServiceLevel, TextRefusal};
use crate::thread::{ComposeRefusal, Direction, LastMessage, Purpose, ThreadContent, ThreadEvent};

#[test]
fn what_was_pasted_goes_out_as_a_phone_shows_it() {
    let mut story = Story::claimed();
    let answer = story
        .answers(&maria(), "Bring:\r\n-\ta pay stub\r\n-\tyour id")
        .unwrap();
    assert_eq!(
        story.message(answer).text.as_deref(),
        Some("Bring:\n- a pay stub\n- your id")
    );
}

#[test]
fn mc_31_nobody_can_text_before_claiming() {
    let mut story = Story::new();
    story.texts("Hi");
    for agent in [maria(), devon(), sam()] {
        assert_eq!(story.answers(&agent, "Hello"), Err(ComposeRefusal::NotClaimed));
    }
    assert_eq!(story.kinds(), ["message_in"]);
}

#[test]
fn mc_32_whoever_claimed_may_text_and_nobody_else() {
    let mut story = Story::claimed();
    let refusal = ComposeRefusal::ClaimedByOther {
        by: agent_id("maria"),
    };
    assert_eq!(story.answers(&devon(), "Hello"), Err(refusal.clone()));
    assert_eq!(story.answers(&sam(), "Hello"), Err(refusal));
    assert!(story.answers(&maria(), "Hello").is_ok());
}

#[test]
fn x_03_where_anyone_may_answer_no_claim_is_needed_and_none_excludes() {
    let mut story = Story::new().policy(SendPolicy::Open);
    story.texts("Hi");
    assert!(story.answers(&devon(), "Hello").is_ok());
    story.claims(&maria()).unwrap();
    assert!(story.answers(&devon(), "Hello again").is_ok());
    assert_eq!(
        story.answers(&priya(), "Hello"),
        Err(ComposeRefusal::NotFound),
        "anyone who may see it"
    );
}

#[test]
fn x_03_a_conversation_keeps_the_policy_that_it_opened_under() {
    let mut story = Story::new().policy(SendPolicy::Open);
    story.texts("Hi");
    let mut story = story.policy(SendPolicy::Claim);
    story.texts("Hello?");
    assert!(story.answers(&maria(), "Hello").is_ok());
}

#[test]
fn mc_05_an_agent_of_another_team_is_told_that_there_is_no_such_conversation() {
    let mut story = Story::claimed();
    assert_eq!(story.answers(&priya(), "Hello"), Err(ComposeRefusal::NotFound));
}

#[test]
fn an_answer_says_who_wrote_it_what_for_and_what_it_costs() {
    let mut story = Story::claimed();
    story.waits(9);
    let text = "a".repeat(161);
    story.answers(&maria(), &text).unwrap();
    let entry = story.line().entries.last().unwrap();
    assert_eq!(
        entry.event,
        ThreadEvent::MessageOut {
            conversation: 1,
            by: Actor::Agent {
                agent: agent_id("maria")
            },
            purpose: Purpose::Reply,
            encoding: Encoding::Gsm7,
            carrier_segments: 2,
            plan_units: 2,
            pictures: Vec::new(),
            automation: None,
        }
    );
    let content = ThreadContent::Message {
        text,
        media: Vec::new(),
        subject: None,
        others: Vec::new(),
    };
    assert_eq!(entry.content, Some(content));
    let last = LastMessage {
        direction: Direction::Out,
        at: at(9),
        rest: Rest::default(),
    };
    assert_eq!(
        (story.conversation().last.clone(), story.conversation().messages),
        (last, 2)
    );
    assert_eq!(story.thread().secret.preview, "a".repeat(64));
}

#[test]
fn mc_35_more_than_160_characters_go_out_as_several_where_the_service_level_allows() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), &"a".repeat(161)).unwrap();
    assert_eq!(story.message(answer).carrier_segments, 2);
    story.organisation.service_level = ServiceLevel::Standard;
    let refusal = TextRefusal::TooLong {
        limit: 160,
        characters: 161,
    };
    assert_eq!(story.answers(&maria(), &"a".repeat(161)), Err(refusal.into()));
}

#[test]
fn x_08_both_counts_are_kept_of_320_plain_characters() {
    let mut story = Story::claimed();
    let answer = story.answers(&maria(), &"a".repeat(320)).unwrap();
    let message = story.message(answer);
    assert_eq!((message.plan_units, message.carrier_segments), (2, 3));
}

#[test]
fn a_text_that_cannot_be_sent_changes_nothing() {
    let mut story = Story::claimed();
    let before = story.thread().clone();
    assert_eq!(story.answers(&maria(), " \n"), Err(TextRefusal::Empty.into()));
    assert_eq!(*story.thread(), before);
}

#[test]
fn nobody_answers_in_a_closed_conversation_even_when_the_next_is_open() {
    let mut story = Story::claimed();
    story.closes(&maria()).unwrap();
    assert_eq!(story.answers(&maria(), "Hello"), Err(ComposeRefusal::Closed));
    story.texts("One more thing");
    let may = |ordinal| {
        story
            .thread()
            .may_compose(ordinal, &maria(), &story.subscriber)
            .map(|c| c.ordinal)
    };
    assert_eq!(may(1), Err(ComposeRefusal::Closed));
    assert_eq!(may(2), Err(ComposeRefusal::NotClaimed));
    assert_eq!(may(3), Err(ComposeRefusal::NotFound));
}
