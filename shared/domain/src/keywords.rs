//! What a member's text asks of the channel itself: to stop, to start again, to be told what this is.
//!
//! A hard opt-out is a *whole message* after normalisation (MC-49, X-15): "STOP", "stop!", "Please stop 🙏". A text that
//! says the same in other words is a soft one, which an agent judges; ordinary talk of a lender's member ("Stop by the branch
//! at 5?", "please stop the autopay") is neither. Only what the member wrote is judged: not what a reaction or a reply quotes.

mod alone;
mod classes;
mod lists;
mod normalised;
mod ours;
mod own;
mod patterns;
mod reading;
mod vocabulary;
mod written;

pub use lists::{COURTESIES, HELP, KeywordList, NO, OPT_IN, OPT_OUT, YES};
pub(crate) use normalised::{is_invisible, words as plain_words};
use own::{Heard, Own};
use serde::{Deserialize, Serialize};
pub use written::Written;

use crate::reaction;

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
/// A reaction asks for nothing, unless its emoji is a sign to stop. The hard intents look at what the sender wrote, without signature, quoted lines and our own words
/// sent back; the soft ones look below a signature too, so that no opt-out goes unseen because it was taken for one.
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
