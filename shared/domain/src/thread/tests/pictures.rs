//! Pictures that an organisation does not show, and what the sender is told (IN-19, IN-20, X-14).

use super::story::*;
use crate::thread::{InboundText, MediaLink, Purpose, ThreadContent, ThreadEvent};

fn blind() -> Story {
    let mut story = Story::new();
    story.organisation.documents.display = false;
    story
}

fn sends_a_picture(story: &mut Story, id: &str, text: &str) {
    story.brings(&InboundText {
        media: vec![MediaLink {
            url: "https://api.twilio.com/1".to_owned(),
            content_type: None,
        }],
        ..inbound(id, text)
    });
}

fn notices(story: &Story) -> Vec<String> {
    let notices = story
        .line()
        .entries
        .iter()
        .filter_map(|e| match (&e.event, &e.content) {
            (
                ThreadEvent::MessageOut {
                    purpose: Purpose::PicturesNotShown,
                    ..
                },
                Some(ThreadContent::Message { text, .. }),
            ) => Some(text.clone()),
            _ => None,
        });
    notices.collect()
}

#[test]
fn x_14_the_sender_is_told_once_a_day_in_a_conversation() {
    let mut story = blind();
    sends_a_picture(&mut story, "MM1", "here");
    assert_eq!(
        notices(&story),
        [
            "Lakeside: We cannot see pictures or files sent to this number. Please tell us in words, or call 555-0100."
        ]
    );
    sends_a_picture(&mut story, "MM2", "and here");
    story.waits(86_399);
    sends_a_picture(&mut story, "MM3", "and again");
    assert_eq!(notices(&story).len(), 1);
    story.waits(1);
    sends_a_picture(&mut story, "MM4", "the next day");
    assert_eq!(notices(&story).len(), 2);
}

#[test]
fn x_14_the_sender_is_told_too_where_pictures_are_not_taken_at_all() {
    let mut story = Story::new();
    story.organisation.documents.mms = false;
    sends_a_picture(&mut story, "MM1", "here");
    assert_eq!(notices(&story).len(), 1);
}

#[test]
fn x_14_nobody_is_told_when_pictures_are_shown_or_none_came() {
    let mut story = Story::new();
    sends_a_picture(&mut story, "MM1", "here");
    assert_eq!(notices(&story), [""; 0]);
    let mut story = blind();
    story.texts("no picture");
    assert_eq!(notices(&story), [""; 0]);
}

#[test]
fn x_14_a_number_that_opted_out_is_told_nothing() {
    let mut story = blind();
    sends_a_picture(&mut story, "MM1", "STOP");
    assert_eq!(notices(&story), [""; 0]);
    sends_a_picture(&mut story, "MM2", "look at this");
    assert_eq!(
        notices(&story),
        [""; 0],
        "texted again, yet still opted out (X-10)"
    );
    sends_a_picture(&mut story, "MM3", "START");
    assert_eq!(notices(&story).len(), 1, "texts are wanted again");
}
