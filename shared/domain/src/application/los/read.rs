//! A value of a JSON document, with the way to it. What its sender clearly meant is understood however it is written: a number
//! as a text, a word in other letters, a list of one without its brackets.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::application::LosRefusal;

/// A value and its path.
#[derive(Debug, Clone)]
pub(crate) struct At<'a> {
    value: &'a Value,
    path: String,
}

impl<'a> At<'a> {
    pub(crate) fn root(value: &'a Value) -> Self {
        Self {
            value,
            path: "$".to_owned(),
        }
    }

    pub(crate) fn refuse(&self, code: &'static str) -> LosRefusal {
        LosRefusal {
            code,
            path: self.path.clone(),
        }
    }

    pub(crate) fn object(&self) -> Result<&'a Map<String, Value>, LosRefusal> {
        self.value.as_object().ok_or_else(|| self.refuse("not_an_object"))
    }

    /// A member of an object; `None` when it is absent or null.
    pub(crate) fn optional(&self, name: &'static str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Self {
            value,
            path: format!("{}.{name}", self.path),
        })
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<Self, LosRefusal> {
        self.optional(name).ok_or_else(|| LosRefusal {
            code: "missing",
            path: format!("{}.{name}", self.path),
        })
    }

    /// What is in a list; a list of one may have lost its brackets, as converters of XML write it.
    pub(crate) fn items(&self) -> Result<Vec<Self>, LosRefusal> {
        match self.value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.map(|(index, value)| Self {
                    value,
                    path: format!("{}[{index}]", self.path),
                });
                Ok(items.collect())
            }
            Value::Object(_) => Ok(vec![self.clone()]),
            Value::String(text) if !text.trim().is_empty() => Ok(vec![self.clone()]),
            _ => Err(self.refuse("not_an_array")),
        }
    }

    /// The text, or the digits of a number.
    fn string(&self) -> Result<String, LosRefusal> {
        match self.value {
            Value::String(text) => Ok(text.clone()),
            Value::Number(number) => Ok(number.to_string()),
            _ => Err(self.refuse("not_a_string")),
        }
    }

    /// What stands there, as it stands there: of a text its words, of anything else its JSON.
    pub(crate) fn as_told(&self) -> String {
        self.string().unwrap_or_else(|_| self.value.to_string())
    }

    /// A text on one line, as it is shown: without control characters, and without blanks before and behind.
    pub(crate) fn line(&self) -> Result<String, LosRefusal> {
        let text = self.string()?;
        let line: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        Ok(line.trim().to_owned())
    }

    /// A text on one line of at most so many characters; `None` when there is none in it.
    pub(crate) fn short(&self, most: usize) -> Result<Option<String>, LosRefusal> {
        let line = self.line()?;
        match line.chars().count() {
            0 => Ok(None),
            count if count > most => Err(self.refuse("too_long")),
            _ => Ok(Some(line)),
        }
    }

    /// A text of many lines, as it was shown to somebody.
    pub(crate) fn words(&self) -> Result<String, LosRefusal> {
        let text = self.string()?;
        if text.trim().is_empty() {
            Err(self.refuse("too_short"))
        } else {
            Ok(text)
        }
    }

    /// What another system calls something: it is kept as it is, so that it is the same each time.
    pub(crate) fn id(&self, most: usize) -> Result<String, LosRefusal> {
        let text = self.string()?;
        let id = text.trim();
        if id.is_empty() {
            Err(self.refuse("too_short"))
        } else if id.chars().count() > most {
            Err(self.refuse("too_long"))
        } else if id.chars().any(char::is_control) {
            Err(self.refuse("control_character"))
        } else {
            Ok(id.to_owned())
        }
    }

    /// An id of ours, in small letters.
    pub(crate) fn slug<T, E>(
        &self,
        parse: impl Fn(&str) -> Result<T, E>,
        invalid: &'static str,
    ) -> Result<T, LosRefusal> {
        let told = self.line()?.to_ascii_lowercase();
        parse(&told).map_err(|_| self.refuse(invalid))
    }

    /// Yes or no.
    pub(crate) fn boolean(&self) -> Result<bool, LosRefusal> {
        if let Some(boolean) = self.value.as_bool() {
            return Ok(boolean);
        }
        let words = [
            ("true", true),
            ("yes", true),
            ("y", true),
            ("1", true),
            ("granted", true),
            ("false", false),
            ("no", false),
            ("n", false),
            ("0", false),
            ("off", false),
            ("none", false),
            ("denied", false),
            ("declined", false),
            ("refused", false),
            ("rejected", false),
            ("revoked", false),
            ("rescinded", false),
            ("withdrawn", false),
            ("cancelled", false),
            ("canceled", false),
            ("opted_out", false),
            ("opt_out", false),
            ("not_granted", false),
            ("do_not_contact", false),
        ];
        // A sign before a number makes another one of it.
        if self.as_told().trim().starts_with('-') {
            return Err(self.refuse("not_a_boolean"));
        }
        self.one_of(&words, "not_a_boolean")
    }

    /// An instant in RFC 3339, to the millisecond: that is what is stored.
    pub(crate) fn time(&self) -> Result<Timestamp, LosRefusal> {
        let text = self.string()?;
        let text = text.trim();
        if !is_instant(text) {
            return Err(self.refuse("invalid_time"));
        }
        let at: Timestamp = text.parse().map_err(|_| self.refuse("invalid_time"))?;
        Timestamp::from_millisecond(at.as_millisecond()).map_err(|_| self.refuse("invalid_time"))
    }

    /// One of the words, as what it means, whatever its case and what joins its parts.
    pub(crate) fn one_of<T: Copy>(
        &self,
        words: &[(&str, T)],
        unknown: &'static str,
    ) -> Result<T, LosRefusal> {
        let text = letters(&self.string()?);
        let known = words.iter().find(|(word, _)| letters(word) == text);
        known
            .map(|(_, meaning)| *meaning)
            .ok_or_else(|| self.refuse(unknown))
    }
}

fn letters(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whether a text looks like an instant in RFC 3339, four digits of year, seconds and an offset included: other forms of
/// ISO 8601 leave something open, but for a blank before the hours and an offset without its colon. Years before 2000 are a
/// mistake of some converter.
fn is_instant(text: &str) -> bool {
    let bytes = text.as_bytes();
    let fits = |pattern: &[u8], at: usize| {
        pattern.iter().enumerate().all(|(offset, expected)| {
            bytes.get(at + offset).is_some_and(|byte| match expected {
                b'0' => byte.is_ascii_digit(),
                b'T' => matches!(byte, b'T' | b't' | b' '),
                literal => byte == literal,
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
        Some(b'+' | b'-') => {
            (offset == 6 && fits(b"00:00", at + 1)) || (offset == 5 && fits(b"0000", at + 1))
        }
        _ => false,
    }
}
