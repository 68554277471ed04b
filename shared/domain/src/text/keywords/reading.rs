//! Reads what a text asks for beyond the keywords: whether a reasonable person would take it for the end of consent
//! (47 CFR 64.1200(a)(10)), or for somebody else's who now has the number.

use super::classes::{ADVERB, CLAUSE, DOING, Kinds, NAME, TEXTS};
use super::intent::Intent;
use super::patterns::{PATTERNS, Pattern, Place};
use super::vocabulary::{is_slip, kinds};

/// How many words before a pattern may give it another sense.
const BEFORE: usize = 3;

/// How many words after it may.
const AFTER: usize = 5;

/// The most words of a message that says one thing only.
const SHORT: usize = 3;

/// Words of everyday that are one slip from a keyword.
const EVERYDAY: &[&str] = &[
    "atop", "canceled", "cancels", "canal", "chop", "shop", "slop", "step", "stops", "stoop", "stow",
    "strop", "stomp", "swop", "top",
];

/// The keywords that a message of one word may be a slip of.
const KEYWORDS: &[&str] = &["stop", "stopall", "cancel", "unsubscribe", "optout"];

/// What the words ask for, other than by a keyword as the whole message. `raw` is the text that they are of.
pub(super) fn read(words: &[&str], raw: &str) -> Intent {
    let kinds: Vec<Kinds> = words.iter().map(|word| kinds(word)).collect();
    let mut reading = Reading {
        words,
        raw,
        all: kinds.iter().fold(0, |all, kinds| all | kinds),
        kinds,
        names_seen: false,
    };
    for pattern in PATTERNS.iter().copied().flatten() {
        if reading.has(pattern) {
            return pattern.says;
        }
    }
    Intent::Other
}

/// Whether a message of one word is a slip of a keyword.
pub(super) fn is_slip_of_keyword(message: &[&str]) -> bool {
    let [word] = message else {
        return false;
    };
    word.len() > 2 && !EVERYDAY.contains(word) && KEYWORDS.iter().any(|keyword| is_slip(word, keyword))
}

struct Reading<'a> {
    words: &'a [&'a str],
    raw: &'a str,
    kinds: Vec<Kinds>,
    /// Of all words together.
    all: Kinds,
    names_seen: bool,
}

impl Reading<'_> {
    fn has(&mut self, pattern: &Pattern) -> bool {
        // A text without the words of a slot is none, which most texts are to most patterns.
        let wants_name = pattern.slots.iter().any(|(_, slot)| slot & NAME != 0);
        if !self.may_fit(pattern, wants_name) {
            return false;
        }
        if wants_name {
            self.see_names();
        }
        let most = match pattern.place {
            Place::Anywhere | Place::Start | Place::Close => usize::MAX,
            Place::Short => SHORT,
            Place::End => SHORT + 1,
        };
        if self.words.len() > most {
            return false;
        }
        let starts = if pattern.place == Place::Start {
            0..1
        } else {
            0..self.words.len()
        };
        starts.into_iter().any(|start| {
            self.end(pattern.slots, start).is_some_and(|end| {
                let placed = match pattern.place {
                    Place::End => end == self.words.len(),
                    Place::Close => self.kinds[end..].iter().all(|kinds| kinds & ADVERB != 0),
                    _ => true,
                };
                placed && self.means_it(pattern, start, end)
            })
        })
    }

    fn may_fit(&self, pattern: &Pattern, wants_name: bool) -> bool {
        let all = if wants_name { self.all | NAME } else { self.all };
        pattern.slots.iter().all(|(_, slot)| slot & all != 0)
    }

    /// Where the slots end that begin at `start`: each is taken at the first word that fits.
    fn end(&self, slots: &[(usize, Kinds)], start: usize) -> Option<usize> {
        let mut at = start;
        for (index, (gap, slot)) in slots.iter().enumerate() {
            let most = if index == 0 { 0 } else { *gap };
            let fits = |place: &usize| self.kinds.get(*place).is_some_and(|kinds| kinds & slot != 0);
            at = (at..=at + most).find(fits)? + 1;
        }
        Some(at)
    }

    /// Whether nothing around the words from `start` to `end` says that something else is meant.
    fn means_it(&self, pattern: &Pattern, start: usize, end: usize) -> bool {
        let before = &self.kinds[start.saturating_sub(BEFORE)..start];
        if before.iter().any(|kinds| kinds & pattern.not_after != 0)
            && !(pattern.unless_alone && self.shouts())
        {
            return false;
        }
        if before
            .last()
            .is_some_and(|kinds| kinds & pattern.not_right_after != 0)
        {
            return false;
        }
        let after = &self.kinds[end..self.kinds.len().min(end + AFTER)];
        let next = after.first().copied().unwrap_or(0);
        // What ends texts may end anything else too: what is named first counts, and another sentence says something else.
        let until = after
            .iter()
            .position(|kinds| kinds & (TEXTS | CLAUSE) != 0)
            .unwrap_or(after.len());
        let other = self.kinds[start..end]
            .iter()
            .chain(&after[..until])
            .any(|kinds| kinds & pattern.not_near != 0);
        if next & pattern.not_next == 0 && !other {
            return true;
        }
        pattern.unless_alone && self.stands_alone()
    }

    /// Whether the sentence ends right after the word for stopping: "STOP. I paid my loan".
    fn stands_alone(&self) -> bool {
        let ends = |c: char| matches!(c, '.' | '!' | '?' | ',' | ';' | ':' | '…' | '\n' | '\r');
        let mut from = 0;
        while let Some(at) = find_ignoring_case(&self.raw.as_bytes()[from..], b"stop") {
            let after = from + at + 4;
            if self.raw[after..].trim_start_matches(' ').starts_with(ends) {
                return true;
            }
            from = after;
        }
        false
    }

    /// Whether the keyword alone is in capitals: "I paid the card, so STOP".
    fn shouts(&self) -> bool {
        let mut words = self.raw.split(|c: char| !c.is_alphanumeric());
        words.any(|word| word == "STOP") && self.raw.chars().any(char::is_lowercase)
    }

    /// Takes words that begin with a capital letter, other than at the beginning of a sentence, for names.
    fn see_names(&mut self) {
        if std::mem::replace(&mut self.names_seen, true) || !self.raw.chars().any(char::is_lowercase) {
            return;
        }
        // Where most words begin so, it says nothing.
        let begun = |word: &&str| word.starts_with(char::is_uppercase);
        if self.raw.split_whitespace().filter(begun).count() * 2 > self.words.len().max(4) {
            return;
        }
        let mut sentence = true;
        for word in self.raw.split_whitespace() {
            let begins =
                std::mem::replace(&mut sentence, word.ends_with(['.', '!', '?', ':', '…', '"', '”']));
            let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
            if begins || !letters.starts_with(char::is_uppercase) || !letters.chars().any(char::is_lowercase)
            {
                continue;
            }
            let plain = crate::text::normalised::words(letters);
            for (at, known) in self.words.iter().enumerate() {
                if **known == plain && self.kinds[at] & !DOING == 0 && !is_of_a_people(&plain) {
                    self.kinds[at] = NAME;
                }
            }
        }
        self.all = self.kinds.iter().fold(0, |all, kinds| all | kinds);
    }
}

/// Whether a word with a capital letter says what somebody is, and not who: American, Spanish, Chinese.
fn is_of_a_people(word: &str) -> bool {
    ["ican", "ian", "ish", "ese", "day", "tian"]
        .iter()
        .any(|end| word.ends_with(end))
        && word.len() > 5
}

fn find_ignoring_case(text: &[u8], lower: &[u8]) -> Option<usize> {
    text.windows(lower.len())
        .position(|window| window.eq_ignore_ascii_case(lower))
}
