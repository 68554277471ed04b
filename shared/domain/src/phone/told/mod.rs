//! Numbers as other systems and people write them, read where a number is registered: never on the path of a text.
//!
//! The numbers of the United States and Canada are checked against the North American Numbering Plan. Others are taken when
//! they are E.164: a library that knows all plans takes 0.2 s of a cold function, and its metadata grow old, so that it would
//! refuse the numbers of a new area code. See `docs/adr/0017-numbers-that-are-told.md`.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::PhoneNumber;
use crate::invisible::is_invisible;

/// The most digits of an extension.
const LONGEST_EXTENSION: usize = 7;

/// The most digits of an extension behind a mere sign: seven are a number of their own, without its area code.
const LONGEST_UNNAMED_EXTENSION: usize = 6;

/// What people and forms write beside a number, in English and Spanish. None of them says that it is no mobile number, as `fax` would,
/// or joins two.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "business", "c", "cel", "cell", "cellphone", "cellular", "celular", "contact", "day", "daytime", "direct", "evening", "h",
    "her", "his", "home", "iphone", "m", "main", "mob", "mobile", "my", "móvil", "no", "number", "only", "p", "personal", "ph",
    "phone", "preferred", "primary", "sms", "t", "tel", "telephone", "text", "texts", "w", "wireless", "work",
];

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
    /// Blanks, hyphens and brackets of every kind are passed over, words such as `(cell)` before and behind it, and an extension,
    /// which no text reaches. Without a country code it is a number of the United States and Canada, and so are ten digits of one
    /// behind a plus that nobody meant. A number that a spreadsheet or a program made of it is read where no digit is lost.
    pub fn told(text: &str) -> Result<Self, NumberProblem> {
        let shown = text.nfkc().filter(|&c| !is_invisible(c));
        let plain: String = shown.flat_map(char::to_lowercase).collect();
        let whole = whole_number(plain.trim());
        let number = whole
            .as_deref()
            .unwrap_or_else(|| without_extension(without_labels(&plain)));
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

    /// Whether it has as many digits as a number of its country has, where that is known: ten behind the 1 of the United States and
    /// Canada.
    pub fn check_digits(&self) -> Result<(), NumberProblem> {
        self.as_str().strip_prefix("+1").map_or(Ok(()), check_digits)
    }
}

/// Whether digits are as many as those of a number of the United States and Canada, without its 1.
fn check_digits(national: &str) -> Result<(), NumberProblem> {
    match national.len() {
        ..10 => Err(NumberProblem::TooShort),
        10 => Ok(()),
        _ => Err(NumberProblem::TooLong),
    }
}

/// A number of the United States and Canada, without its 1.
fn north_american(national: &str) -> Result<PhoneNumber, NumberProblem> {
    check_digits(national)?;
    if is_mobile(national) {
        parsed(&format!("+1{national}"))
    } else {
        Err(NumberProblem::Unassignable)
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

/// The digits of a number that went through a spreadsheet or a program, such as `3195550142.0` or `3.195550142e9`. With fewer digits
/// than the exponent asks for some may have been lost.
fn whole_number(text: &str) -> Option<String> {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (before, after) = mantissa.split_once('.')?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let exponent: usize = exponent.parse().ok()?;
    let digits_before = before.strip_prefix('+').unwrap_or(before);
    let is_one = exponent == 0 || digits_before.len() == 1;
    if !(is_digits(digits_before) && is_digits(after) && is_one && after.len() >= exponent) {
        return None;
    }
    let (digits, fraction) = after.split_at(exponent);
    // Fewer digits before a stop begin a number in groups.
    let is_whole = fraction.bytes().all(|b| b == b'0') && digits_before.len() + exponent >= 7;
    is_whole.then(|| format!("{before}{digits}"))
}

/// The text without the words beside the number: `mobile: (319) 555-0142`, `319-555-0142 (cell)`.
fn without_labels(text: &str) -> &str {
    let is_of_number = |c: char| c.is_alphanumeric() || c == '+';
    let mut number = text.trim();
    loop {
        let from = number.find(is_of_number).unwrap_or(number.len());
        let word = &number[from..];
        let end = word.find(|c: char| !c.is_alphabetic()).unwrap_or(word.len());
        if !LABELS.contains(&&word[..end]) {
            break;
        }
        number = word[end..].trim_start_matches([':', '.', '#', ')', ']', ' ']);
    }
    loop {
        let till = number.trim_end_matches(|c: char| !is_of_number(c));
        let rest = till.trim_end_matches(char::is_alphabetic);
        if !LABELS.contains(&&till[rest.len()..]) {
            return number;
        }
        number = rest.trim_end_matches([':', ',', ';', '(', '[', '-', '/', ' ']);
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
    let longest = if tail.starts_with([',', ';']) && !tail.starts_with(";e") {
        LONGEST_UNNAMED_EXTENSION
    } else {
        LONGEST_EXTENSION
    };
    let is_extension =
        (1..=longest).contains(&extension.len()) && extension.bytes().all(|b| b.is_ascii_digit());
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
