//! Since when a member waits, and since when nobody has claimed.

use jiff::Timestamp;

use super::story::*;
use crate::directory::SendPolicy;
use crate::thread::{NextStep, Purpose};

fn since(story: &Story) -> (Option<Timestamp>, Option<Timestamp>) {
    let conversation = story.conversation();
    (conversation.waiting_since, conversation.unclaimed_since)
}

#[test]
fn mc_07_mc_12_both_clocks_start_with_the_first_text_and_later_ones_do_not_restart_them() {
    let mut story = Story::new();
    story.texts("Hi");
    story.waits(240).texts("Anybody there?");
    assert_eq!(since(&story), (Some(at(0)), Some(at(0))));
}

#[test]
fn mc_11_a_claim_ends_the_unclaimed_clock_but_the_member_still_waits() {
    let mut story = Story::new();
    story.texts("Hi");
    story.waits(60).claims(&maria()).unwrap();
    assert_eq!(since(&story), (Some(at(0)), None));
    story.waits(60).texts("Hello?");
    assert_eq!(since(&story), (Some(at(0)), None));
}

#[test]
fn mc_13_an_answer_ends_the_wait_and_the_next_text_begins_another() {
    let mut story = Story::claimed();
    story.waits(60).answers(&maria(), "Hello").unwrap();
    assert_eq!(since(&story), (None, None));
    story.waits(60).texts("And my rate?");
    story.waits(60).texts("Hello?");
    assert_eq!(since(&story), (Some(at(120)), None));
}

#[test]
fn x_24_without_a_claim_an_answer_ends_both_clocks_and_the_next_text_starts_both() {
    let mut story = Story::new().policy(SendPolicy::Open);
    story.texts("Hi");
    story.waits(60).answers(&maria(), "Hello").unwrap();
    assert_eq!(since(&story), (None, None));
    story.waits(60).texts("And my rate?");
    assert_eq!(since(&story), (Some(at(120)), Some(at(120))));
}

#[test]
fn x_24_what_the_product_texts_by_itself_answers_nobody() {
    let mut story = Story::new();
    story.texts("Hi");
    story.waits(60).texts("HELP");
    let help = story.last(Purpose::Help);
    assert!(matches!(story.steps(help), NextStep::Send(_)));
    story.hears(help, accepted());
    let conversation = story.conversation();
    assert_eq!(since(&story), (Some(at(0)), Some(at(0))));
    assert_eq!((conversation.messages, conversation.last.at), (2, at(60)));
    assert_eq!(story.thread().secret.preview, "HELP");
}

#[test]
fn x_24_what_becomes_of_an_answer_changes_no_list() {
    let (mut story, answer) = Story::sending();
    let before = story.thread().clone();
    story.waits(60).hears(answer, rejected("twilio_30005", false));
    assert_eq!(*story.thread(), before);
}

#[test]
fn mc_10_a_new_conversation_has_clocks_of_its_own() {
    let mut story = Story::claimed();
    story.waits(60).closes(&maria()).unwrap();
    story.waits(60).texts("One more thing");
    assert_eq!(since(&story), (Some(at(120)), Some(at(120))));
}
