//! Who answers STOP, START and HELP is settled for each number; nobody is answered twice (lesson 29).

use super::story::*;
use crate::directory::KeywordAnswers;
use crate::text::keywords::Intent;
use crate::thread::{InboundText, Purpose, ThreadEvent};

/// A text as a carrier brings it, which may say that it answered.
fn keyword(story: &mut Story, carrier: &str, text: &str, says: Option<Intent>) -> Vec<Purpose> {
    let id = format!("KW{}", story.line().entries.len());
    let before = story.outgoing().len();
    story.brings(&InboundText {
        carrier: carrier.to_owned(),
        answered_by_carrier: says,
        ..inbound(&id, text)
    });
    story.outgoing()[before..]
        .iter()
        .map(|message| message.purpose)
        .collect()
}

/// Whether the last text says that the carrier answers it.
fn is_told_as_answered(story: &Story) -> bool {
    let mut texts = story.line().entries.iter().rev();
    texts.any(|entry| matches!(entry.event, ThreadEvent::MessageIn { answered: true, .. }))
}

#[test]
fn lesson_29_what_the_carrier_answers_by_its_own_list_is_not_answered_again() {
    let mut story = Story::new().keywords(KeywordAnswers::Carrier);
    for text in ["HELP", "STOP", "START"] {
        assert_eq!(keyword(&mut story, "twilio", text, None), [], "{text}");
        assert!(is_told_as_answered(&story), "{text}");
    }
    keyword(&mut story, "twilio", "stop", None);
    assert!(story.blocked(LENDING), "it counts all the same");
}

#[test]
fn what_the_carriers_list_lacks_is_answered_by_us() {
    let mut story = Story::new().keywords(KeywordAnswers::Carrier);
    assert_eq!(keyword(&mut story, "telnyx", "help", None), [Purpose::Help]);
    assert_eq!(
        keyword(&mut story, "telnyx", "Please stop", None),
        [Purpose::OptOutConfirmation]
    );
    assert!(!is_told_as_answered(&story));
}

#[test]
fn a_carrier_that_tells_is_believed_and_its_list_is_not() {
    let mut story = Story::new().keywords(KeywordAnswers::CarrierTells);
    assert_eq!(keyword(&mut story, "twilio", "HELP", None), [Purpose::Help]);
    assert_eq!(keyword(&mut story, "twilio", "HELP", Some(Intent::Help)), []);
    assert_eq!(
        keyword(&mut story, "twilio", "STOP", None),
        [Purpose::OptOutConfirmation]
    );
}

#[test]
fn where_we_answer_a_carrier_that_says_it_answered_is_believed_and_noticed() {
    let mut story = Story::new().keywords(KeywordAnswers::Product);
    assert_eq!(keyword(&mut story, "twilio", "HELP", None), [Purpose::Help]);
    let text = InboundText {
        answered_by_carrier: Some(Intent::Help),
        ..inbound("KW", "HELP")
    };
    assert!(text.is_answered_against(KeywordAnswers::Product));
    assert_eq!(keyword(&mut story, "twilio", "HELP", Some(Intent::Help)), []);
    assert!(!text.is_answered_against(KeywordAnswers::Carrier));
    assert!(!text.is_answered_against(KeywordAnswers::CarrierTells));
}
