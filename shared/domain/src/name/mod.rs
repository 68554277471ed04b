//! Names of people as other systems write them, and the one word in them by which a person is greeted.
//!
//! A text that greets somebody by a wrong name is worse than one that greets them by none. So whatever is not clearly the name
//! of one person, given name first or family name and comma, has no first name.

mod words;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use self::words::{
    NOT_ONE_PERSON, OTHER_FAMILIES_FIRST, PARTICLES, PLACEHOLDERS, SUFFIXES, SUFFIXES_AFTER_COMMA, TITLES,
    TRADES, VIETNAMESE_FAMILIES, VIETNAMESE_MIDDLES,
};
use crate::invisible::is_invisible;

/// The word by which the person is greeted; `None` when it is not clear.
///
/// `Maria Lopez`, `Lopez, Maria`, `Dr. Maria Lopez, MD` and `M. Maria Lopez` are all `Maria`. So is `María José García`: the first of
/// two given names is hers either way, and with the second `Mary Smith Jones` would be greeted by a family name. A name all in
/// capital or in small letters is written as names are.
pub fn first_name(name: &str) -> Option<String> {
    let Apart { plain, asides } = Apart::of(name)?;
    if !plain.chars().all(may_stand_in_a_name) {
        return None;
    }
    let mut parts: Vec<Vec<&str>> = plain
        .split(',')
        .map(|part| part.split_whitespace().collect())
        .collect();
    let mut words = parts.iter().flatten().copied().chain(asides.split_whitespace());
    let is_firm = |word| is_one_of(NOT_ONE_PERSON, word) || is_one_of(TRADES, word) || is_possessive(word);
    if words.any(is_firm) {
        return None;
    }
    let stands_alone = parts.len() == 1;
    let family_is_one_word = parts[0].len() == 1;
    let mut at = 0;
    parts.retain(|part| {
        at += 1;
        at == 1 || !is_suffixes(part, family_is_one_word)
    });
    if may_have_family_first(&parts) {
        return None;
    }
    let given = match &parts[..] {
        [whole] => given_of_whole(whole, stands_alone)?,
        [family, given] if family.len() <= 1 || given.len() <= 1 || is_family_of_several(family, given) => {
            bare(given).into_iter().find(|word| !is_initial(word))?
        }
        _ => return None,
    };
    let is_all_capitals = !plain.chars().any(char::is_lowercase);
    is_given(given).then(|| written(given, is_all_capitals))
}

/// A name apart from what stands in brackets or quotes, which are nicknames and remarks.
#[derive(Default)]
struct Apart {
    plain: String,
    asides: String,
}

impl Apart {
    /// `None` when a bracket or quote is not closed, or stands before the name.
    fn of(name: &str) -> Option<Self> {
        let mut apart = Self::default();
        let mut until = None;
        for c in name
            .chars()
            .filter(|&c| c == '\u{200C}' || c == '\u{200D}' || !is_invisible(c))
        {
            let closing = match c {
                '(' => Some(')'),
                '[' => Some(']'),
                '"' => Some('"'),
                '\u{201C}' => Some('\u{201D}'),
                _ => None,
            };
            if until == Some(c) {
                until = None;
                apart.asides.push(' ');
            } else if until.is_some() {
                apart.asides.push(c);
            } else if closing.is_some() {
                until = closing;
                apart.plain.push(' ');
                if apart.plain.trim().is_empty() {
                    return None;
                }
            } else if c.is_whitespace() {
                apart.plain.push(' ');
            } else if !c.is_control() {
                apart.plain.push(c);
            }
        }
        until.is_none().then_some(apart)
    }
}

fn may_stand_in_a_name(c: char) -> bool {
    c.is_alphabetic()
        || is_combining_mark(c)
        || c.is_ascii_digit()
        || matches!(
            c,
            ' ' | ',' | '.' | '-' | '\u{2010}' | '\u{2011}' | '·' | '\u{200C}' | '\u{200D}'
        )
        || is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '\u{2018}' | '\u{2019}' | '`' | '´')
}

/// A word as the lists have it: `Ph.D.` as `phd`.
fn key(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

fn is_one_of(list: &[&str], word: &str) -> bool {
    list.contains(&key(word).as_str())
}

/// Whether something belongs to whom the word names: `Bob's`.
fn is_possessive(word: &str) -> bool {
    let mut letters = word.chars().rev();
    letters.next().is_some_and(|last| matches!(last, 's' | 'S')) && letters.next().is_some_and(is_apostrophe)
}

/// A word as it is spelt without marks: `Nguyễn` as `nguyen`.
fn unmarked(word: &str) -> String {
    let letters = word.nfd().filter(|c| c.is_alphanumeric());
    let small = letters.flat_map(char::to_lowercase);
    small.map(|c| if c == 'đ' { 'd' } else { c }).collect()
}

/// Whether the first word may be a family name that stands first without a comma, or the last of the given names is the one to greet
/// by, as in Vietnam.
fn may_have_family_first(parts: &[Vec<&str>]) -> bool {
    let is_in = |list: &[&str], word: &str| list.contains(&unmarked(word).as_str());
    let is_family = |word: &str| is_in(VIETNAMESE_FAMILIES, word);
    match parts {
        [family, given, ..] => family.last().is_some_and(|word| is_family(word)) && bare(given).len() > 1,
        [whole] => {
            let bare = bare(whole);
            let (Some(first), Some(last)) = (bare.first(), bare.last()) else {
                return false;
            };
            is_family(first)
                || is_in(OTHER_FAMILIES_FIRST, first)
                || (is_family(last) && is_in(VIETNAMESE_MIDDLES, first))
        }
        [] => false,
    }
}

/// Whether what stands after a comma is titles such as `Jr`. Some are given names too, and count as such behind one word.
fn is_suffixes(part: &[&str], family_is_one_word: bool) -> bool {
    let mut words = part.iter();
    !part.is_empty()
        && words.all(|word| {
            is_one_of(SUFFIXES, word) || (!family_is_one_word && is_one_of(SUFFIXES_AFTER_COMMA, word))
        })
}

/// The words without titles before and behind them.
fn bare<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let from = words.iter().position(|word| !is_one_of(TITLES, word));
    let from = from.unwrap_or(words.len());
    let till = words.iter().rposition(|word| !is_one_of(SUFFIXES, word));
    let till = till.map_or(0, |last| last + 1);
    words.get(from..till).unwrap_or_default().to_vec()
}

/// The given name in `Maria Lopez`: a word that others follow, or the only one there is. One word beside a title, an initial
/// or a comma is a family name.
fn given_of_whole<'a>(whole: &[&'a str], stands_alone: bool) -> Option<&'a str> {
    let bare = bare(whole);
    if let [only] = bare[..] {
        return (whole.len() == 1 && stands_alone && !is_initial(only)).then_some(only);
    }
    let given = bare.iter().position(|word| !is_initial(word))?;
    let is_clear = given + 1 < bare.len() && !bare.iter().any(|word| word.chars().any(puts_family_first));
    is_clear.then(|| bare[given])
}

/// Whether a family name of several words stands before the comma, not somebody's whole name before somebody else's.
fn is_family_of_several(family: &[&str], given: &[&str]) -> bool {
    let is_particle =
        |word: &&str| is_one_of(PARTICLES, word) || matches!(key(word).as_str(), "van" | "san" | "st");
    family.first().is_some_and(is_particle)
        || bare(family).len() <= 1
        || given
            .iter()
            .filter(|word| !is_initial(word) && !is_one_of(SUFFIXES, word))
            .count()
            <= 1
}

/// Whether the script is one of languages in which the family name stands first, mostly.
fn puts_family_first(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11FF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3134F}')
}

/// Whether a word is an initial or shortened: `J`, `J.`, `J.R.`, `Wm.`
fn is_initial(word: &str) -> bool {
    let one = |part: &str| part.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    word.ends_with('.') || (word.split('.').all(one) && !word.chars().any(puts_family_first))
}

/// Whether a word can be somebody's given name.
fn is_given(word: &str) -> bool {
    let lists = [TITLES, SUFFIXES, PLACEHOLDERS, PARTICLES];
    let edge = |c: Option<char>| c.is_some_and(char::is_alphabetic);
    edge(word.chars().next())
        && !word.chars().any(|c| c == '.' || c.is_numeric())
        && !lists.iter().any(|list| is_one_of(list, word))
}

/// The word as names are written, when it is in capital or in small letters: not `TJ` or `DeShawn`.
fn written(word: &str, is_all_capitals: bool) -> String {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let shouted = letters().all(char::is_uppercase) && letters().count() > 1;
    let whispered = letters().all(|c| c.is_lowercase() && has_capital(c));
    if !shouted && !whispered {
        return word.to_owned();
    }
    let is_vowel =
        |c: char| !c.is_ascii() || matches!(c.to_ascii_uppercase(), 'A' | 'E' | 'I' | 'O' | 'U' | 'Y');
    let are_initials = !letters().any(is_vowel) || (letters().count() == 2 && word.ends_with(['J', 'j']));
    if are_initials || (shouted && letters().count() == 2 && !is_all_capitals) {
        return word.to_uppercase();
    }
    let mut begins = true;
    let mut written = String::with_capacity(word.len());
    for c in word.chars() {
        if begins {
            written.extend(c.to_uppercase());
        } else {
            written.extend(c.to_lowercase());
        }
        begins = !c.is_alphabetic() && !is_combining_mark(c);
    }
    written
}

/// Whether names in the script begin with a capital letter: those of Georgian do not, though it has some.
fn has_capital(small: char) -> bool {
    !matches!(small, '\u{10D0}'..='\u{10FF}') && small.to_uppercase().count() == 1 && !small.is_uppercase()
}

#[cfg(test)]
mod tests;
