//! Numbers as other systems and people write them, read where a number is registered: never on the path of a text.
//!
//! The numbers of the United States and Canada are checked against the North American Numbering Plan. Others are taken when
//! they are E.164: a library that knows all plans takes 0.2 s of a cold function, and its metadata grow old, so that it would
//! refuse the numbers of a new area code. See `docs/adr/0017-numbers-that-are-told.md`.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::PhoneNumber;
use crate::text::keywords::is_invisible;

/// The most digits of an extension.
const LONGEST_EXTENSION: usize = 7;

/// What may stand before a number, followed by a colon, a stop or a blank.
const LABELS: &[&str] = &["tel", "telephone", "phone", "mobile", "cell", "sms"];

/// What is dialled before a country code, in the United States and in Europe.
const DIALLED: &[&str] = &["011", "00"];

/// The area code of samples. It is given to nobody, and would be one of services.
const SAMPLES: &[u8; 3] = b"555";

/// What is wrong with a number that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum NumberProblem {
    /// It is no telephone number.
    #[serde(rename = "not_a_number")]
    #[error("it holds more than a telephone number, or none")]
    NotANumber,
    /// It has too few digits.
    #[serde(rename = "too_short")]
    #[error("it has too few digits")]
    TooShort,
    /// It has too many digits.
    #[serde(rename = "too_long")]
    #[error("it has too many digits")]
    TooLong,
    /// Its digits are nobody's mobile number in the United States and Canada.
    #[serde(rename = "unassignable")]
    #[error("no mobile number of the United States and Canada has these digits")]
    Unassignable,
    /// The application has as many people with a number as it may have.
    #[serde(rename = "too_many")]
    #[error("the application has as many people with a number as it may have")]
    TooMany,
}

impl NumberProblem {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "not_a_number",
            Self::TooShort => "too_short",
            Self::TooLong => "too_long",
            Self::Unassignable => "unassignable",
            Self::TooMany => "too_many",
        }
    }
}

impl PhoneNumber {
    /// The number in a text such as `(319) 555-0142`, `tel:+1-319-555-0142;ext=5` or `+44 20 7946 0018`.
    ///
    /// Blanks, hyphens and brackets of every kind are passed over, and an extension, which no text reaches. Without a country
    /// code it is a number of the United States and Canada, and so are ten digits of one behind a plus that nobody meant.
    pub fn told(text: &str) -> Result<Self, NumberProblem> {
        let shown = text.nfkc().filter(|&c| !is_invisible(c));
        let plain: String = shown.flat_map(char::to_lowercase).collect();
        let number = without_extension(without_label(plain.trim()));
        let kept: String = number.chars().filter(|c| !is_punctuation(*c)).collect();
        let dialled = || DIALLED.iter().find_map(|prefix| kept.strip_prefix(prefix));
        let abroad = kept
            .strip_prefix('+')
            .or_else(|| dialled().filter(|rest| rest.len() >= 9));
        let digits = abroad.unwrap_or(&kept);
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(NumberProblem::NotANumber);
        }
        if digits.bytes().all(|b| digits.starts_with(char::from(b))) {
            return Err(NumberProblem::Unassignable);
        }
        let national = digits
            .strip_prefix('1')
            .filter(|_| abroad.is_some() || digits.len() == 11);
        match national {
            Some(national) => north_american(national),
            None if abroad.is_none() || (digits.len() == 10 && is_mobile(digits)) => north_american(digits),
            None => foreign(digits),
        }
    }
}

/// A number of the United States and Canada, without its 1.
fn north_american(national: &str) -> Result<PhoneNumber, NumberProblem> {
    match national.len() {
        ..10 => Err(NumberProblem::TooShort),
        10 if is_mobile(national) => parsed(&format!("+1{national}")),
        10 => Err(NumberProblem::Unassignable),
        _ => Err(NumberProblem::TooLong),
    }
}

fn foreign(digits: &str) -> Result<PhoneNumber, NumberProblem> {
    match digits.len() {
        ..7 => Err(NumberProblem::TooShort),
        7..=15 => parsed(&format!("+{digits}")),
        _ => Err(NumberProblem::TooLong),
    }
}

fn parsed(number: &str) -> Result<PhoneNumber, NumberProblem> {
    PhoneNumber::parse(number).map_err(|_| NumberProblem::Unassignable)
}

/// Whether ten digits can be somebody's number in the United States or Canada. Area codes that may come in future can: a list of
/// those in use would refuse the people of a new one.
///
/// Source: North American Numbering Plan, `NPA-NXX-XXXX`, both parts from 200, neither ending in 11; no area code has a 9 in its middle
/// (kept for longer numbers) or begins with 37 or 96 (kept too), and those that end in twice the same digit are for services (800, 900).
fn is_mobile(national: &str) -> bool {
    let Some((area, [exchange @ .., _, _, _, _])) = national.as_bytes().split_first_chunk::<3>() else {
        return false;
    };
    let is_kept = area[1] == b'9' || matches!(area, [b'3', b'7', _] | [b'9', b'6', _]);
    let is_service = area[1] == area[2] && area != SAMPLES;
    area[0] >= b'2'
        && !is_kept
        && !is_service
        && exchange.first().is_some_and(|first| *first >= b'2')
        && !exchange.ends_with(b"11")
}

fn without_label(text: &str) -> &str {
    let label = text
        .find(|c: char| !c.is_alphabetic())
        .map(|end| text.split_at(end));
    match label {
        Some((label, number)) if LABELS.contains(&label) => {
            number.trim_start_matches([':', '.']).trim_start()
        }
        _ => text,
    }
}

/// What stands before `x5`, `ext. 5`, `#5` or `;ext=5`.
fn without_extension(text: &str) -> &str {
    let Some(at) = text.find(['x', 'e', '#', ';', ',']) else {
        return text;
    };
    let (number, tail) = text.split_at(at);
    let words = [
        ";ext=",
        ";extension=",
        "extension",
        "extn",
        "ext",
        "x",
        "#",
        ",",
        ";",
    ];
    let extension = words.iter().find_map(|word| tail.strip_prefix(word));
    let extension = extension
        .unwrap_or(tail)
        .trim_matches(|c: char| matches!(c, ' ' | '.' | ':' | '#' | ','));
    let is_extension =
        (1..=LONGEST_EXTENSION).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
    if is_extension {
        number.trim_end_matches([',', ' '])
    } else {
        text
    }
}

fn is_punctuation(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '-' | '.' | '(' | ')' | '/' | '[' | ']' | '\u{B7}' | '\u{2010}'
                ..='\u{2015}' | '\u{2022}' | '\u{2212}'
        )
}

#[cfg(test)]
mod tests;
