//! Numbers as other systems and people write them, read where a number is registered: never on the path of a text.
//!
//! The numbers of the United States and Canada are checked against the North American Numbering Plan. Others are taken when
//! they are E.164: a library that knows all plans takes 0.2 s of a cold function, and its metadata grow old, so that it would
//! refuse the numbers of a new area code. See `docs/adr/0017-numbers-that-are-told.md`.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use super::PhoneNumber;
use crate::keywords::is_invisible;

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
    let &[a, b, c, x, y, z, ..] = national.as_bytes() else {
        return false;
    };
    let is_kept = b == b'9' || matches!([a, b], [b'3', b'7'] | [b'9', b'6']);
    let is_service = b == c && [a, b, c] != *SAMPLES;
    a >= b'2' && !is_kept && !is_service && x >= b'2' && [y, z] != *b"11"
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
mod tests {
    use jiff::Timestamp;
    use proptest::prelude::*;

    use super::*;
    use crate::quiet_hours::{Whereabouts, ruling};

    fn told(text: &str) -> Result<String, NumberProblem> {
        PhoneNumber::told(text).map(|number| number.to_string())
    }

    #[test]
    fn el_16_a_clear_number_is_read_however_it_is_written() {
        for text in [
            "+13195550142",
            "3195550142",
            "13195550142",
            "(319) 555-0142",
            "1 319.555.0142",
            "+1 (319) 555-0142",
            "(+1) 319-555-0142",
            "319/555/0142",
            "319\u{a0}555\u{a0}0142",
            "319\u{2011}555\u{2011}0142",
            "319–555—0142",
            "\u{202a}+1 319-555-0142\u{202c}",
            "\u{2068}319-555-0142\u{2069}\u{200e}",
            "\u{feff}319-555-0142",
            "３１９５５５０１４２",
            "＋13195550142",
            "tel:+1-319-555-0142",
            "TEL: 319-555-0142",
            "Cell 319-555-0142",
            "mobile: (319) 555-0142",
            "tel:+1-319-555-0142;ext=5",
            "319-555-0142 x5",
            "319-555-0142 ext. 512",
            "319-555-0142 Extension: 7",
            "319-555-0142 #5",
            "319-555-0142,,5",
            "+3195550142",
            "011 1 319 555 0142",
            "  319 555 0142\t\n",
        ] {
            assert_eq!(told(text).as_deref(), Ok("+13195550142"), "{text:?}");
        }
    }

    #[test]
    fn el_16_a_number_abroad_keeps_its_country() {
        for (text, number) in [
            ("+49 151 12345678", "+4915112345678"),
            ("011 49 151 12345678", "+4915112345678"),
            ("0049 151 12345678", "+4915112345678"),
            ("+44 20 7946 0018", "+442079460018"),
            ("+47 41 23 45 67", "+4741234567"),
            ("+354 611 1234", "+3546111234"),
        ] {
            assert_eq!(told(text).as_deref(), Ok(number), "{text:?}");
        }
    }

    #[test]
    fn el_16_what_nobody_has_is_no_number() {
        for (text, problem) in [
            ("", NumberProblem::NotANumber),
            ("call after six", NumberProblem::NotANumber),
            ("1-800-FLOWERS", NumberProblem::NotANumber),
            ("319-555-0142 or 319-555-0143", NumberProblem::NotANumber),
            ("319-555-0142 ext. 12345678", NumberProblem::NotANumber),
            ("319+5550142", NumberProblem::NotANumber),
            ("++13195550142", NumberProblem::NotANumber),
            ("maria@example.com", NumberProblem::NotANumber),
            ("319-555-014", NumberProblem::TooShort),
            ("555-0142", NumberProblem::TooShort),
            ("+1 319 555 014", NumberProblem::TooShort),
            ("+1 319 555 0142 5", NumberProblem::TooLong),
            ("319-555-0142 / 319-555-0143", NumberProblem::TooLong),
            ("49 151 12345678", NumberProblem::TooLong),
            ("9999999999", NumberProblem::Unassignable),
            ("+9999999999", NumberProblem::Unassignable),
            ("5555555555", NumberProblem::Unassignable),
            ("0000000000", NumberProblem::Unassignable),
            ("1234567890", NumberProblem::Unassignable),
            ("119-555-0142", NumberProblem::Unassignable),
            ("319-155-0142", NumberProblem::Unassignable),
            ("319-911-0142", NumberProblem::Unassignable),
            ("911-555-0142", NumberProblem::Unassignable),
            ("800-555-0142", NumberProblem::Unassignable),
            ("900-555-0142", NumberProblem::Unassignable),
            ("298-555-0142", NumberProblem::Unassignable),
            ("371-555-0142", NumberProblem::Unassignable),
            ("+1 155 201 0001", NumberProblem::Unassignable),
            ("+0319555014", NumberProblem::Unassignable),
        ] {
            assert_eq!(told(text), Err(problem), "{text:?}");
        }
    }

    #[test]
    fn every_area_code_of_the_quiet_hours_has_numbers() {
        let mut known = 0;
        for code in 200..=999_u16 {
            let number = PhoneNumber::parse(&format!("+1{code}5550142")).unwrap();
            let whereabouts = Whereabouts {
                number: &number,
                zip: None,
                state: None,
            };
            let ruling = ruling(&whereabouts, Timestamp::UNIX_EPOCH);
            if !ruling.because().known_by.is_empty() {
                known += 1;
                assert_eq!(PhoneNumber::told(number.as_str()), Ok(number));
            }
        }
        assert!(known > 300, "{known}");
    }

    proptest! {
        #[test]
        fn any_text_is_a_number_or_has_its_problem(text in "(\\PC|[0-9+ ().x#-]|[\u{202a}\u{a0}\u{2011}]){0,30}") {
            if let Ok(number) = PhoneNumber::told(&text) {
                prop_assert_eq!(PhoneNumber::told(number.as_str()), Ok(number.clone()));
                prop_assert!(PhoneNumber::parse(number.as_str()).is_ok());
            }
        }

        #[test]
        fn signs_between_the_digits_change_nothing(
            signs in prop::collection::vec(prop::sample::select(vec!["", " ", "-", "\u{a0}", "\u{2011}", "\u{202a}", ".", ") ("]), 10),
        ) {
            let mut text = String::new();
            for (digit, sign) in "3195550142".chars().zip(signs) {
                text.push(digit);
                text.push_str(sign);
            }
            prop_assert_eq!(told(&text), Ok("+13195550142".to_owned()));
        }
    }
}
