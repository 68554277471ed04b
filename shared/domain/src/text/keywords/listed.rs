//! Comparing a whole message with the lists.

use super::list::KeywordList;
use super::lists::COURTESIES;

/// The letters of the longest phrase of any list, spaces left out, at most.
pub(super) const LONGEST: usize = 24;

/// Whether the words are one of the phrases, whatever the spaces: `s t o p` and `un-subscribe` are spelled alike.
pub(super) fn is_listed(words: &[&str], lists: &[KeywordList]) -> bool {
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
pub(super) fn without_courtesies<'w, 't>(mut words: &'w [&'t str]) -> &'w [&'t str] {
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
pub(super) fn once<'w, 't>(words: &'w [&'t str]) -> &'w [&'t str] {
    const MOST: usize = 5;
    let period = (1..=MOST.min(words.len())).find(|&period| {
        words.len().is_multiple_of(period) && words.chunks(period).all(|chunk| chunk == &words[..period])
    });
    &words[..period.unwrap_or(words.len())]
}
