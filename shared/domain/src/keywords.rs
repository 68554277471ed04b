//! What a member's text asks of the channel itself: to stop, to start again, to be told what this is.
//!
//! A hard opt-out is a *whole message* after normalisation (MC-49, X-15): "STOP", "stop!", "Please stop 🙏". A text that
//! only contains the words ("Stop by the branch at 5?") is at most a soft one, which an agent judges.

mod lists;
mod normalised;

pub use lists::{COURTESIES, HELP, KeywordList, LOOKS_LIKE_OPT_OUT, NO, OPT_IN, OPT_OUT, YES};
pub(crate) use normalised::is_invisible;
use serde::{Deserialize, Serialize};

/// What a text asks of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Intent {
    /// Blocks the number at once.
    #[serde(rename = "opt_out")]
    OptOut,
    /// Contains the words of an opt-out and more: automation pauses and an agent decides. Never blocks.
    #[serde(rename = "looks_like_opt_out")]
    LooksLikeOptOut,
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
/// The hard intents look at what the sender wrote, without signature and quoted lines; the soft one looks at everything,
/// so that no opt-out goes unseen because it was taken for a signature.
pub fn intent(text: &str) -> Intent {
    let own = normalised::own_words(text);
    let own: Vec<&str> = own.split_whitespace().collect();
    if is_listed(once(without_courtesies(&own)), OPT_OUT) {
        return Intent::OptOut;
    }
    if is_listed(&own, OPT_IN) {
        return Intent::OptIn;
    }
    if is_listed(&own, HELP) {
        return Intent::Help;
    }
    let all = normalised::words(text);
    if contains_listed(&all, LOOKS_LIKE_OPT_OUT) {
        Intent::LooksLikeOptOut
    } else {
        Intent::Other
    }
}

/// Reads a text as the answer to a question of consent: [`Intent::Yes`], [`Intent::No`], or none. Without such a question it
/// is an ordinary text, so [`intent`] never says so.
pub fn answer(text: &str) -> Option<Intent> {
    let own = normalised::own_words(text);
    let own: Vec<&str> = own.split_whitespace().collect();
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
        Intent::OptOut | Intent::LooksLikeOptOut | Intent::OptIn
    ) || answer(text).is_some()
}

/// Whether the words are one of the phrases, whatever the spaces: `s t o p` and `un-subscribe` are spelled alike.
fn is_listed(words: &[&str], lists: &[KeywordList]) -> bool {
    let spelled = || words.iter().flat_map(|word| word.chars());
    let mut phrases = lists.iter().flat_map(|list| list.phrases);
    phrases.any(|phrase| spelled().eq(phrase.chars().filter(|&c| c != ' ')))
}

/// Whether one of the phrases stands somewhere among the words, word for word.
fn contains_listed(words: &str, lists: &[KeywordList]) -> bool {
    let bounded = format!(" {words} ");
    let mut phrases = lists.iter().flat_map(|list| list.phrases);
    phrases.any(|phrase| {
        bounded.match_indices(phrase).any(|(at, _)| {
            let before = bounded[..at].ends_with(' ');
            before && bounded[at + phrase.len()..].starts_with(' ')
        })
    })
}

/// Drops courtesies from both ends.
fn without_courtesies<'w, 't>(mut words: &'w [&'t str]) -> &'w [&'t str] {
    loop {
        let before = words.len();
        for courtesy in COURTESIES {
            let courtesy: Vec<&str> = courtesy.split(' ').collect();
            words = words.strip_prefix(courtesy.as_slice()).unwrap_or(words);
            words = words.strip_suffix(courtesy.as_slice()).unwrap_or(words);
        }
        if words.len() == before {
            return words;
        }
    }
}

/// One of them, if the words only repeat themselves: "stop stop stop", "opt out! opt out!".
fn once<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    const LONGEST: usize = 5;
    let period = (1..=LONGEST.min(words.len())).find(|&period| {
        words.len().is_multiple_of(period) && words.chunks(period).all(|chunk| chunk == &words[..period])
    });
    &words[..period.unwrap_or(words.len())]
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
