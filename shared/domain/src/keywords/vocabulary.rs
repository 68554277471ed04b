//! What words mean, language by language. A language is a file of words: the [patterns](super::patterns) are the same for all.

mod english;
mod french;
mod names;
mod portuguese;
mod spanish;
mod vietnamese;

use std::cmp::Ordering;

use super::classes::{DOING, Kinds, NAME};
pub(super) use names::NAMES;

/// The words of a language. Each file says where they are from.
#[derive(Debug)]
pub(super) struct Vocabulary {
    /// The words as [`super::normalised`] leaves them, in order, and their kinds.
    pub(super) words: &'static [(&'static str, Kinds)],
}

/// All languages.
pub(super) const VOCABULARIES: &[Vocabulary] = &[
    english::ENGLISH,
    spanish::SPANISH,
    french::FRENCH,
    portuguese::PORTUGUESE,
    vietnamese::VIETNAMESE,
];

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
    let mut known = false;
    let mut kinds = 0;
    for vocabulary in VOCABULARIES {
        if let Ok(at) = vocabulary.words.binary_search_by(|(other, _)| (*other).cmp(word)) {
            known = true;
            kinds |= vocabulary.words[at].1;
        }
    }
    if known {
        kinds
    } else if is_name(word) {
        NAME
    } else {
        let slip = if word.len() >= SLIP_FROM { slip(word) } else { 0 };
        match slip {
            0 if word.len() >= SLIP_FROM && word.ends_with("ing") => DOING,
            slip => slip,
        }
    }
}

/// Whether the word is a common given name, as itself or as whose something is: `pat`, `pats`.
fn is_name(word: &str) -> bool {
    let is = |word: &str| NAMES.binary_search(&word).is_ok();
    is(word) || word.strip_suffix('s').is_some_and(is)
}

/// The kinds of the words that begin alike and that the word is one slip from.
fn slip(word: &str) -> Kinds {
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
    use super::super::normalised::words;
    use super::*;

    #[test]
    fn words_are_in_order_and_written_as_texts_are_read() {
        for vocabulary in VOCABULARIES {
            assert!(vocabulary.words.is_sorted_by(|one, next| one.0 < next.0));
            for (word, _) in vocabulary.words {
                assert_eq!(words(word), *word);
            }
        }
        assert!(NAMES.is_sorted_by(|one, next| one < next));
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
