//! What a member's text asks of the channel itself: to stop, to start again, to be told what this is.
//!
//! A hard opt-out is a *whole message* after normalisation (MC-49, X-15): "STOP", "stop!", "Please stop 🙏". A text that
//! says the same in other words is a soft one, which an agent judges; ordinary talk of a lender's member ("Stop by the branch
//! at 5?", "please stop the autopay") is neither. Only what the member wrote is judged: not what a reaction or a reply quotes.

mod classes;
mod lists;
mod normalised;
mod own;
mod patterns;
mod reading;
mod vocabulary;

pub use lists::{COURTESIES, HELP, KeywordList, NO, OPT_IN, OPT_OUT, YES};
pub(crate) use normalised::{is_invisible, words as plain_words};
use own::Own;
use serde::{Deserialize, Serialize};

use crate::text::reaction;

/// What a text asks of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Intent {
    /// Blocks the number at once.
    #[serde(rename = "opt_out")]
    OptOut,
    /// What a reasonable person may take for an opt-out (47 CFR 64.1200(a)(10)): automation pauses and an agent decides. Never
    /// blocks.
    #[serde(rename = "looks_like_opt_out")]
    LooksLikeOptOut,
    /// Says that the number is somebody else's: automation pauses and an agent decides. Never blocks.
    #[serde(rename = "wrong_number")]
    WrongNumber,
    /// Lifts an opt-out.
    #[serde(rename = "opt_in")]
    OptIn,
    /// Asks for the help text, which even someone who opted out gets.
    #[serde(rename = "help")]
    Help,
    /// Says yes to the question of consent that awaits its answer.
    #[serde(rename = "yes")]
    Yes,
    /// Says no to it.
    #[serde(rename = "no")]
    No,
    /// Anything else.
    #[serde(rename = "other")]
    Other,
}

/// Reads the intent of a text. Any text is accepted, in time that grows with its length alone.
///
/// A reaction asks for nothing. The hard intents look at what the sender wrote, without signature and quoted lines; the soft
/// ones look below a signature too, so that no opt-out goes unseen because it was taken for one.
pub fn intent(text: &str) -> Intent {
    if own::has_quotation_mark(text) && reaction::quoting(text).is_some() {
        return Intent::Other;
    }
    let own = Own::of(text);
    let words: Vec<&str> = own.message.split_whitespace().collect();
    let message = once(without_courtesies(&words));
    if is_listed(message, OPT_OUT) {
        return Intent::OptOut;
    }
    if is_listed(&words, OPT_IN) {
        return Intent::OptIn;
    }
    if is_listed(&words, HELP) {
        return Intent::Help;
    }
    let read = if own.with_signature.is_some() {
        let all: Vec<&str> = own.all().split_whitespace().collect();
        reading::read(&all, text)
    } else {
        reading::read(message, text)
    };
    if read == Intent::Other && reading::is_slip_of_keyword(message) {
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

/// Whether a text may be a member's word about what texts are wanted: to end them, to allow them again, or the answer to a question.
pub fn concerns_consent(text: &str) -> bool {
    matches!(
        intent(text),
        Intent::OptOut | Intent::LooksLikeOptOut | Intent::WrongNumber | Intent::OptIn
    ) || answer(text).is_some()
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

/// The letters of the longest phrase of any list, spaces left out, at most.
const LONGEST: usize = 24;

/// Whether the words are one of the phrases, whatever the spaces: `s t o p` and `un-subscribe` are spelled alike.
fn is_listed(words: &[&str], lists: &[KeywordList]) -> bool {
    let mut letters = 0;
    for word in words {
        letters += word.len();
        if letters > LONGEST {
            return false;
        }
    }
    let spelled: String = words.concat();
    let mut phrases = lists.iter().flat_map(|list| list.phrases);
    phrases.any(|phrase| spelled.bytes().eq(phrase.bytes().filter(|&b| b != b' ')))
}

/// Drops courtesies from both ends.
fn without_courtesies<'w, 't>(mut words: &'w [&'t str]) -> &'w [&'t str] {
    loop {
        let before = words.len();
        for courtesy in COURTESIES {
            words = words.strip_prefix(*courtesy).unwrap_or(words);
            words = words.strip_suffix(*courtesy).unwrap_or(words);
        }
        if words.len() == before {
            return words;
        }
    }
}

/// One of them, if the words only repeat themselves: "stop stop stop", "opt out! opt out!".
fn once<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    const MOST: usize = 5;
    let period = (1..=MOST.min(words.len())).find(|&period| {
        words.len().is_multiple_of(period) && words.chunks(period).all(|chunk| chunk == &words[..period])
    });
    &words[..period.unwrap_or(words.len())]
}

#[cfg(test)]
mod phrases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
