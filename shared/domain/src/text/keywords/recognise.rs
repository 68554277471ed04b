//! Recognising what a text asks for.

use super::intent::Intent;
use super::list::KeywordList;
use super::listed::{is_listed, once, without_courtesies};
use super::lists::{self, HELP, NO, OPT_IN, OPT_OUT, YES};
use super::own::{self, Heard, Own};
use super::{alone, reading};
use crate::text::reaction;

/// Reads the intent of a text. Any text is accepted, in time that grows with its length alone.
///
/// A reaction asks for nothing, unless its emoji is a sign to stop. The hard intents look at what the sender wrote, without
/// signature, quoted lines and our own words sent back; the soft ones look below a signature too, so that no opt-out goes unseen
/// because it was taken for one.
pub fn intent(text: &str) -> Intent {
    if own::has_quotation_mark(text)
        && let Some(reaction) = reaction::quoting(text)
    {
        let says_stop = !reaction.removed && reaction.emoji.is_some_and(|emoji| alone::is_sign(&emoji));
        return if says_stop {
            Intent::LooksLikeOptOut
        } else {
            Intent::Other
        };
    }
    let own = Own::of(text);
    if let Some(asked) = keyword(&own) {
        return asked;
    }
    let Some(heard) = Heard::of(text) else {
        return wish(&own, text);
    };
    let asked: Vec<Intent> = heard
        .messages
        .iter()
        .filter_map(|message| keyword(&Own::of(message)))
        .collect();
    if asked.contains(&Intent::OptOut) {
        return Intent::OptOut;
    }
    let wish = wish(&Own::of(&heard.rest), &heard.rest);
    asked
        .first()
        .copied()
        .filter(|_| wish == Intent::Other)
        .unwrap_or(wish)
}

/// What the message asks for by a keyword that is all of it.
fn keyword(own: &Own) -> Option<Intent> {
    let words: Vec<&str> = own.message.split_whitespace().collect();
    if is_listed(once(without_courtesies(&words)), OPT_OUT) {
        Some(Intent::OptOut)
    } else if is_listed(&words, OPT_IN) {
        Some(Intent::OptIn)
    } else if is_listed(&words, HELP) {
        Some(Intent::Help)
    } else {
        None
    }
}

/// What the message asks for in other words. `text` is the text that it is of.
fn wish(own: &Own, text: &str) -> Intent {
    let words: Vec<&str> = own.message.split_whitespace().collect();
    let message = once(without_courtesies(&words));
    let read = if own.with_signature.is_some() {
        let all: Vec<&str> = own.all().split_whitespace().collect();
        reading::read(&all, text)
    } else {
        reading::read(message, text)
    };
    let alone = || reading::is_slip_of_keyword(message) || alone::is_word(message) || alone::is_signs(text);
    if read == Intent::Other && alone() {
        return Intent::LooksLikeOptOut;
    }
    read
}

/// Reads a text as the answer to a question of consent: [`Intent::Yes`], [`Intent::No`], or none. Without such a question it
/// is an ordinary text, so [`intent`] never says so.
pub fn answer(text: &str) -> Option<Intent> {
    let own = Own::of(text);
    let own: Vec<&str> = own.message.split_whitespace().collect();
    let own = once(without_courtesies(&own));
    if is_listed(own, YES) {
        Some(Intent::Yes)
    } else if is_listed(own, NO) {
        Some(Intent::No)
    } else {
        None
    }
}

/// The keyword that a whole text is to `carrier`, which answers it by itself where nobody changed that. A carrier compares without
/// regard to case and to white space around the text, and passes nothing else over.
pub fn reserved(carrier: &str, text: &str) -> Option<Intent> {
    let mut lists = lists::RESERVED.iter().filter(|list| list.carrier == carrier);
    let mut keywords = lists.next()?.keywords.iter();
    let text = text.trim();
    let is_listed = |list: &KeywordList| list.phrases.iter().any(|word| text.eq_ignore_ascii_case(word));
    keywords.find(|(_, list)| is_listed(list)).map(|(asks, _)| *asks)
}
