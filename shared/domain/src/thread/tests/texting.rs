//! The member texts.

use super::story::*;
use crate::Rest;
use crate::actor::Actor;
use crate::directory::NumberOwner;
use crate::text::keywords::Intent;
use crate::text::segments::Encoding;
use crate::thread::{Direction, InboundText, LastMessage, MediaLink, Purpose, ThreadContent, ThreadEvent};

#[test]
fn x_04_the_first_text_opens_a_conversation_and_the_next_joins_it() {
    let mut story = Story::new();
    story.texts("Hi");
    story.waits(60).texts("Anybody there?");
    let conversation = story.conversation();
    assert_eq!((conversation.ordinal, conversation.messages), (1, 2));
    assert_eq!(conversation.opened_at, at(0));
    let last = LastMessage {
        direction: Direction::In,
        at: at(60),
        rest: Rest::default(),
    };
    assert_eq!(conversation.last, last);
    assert_eq!(story.thread().secret.preview, "Anybody there?");
}

#[test]
fn mc_04_a_conversation_belongs_where_its_number_belonged_when_it_opened() {
    let mut story = Story::new();
    story.texts("Hi");
    story.lines[LENDING].number.team = team("member-services");
    story.texts("Hello?");
    let place = &story.conversation().assignment;
    assert_eq!(place.team, team("lending"));
    assert_eq!(place.group.as_ref().map(crate::GroupId::as_str), Some("retail"));
    assert_eq!(
        place.location.as_ref().map(crate::LocationId::as_str),
        Some("main-street")
    );
    assert_eq!(place.campaign.as_deref(), Some("Auto loans"));
}

#[test]
fn x_02_a_number_without_campaign_has_a_team_alone() {
    for owner in [
        NumberOwner::Organisation,
        NumberOwner::User {
            agent: agent_id("maria"),
        },
    ] {
        let mut story = Story::new();
        story.lines[LENDING].number.owner = owner;
        story.texts("Hi");
        let place = &story.conversation().assignment;
        assert_eq!(
            (&place.group, &place.location, &place.campaign),
            (&None, &None, &None)
        );
        assert_eq!(place.team, team("lending"));
    }
}

#[test]
fn a_text_is_kept_as_it_was_written_with_all_that_came_with_it() {
    let mut story = Story::new();
    let media: Vec<_> = (0..30)
        .map(|n| MediaLink {
            url: format!("https://api.twilio.com/{n}"),
            content_type: Some("image/jpeg".to_owned()),
        })
        .collect();
    story.brings(&InboundText {
        media: media.clone(),
        segments: Some(3),
        ..inbound("MM1", "my\u{0}stub 🙂")
    });
    let entry = &story.line().entries[0];
    assert_eq!(
        entry.event,
        ThreadEvent::MessageIn {
            conversation: 1,
            carrier: "twilio".to_owned(),
            carrier_message_id: "MM1".to_owned(),
            segments: 3,
            media: 30,
            missing: 0,
            answered: false,
            withheld: None,
            erase: false,
            intent: Intent::Other,
            routing: None,
        }
    );
    let text = "my\u{0}stub 🙂".to_owned();
    let content = ThreadContent::Message {
        text,
        media,
        subject: None,
        others: Vec::new(),
    };
    assert_eq!(entry.content, Some(content));
}

#[test]
fn segments_that_the_carrier_did_not_count_are_counted() {
    let mut story = Story::new();
    story.texts(&"a".repeat(161));
    assert!(matches!(
        story.line().entries[0].event,
        ThreadEvent::MessageIn { segments: 2, .. }
    ));
}

#[test]
fn nothing_that_the_member_wrote_is_readable_in_head_or_entry() {
    let mut story = Story::new();
    story.texts("my social is 078-05-1120");
    let (head, event) = (story.thread(), &story.line().entries[0].event);
    for readable in [serde_json::to_string(head), serde_json::to_string(event)] {
        assert!(!readable.unwrap().contains("078"));
    }
}

#[test]
fn a_preview_is_64_bytes_on_one_line() {
    let mut story = Story::new();
    story.texts(&format!("a\nb\tc{}", "é".repeat(100)));
    let preview = &story.thread().secret.preview;
    assert!(preview.starts_with("a b c"));
    assert_eq!(preview.len(), 63, "no character is cut");
}

#[test]
fn help_is_answered_with_brand_contact_rates_and_the_way_out() {
    let mut story = Story::new();
    story.texts("HELP");
    let help = story.message(story.last(Purpose::Help));
    assert_eq!(
        (help.by, help.conversation, help.encoding),
        (Actor::System, 1, Encoding::Gsm7)
    );
    let text = help.text.unwrap();
    for part in ["Lakeside", "call 555-0100", "Msg & data rates may apply", "STOP"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn help_is_answered_even_to_who_opted_out() {
    let mut story = Story::new();
    story.texts("STOP");
    story.texts("help");
    let help = story.last(Purpose::Help);
    assert!(matches!(story.steps(help), crate::thread::NextStep::Send(_)));
}

#[test]
fn lesson_29_what_the_carrier_answered_is_not_answered_again() {
    for (text, keyword) in [
        ("STOP", Intent::OptOut),
        ("START", Intent::OptIn),
        ("HELP", Intent::Help),
    ] {
        let mut story = Story::new();
        if keyword == Intent::OptIn {
            story.texts_answered("STOP", Intent::OptOut);
        }
        story.texts_answered(text, keyword);
        assert!(story.outgoing().is_empty(), "{text}");
        assert_eq!(
            story.blocked(LENDING),
            keyword == Intent::OptOut,
            "{text}: but it counts"
        );
    }
}

#[test]
fn lesson_29_a_keyword_that_only_the_carrier_knows_counts() {
    let mut story = Story::claimed();
    story.texts_answered("BASTA", Intent::OptOut);
    assert!(story.blocked(LENDING));
    assert_eq!(story.thread().conversation, None);
}

#[test]
fn el_12_what_the_product_texts_by_itself_is_no_text_of_a_person() {
    let mut story = Story::new();
    for text in ["HELP", "STOP", "START"] {
        story.texts(text);
    }
    let mut automatic = 0;
    for entry in &story.line().entries {
        if let ThreadEvent::MessageOut { by, .. } = &entry.event {
            assert_eq!(*by, Actor::System);
            automatic += 1;
        }
    }
    assert_eq!(automatic, 3);
    // Notices are made of texts that came in, and these are the member's three.
    assert_eq!(story.kinds().iter().filter(|k| **k == "message_in").count(), 3);
}
