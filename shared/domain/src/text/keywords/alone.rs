//! Messages that say one thing only, which beside other words would be something else.

use super::classes;
use super::listed::{is_listed, without_courtesies};
use super::lists::{ALONE, BESIDE_SIGNS, STOP_SIGNS};
use super::own::is_below_message;
use super::vocabulary::kinds;
use crate::invisible::is_invisible;
use crate::text::normalised::words;

/// Whether the words of a message are one that asks to stop by itself.
pub(super) fn is_word(message: &[&str]) -> bool {
    is_listed(message, ALONE)
}

/// Whether an emoji says stop.
pub(super) fn is_sign(emoji: &str) -> bool {
    emoji.starts_with(STOP_SIGNS)
}

/// Whether a text says in signs that it asks to stop, with nothing beside them but what texts are called: "🛑", "🚫 texts".
pub(super) fn is_signs(text: &str) -> bool {
    if !text.contains(STOP_SIGNS) {
        return false;
    }
    let own: Vec<&str> = text.lines().filter(|line| !is_below_message(line)).collect();
    let mut marks = own
        .iter()
        .flat_map(|line| line.chars())
        .filter(|c| !c.is_ascii() && !c.is_alphanumeric() && !c.is_whitespace() && !is_invisible(*c));
    let signs_only = marks.all(|c| STOP_SIGNS.contains(&c) || BESIDE_SIGNS.contains(&c));
    let spoken = words(&own.join("\n"));
    let spoken: Vec<&str> = spoken.split_whitespace().collect();
    let message = without_courtesies(&spoken);
    let is_of_texts = |word: &&str| {
        use classes::{ADVERB, CONTACTING, ME, MORE, NUMBER, TEXT, TEXTS, THIS};
        let beside = ADVERB | CONTACTING | ME | MORE | NUMBER | TEXT | TEXTS | THIS;
        kinds(word) & beside != 0
    };
    let first = own.iter().find(|line| !line.trim().is_empty());
    signs_only
        && (message.is_empty()
            || (message.iter().all(is_of_texts)
                && first.is_some_and(|line| line.trim_start().starts_with(['🛑', '🚫', '⛔']))))
}
