//! What words mean, language by language. A language is a file of words: the [patterns](super::patterns) are the same for all.

mod english;
mod french;
mod language;
mod names;
mod portuguese;
mod spanish;
mod vietnamese;

use std::cmp::Ordering;

use super::classes::{DOING, Kinds, NAME};
use language::Vocabulary;
use names::NAMES;

/// All languages.
const VOCABULARIES: &[Vocabulary] = &[
    english::ENGLISH,
    spanish::SPANISH,
    french::FRENCH,
    portuguese::PORTUGUESE,
    vietnamese::VIETNAMESE,
];

/// The words of all languages, and names.
static WORDS: [(&str, Kinds); words_in_all()] = {
    let mut all = [("", 0); words_in_all()];
    let (mut at, mut language) = (0, 0);
    while language < VOCABULARIES.len() {
        let words = VOCABULARIES[language].words;
        let mut word = 0;
        while word < words.len() {
            all[at] = words[word];
            (at, word) = (at + 1, word + 1);
        }
        language += 1;
    }
    let mut name = 0;
    while name < NAMES.len() {
        all[at] = (NAMES[name], NAME);
        (at, name) = (at + 1, name + 1);
    }
    all
};

const fn words_in_all() -> usize {
    let (mut words, mut language) = (NAMES.len(), 0);
    while language < VOCABULARIES.len() {
        words += VOCABULARIES[language].words.len();
        language += 1;
    }
    words
}

/// How many places there are for words: a power of two, twice as many as words or more.
const PLACES: usize = 4_096;

/// No word is at a place.
const FREE: u16 = u16::MAX;

/// Where a word is among [`WORDS`]: at the place of its hash, or at one of the next up to a free one. Every word of every text is
/// looked up, and most are found to be nothing at the first look.
static INDEX: [u16; PLACES] = {
    assert!(words_in_all() * 2 <= PLACES);
    let mut index = [FREE; PLACES];
    let mut at: u16 = 0;
    while (at as usize) < WORDS.len() {
        let mut place = place(WORDS[at as usize].0);
        while index[place] != FREE {
            place = (place + 1) % PLACES;
        }
        index[place] = at;
        at += 1;
    }
    index
};

/// FNV-1a, folded.
const fn place(word: &str) -> usize {
    let bytes = word.as_bytes();
    let (mut hash, mut at): (u32, usize) = (0x811C_9DC5, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u32).wrapping_mul(0x0100_0193);
        at += 1;
    }
    (hash ^ (hash >> 15)) as usize % PLACES
}

/// The kinds of a word in all languages. `None` when none knows it.
fn known(word: &str) -> Option<Kinds> {
    let mut place = place(word);
    let mut kinds = None;
    while let Some((other, of_other)) = WORDS.get(usize::from(INDEX[place])) {
        if *other == word {
            kinds = Some(kinds.unwrap_or(0) | of_other);
        }
        place = (place + 1) % PLACES;
    }
    kinds
}

/// Words that mean the same with a slip of one letter. Each is long, and the everyday words that are one slip from it are in the
/// vocabularies (compared with the lists of words of Debian's wamerican 2020.12.07 and wspanish 1.0.30).
const WITH_SLIPS: &[&str] = &[
    "bothering",
    "contacting",
    "discontinue",
    "harassing",
    "message",
    "messages",
    "messaging",
    "notifications",
    "number",
    "permission",
    "receive",
    "receiving",
    "remove",
    "sending",
    "texting",
    "unsubscribe",
    "borrenme",
    "enviarme",
    "equivocado",
    "escribirme",
    "mandarme",
    "mensajes",
    "molestarme",
    "numero",
    "quitenme",
    "recibir",
];

/// The fewest letters of a word that may be a slip of one of these.
const SLIP_FROM: usize = 5;

/// The kinds of a word in all languages; of one that no language knows, those of the words that it is a slip of.
pub(super) fn kinds(word: &str) -> Kinds {
    if let Some(kinds) = known(word) {
        // A word of a language is no name.
        return if kinds == NAME { NAME } else { kinds & !NAME };
    }
    if word.len() < SLIP_FROM - 1 {
        return 0;
    }
    // As whose something is: "pats".
    let whose = word.strip_suffix('s').and_then(known);
    if whose == Some(NAME) {
        return NAME;
    }
    match slip(word) {
        0 if word.len() >= SLIP_FROM && word.ends_with("ing") => DOING,
        slip => slip,
    }
}

/// The kinds of the words that begin alike and that the word is one slip from.
fn slip(word: &str) -> Kinds {
    if word.len() < SLIP_FROM {
        return 0;
    }
    let first = word.as_bytes().first();
    WITH_SLIPS
        .iter()
        .filter(|other| other.as_bytes().first() == first && is_slip(word, other))
        .fold(0, |all, other| all | kinds(other))
}

/// Whether one letter more, less, other or exchanged with the next makes one word of the other.
pub(super) fn is_slip(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    if long.len() - short.len() > 1 {
        return false;
    }
    let alike = short.iter().zip(long).take_while(|(a, b)| a == b).count();
    let (short, long) = (&short[alike..], &long[alike..]);
    match short.len().cmp(&long.len()) {
        Ordering::Less => short == &long[1..],
        _ if short.is_empty() => true,
        _ => {
            let exchanged = short.len() > 1 && short[0] == long[1] && short[1] == long[0];
            short[1..] == long[1..] || (exchanged && short[2..] == long[2..])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::normalised::words;

    #[test]
    fn words_are_in_order_and_written_as_texts_are_read() {
        for vocabulary in VOCABULARIES {
            assert!(vocabulary.words.is_sorted_by(|one, next| one.0 < next.0));
            for (word, _) in vocabulary.words {
                assert_eq!(words(word), *word);
            }
        }
        assert!(NAMES.is_sorted_by(|one, next| one < next));
        for (word, _) in &WORDS {
            assert!(known(word).is_some(), "{word}");
        }
        assert_eq!(
            (known("zebra"), kinds("maria"), kinds("pats")),
            (None, NAME, NAME)
        );
    }

    #[test]
    fn a_slip_is_one_letter_more_less_other_or_exchanged() {
        for slip in ["stop", "stopp", "stp", "stip", "sotp", "top", "stpo"] {
            assert!(is_slip("stop", slip) && is_slip(slip, "stop"), "{slip}");
        }
        for other in ["", "s", "st", "stoppp", "spot", "tpso", "stump"] {
            assert!(!is_slip("stop", other) && !is_slip(other, "stop"), "{other}");
        }
    }

    #[test]
    fn what_has_slips_is_known_and_what_is_known_is_no_slip() {
        for word in WITH_SLIPS {
            assert_ne!(kinds(word), 0, "{word}");
        }
        assert_eq!(kinds("mesage"), kinds("message"));
        assert_eq!(kinds("numbr"), kinds("number"));
        assert_eq!(kinds("spending"), 0);
        assert_eq!(kinds("stopped"), 0);
    }
}
