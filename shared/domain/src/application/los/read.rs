//! A value of a JSON document, with the way to it.

use jiff::Timestamp;
use serde_json::{Map, Value};

use super::LosRefusal;

/// A value and its path.
#[derive(Debug, Clone)]
pub(super) struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            path: "$".to_owned(),
        }
    }

    pub(super) fn refuse(&self, code: &'static str) -> LosRefusal {
        LosRefusal {
            code,
            path: self.path.clone(),
        }
    }

    pub(super) fn object(&self) -> Result<&'a Map<String, Value>, LosRefusal> {
        self.value.as_object().ok_or_else(|| self.refuse("not_an_object"))
    }

    /// A member of an object; `None` when it is absent or null.
    pub(super) fn optional(&self, name: &'static str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Self {
            value,
            path: format!("{}.{name}", self.path),
        })
    }

    pub(super) fn required(&self, name: &'static str) -> Result<Self, LosRefusal> {
        self.optional(name).ok_or_else(|| LosRefusal {
            code: "missing",
            path: format!("{}.{name}", self.path),
        })
    }

    pub(super) fn items(
        &self,
        most: usize,
        too_many: &'static str,
    ) -> Result<impl Iterator<Item = Self>, LosRefusal> {
        let items = self.value.as_array().ok_or_else(|| self.refuse("not_an_array"))?;
        if items.len() > most {
            return Err(self.refuse(too_many));
        }
        Ok(items.iter().enumerate().map(|(index, value)| Self {
            value,
            path: format!("{}[{index}]", self.path),
        }))
    }

    fn string(&self) -> Result<&'a str, LosRefusal> {
        self.value.as_str().ok_or_else(|| self.refuse("not_a_string"))
    }

    /// A text of so many characters, none of them a control character.
    pub(super) fn text(&self, least: usize, most: usize) -> Result<String, LosRefusal> {
        let text = self.string()?;
        let length = text.chars().count();
        if length < least {
            Err(self.refuse("too_short"))
        } else if length > most {
            Err(self.refuse("too_long"))
        } else if text.chars().any(char::is_control) {
            Err(self.refuse("control_character"))
        } else {
            Ok(text.to_owned())
        }
    }

    /// A text of so many characters, or what a system wrote as a number: a ZIP code that came through a spreadsheet.
    pub(super) fn text_or_number(&self, most: usize) -> Result<String, LosRefusal> {
        match self.value {
            Value::Number(number) => Ok(number.to_string()),
            _ => self.text(0, most),
        }
    }

    pub(super) fn boolean(&self) -> Result<bool, LosRefusal> {
        self.value.as_bool().ok_or_else(|| self.refuse("not_a_boolean"))
    }

    /// An instant in RFC 3339, to the millisecond: that is what is stored.
    pub(super) fn time(&self) -> Result<Timestamp, LosRefusal> {
        let text = self.string()?;
        if !is_rfc3339(text) {
            return Err(self.refuse("invalid_time"));
        }
        let at: Timestamp = text.parse().map_err(|_| self.refuse("invalid_time"))?;
        Timestamp::from_millisecond(at.as_millisecond()).map_err(|_| self.refuse("invalid_time"))
    }

    /// One of the words, as what it means.
    pub(super) fn one_of<T: Copy>(
        &self,
        words: &[(&str, T)],
        unknown: &'static str,
    ) -> Result<T, LosRefusal> {
        let text = self.string()?;
        let known = words.iter().find(|(word, _)| *word == text);
        known
            .map(|(_, meaning)| *meaning)
            .ok_or_else(|| self.refuse(unknown))
    }
}

/// Whether a text looks like an instant in RFC 3339, four digits of year, seconds and an offset included: other forms of
/// ISO 8601 leave something open. Years before 2000 are a mistake of some converter.
fn is_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |pattern: &[u8], at: usize| {
        pattern.iter().enumerate().all(|(offset, expected)| {
            bytes.get(at + offset).is_some_and(|byte| match expected {
                b'0' => byte.is_ascii_digit(),
                literal => byte.eq_ignore_ascii_case(literal),
            })
        })
    };
    if !(text.starts_with("20") && fits(b"0000-00-00T00:00:00", 0)) {
        return false;
    }
    let mut at = 19;
    if bytes.get(at) == Some(&b'.') {
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        if !(1..=9).contains(&digits) {
            return false;
        }
        at += 1 + digits;
    }
    let offset = bytes.len() - at;
    match bytes.get(at) {
        Some(b'Z' | b'z') => offset == 1,
        Some(b'+' | b'-') => offset == 6 && fits(b"00:00", at + 1),
        _ => false,
    }
}
