//! What comes from no telephone, and what comes with a text besides its words.

use super::story::*;
use crate::text::keywords::Intent;
use crate::thread::{ComposeRefusal, InboundText, MediaLink, ThreadContent, ThreadEvent};

#[test]
fn a_short_codes_text_is_shown_and_cannot_be_answered() {
    for sender in ["62015", "CHASE"] {
        let mut story = Story::new().sender(sender);
        story.texts("Your code is 123456");
        assert_eq!(story.conversation().messages, 1);
        story.claims(&maria()).unwrap();
        assert_eq!(
            story.answers(&maria(), "Thanks"),
            Err(ComposeRefusal::Unanswerable),
            "{sender}"
        );
    }
}

/// Two machines that answer each other's keywords would never end.
#[test]
fn a_short_code_is_never_answered_by_the_product() {
    let mut story = Story::new().sender("62015");
    for text in ["HELP", "STOP", "START", "Reply STOP to end texts"] {
        story.brings(&InboundText {
            missing: 1,
            media: vec![MediaLink {
                url: "https://api.twilio.com/1".to_owned(),
                content_type: None,
            }],
            ..inbound(text, text)
        });
        let ThreadEvent::MessageIn { intent, .. } = &story.line().entries.last().unwrap().event else {
            panic!("{text}: something else was written");
        };
        assert_eq!(*intent, Intent::Other, "{text}");
    }
    assert!(story.outgoing().is_empty());
    assert!(story.ledger.is_empty());
}

#[test]
fn subject_others_and_missing_media_are_kept_with_the_text() {
    let mut story = Story::new();
    story.brings(&InboundText {
        subject: Some("My loan".to_owned()),
        others: vec!["+15552010009".to_owned(), "pat@mail.example".to_owned()],
        missing: 2,
        ..inbound("MM1", "Hi all")
    });
    let entry = &story.line().entries[0];
    assert!(matches!(
        entry.event,
        ThreadEvent::MessageIn {
            media: 0,
            missing: 2,
            ..
        }
    ));
    let Some(ThreadContent::Message {
        text,
        subject,
        others,
        ..
    }) = &entry.content
    else {
        panic!("{entry:?}");
    };
    assert_eq!(
        (text.as_str(), subject.as_deref(), others.len()),
        ("Hi all", Some("My loan"), 2)
    );
}

#[test]
fn mc_49_a_subject_that_says_stop_is_heard() {
    for text in ["", " ", "Here is the pay stub"] {
        let mut story = Story::new();
        story.brings(&InboundText {
            subject: Some("STOP".to_owned()),
            ..inbound("MM1", text)
        });
        assert!(story.blocked(LENDING), "{text:?}");
        let ThreadEvent::MessageIn { intent, .. } = &story.line().entries[0].event else {
            panic!("{text}: something else was written");
        };
        assert_eq!(*intent, Intent::OptOut, "{text:?}");
    }
}

#[test]
fn lists_show_the_subject_of_a_text_without_words() {
    let mut story = Story::new();
    story.brings(&InboundText {
        subject: Some("My loan".to_owned()),
        ..inbound("MM1", " ")
    });
    assert_eq!(story.thread().secret.preview, "My loan");
    story.brings(&InboundText {
        missing: 1,
        ..inbound("MM2", "")
    });
    assert_eq!(story.thread().secret.preview, "Picture or file");
}
