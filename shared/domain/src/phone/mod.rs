//! Telephone numbers.

mod told;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use told::NumberProblem;

/// A telephone number in E.164 form: `+`, a country code that does not start with 0, at most 15 digits in all. Or, where
/// [`PhoneNumber::sender`] made it, a sender that has none and cannot be answered.
///
/// Only the syntax is checked, since this is on the path of every text: whether a number is assigned is the
/// carrier's knowledge. Source: ITU-T E.164, 6.2.1.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PhoneNumber(String);

/// The text is not a telephone number in E.164 form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a telephone number in E.164 form")]
pub struct InvalidPhoneNumber;

impl PhoneNumber {
    /// Parses an E.164 number such as `+15552010001`. Nothing is trimmed or guessed.
    pub fn parse(text: &str) -> Result<Self, InvalidPhoneNumber> {
        let digits = text.strip_prefix('+').ok_or(InvalidPhoneNumber)?;
        let well_formed = (7..=15).contains(&digits.len())
            && digits.bytes().all(|b| b.is_ascii_digit())
            && !digits.starts_with('0');
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPhoneNumber)
        }
    }

    /// Parses who sent a text: an E.164 number, a short code of three to eight digits, or a name of at most eleven characters, as
    /// banks and shops have it. Source: 3GPP TS 23.040, 9.1.2.5; CTIA, "Short Code Monitoring Handbook".
    pub fn sender(text: &str) -> Result<Self, InvalidPhoneNumber> {
        let is_code = (3..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        let is_name = (1..=11).contains(&text.len())
            && text.bytes().any(|b| b.is_ascii_alphabetic())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'&' | b'-' | b'.' | b'_'))
            && text.trim() == text;
        if is_code || is_name {
            return Ok(Self(text.to_owned()));
        }
        Self::parse(text)
    }

    /// Whether it is a telephone number, so that it can be texted.
    pub fn is_answerable(&self) -> bool {
        self.0.starts_with('+')
    }

    /// The number with its leading `+`; of a sender without one, the short code or the name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Shows the last two digits only, since `Debug` ends up in logs.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = self.0.len().saturating_sub(2);
        write!(f, "PhoneNumber(…{})", &self.0[shown..])
    }
}

impl TryFrom<String> for PhoneNumber {
    type Error = InvalidPhoneNumber;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::sender(&text)
    }
}

impl From<PhoneNumber> for String {
    fn from(number: PhoneNumber) -> Self {
        number.0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_e164_is_a_number() {
        for good in ["+15552010001", "+4915112345678", "+1234567"] {
            assert_eq!(
                PhoneNumber::parse(good).map(|n| n.to_string()),
                Ok(good.to_owned())
            );
        }
        for bad in [
            "",
            "+",
            "15552010001",
            "+05552010001",
            "+1555201000a",
            "+1 555 201 0001",
            "+1234567890123456",
            "+123456",
            "+１２３４５６７８",
        ] {
            assert_eq!(PhoneNumber::parse(bad), Err(InvalidPhoneNumber), "{bad}");
        }
    }

    #[test]
    fn a_short_code_and_a_name_are_senders_that_cannot_be_answered() {
        for sender in ["62015", "911", "CHASE", "US-Bank 24", "A"] {
            assert_eq!(PhoneNumber::parse(sender), Err(InvalidPhoneNumber), "{sender}");
            let sender = PhoneNumber::sender(sender).unwrap_or_else(|e| panic!("{e}"));
            assert!(!sender.is_answerable());
            let json = serde_json::to_string(&sender).unwrap_or_default();
            assert_eq!(serde_json::from_str::<PhoneNumber>(&json).ok(), Some(sender));
        }
        for bad in [
            "",
            " ",
            "12",
            "123456789",
            "CHASE#1",
            " CHASE",
            "TWELVE CHARS",
            "Bänk",
            "a:b",
            "+1",
        ] {
            assert_eq!(PhoneNumber::sender(bad), Err(InvalidPhoneNumber), "{bad}");
        }
        assert!(PhoneNumber::sender("+15552010001").is_ok_and(|number| number.is_answerable()));
    }

    #[test]
    fn debug_shows_two_digits() {
        let number = PhoneNumber::parse("+15552010001").unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(format!("{number:?}"), "PhoneNumber(…01)");
    }

    proptest! {
        #[test]
        fn any_text_is_parsed_or_refused(text in ".{0,40}") {
            if let Ok(number) = PhoneNumber::parse(&text) {
                prop_assert_eq!(number.as_str(), text);
            }
        }
    }
}
