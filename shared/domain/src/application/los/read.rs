//! A value of a JSON document, with the way to it. What its sender clearly meant is understood however it is written: a number
//! as a text, a word in other letters, a list of one without its brackets, a list or an object as the text of its JSON.

use jiff::Timestamp;
use serde_json::value::RawValue;

use crate::application::{LosDocument, LosRefusal, LosValue, Notes};

/// A value and its path.
#[derive(Debug, Clone)]
pub(crate) struct At {
    raw: Box<RawValue>,
    told: LosValue,
    path: String,
    /// What it is called in a list that came as an object.
    key: Option<String>,
}

impl At {
    pub(crate) fn root(document: &LosDocument) -> Self {
        Self::new(&document.raw, "$".to_owned())
    }

    fn new(raw: &RawValue, path: String) -> Self {
        Self {
            raw: raw.to_owned(),
            told: LosValue::of(raw),
            path,
            key: None,
        }
    }

    pub(crate) fn refuse(&self, code: &'static str) -> LosRefusal {
        LosRefusal {
            code,
            path: self.path.clone(),
        }
    }

    fn refuse_member(&self, name: &str, code: &'static str) -> LosRefusal {
        LosRefusal {
            code,
            path: format!("{}.{name}", self.path),
        }
    }

    /// What it is called in a list that came as an object.
    pub(crate) fn key(&self) -> Option<&str> {
        self.key.as_deref()
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.told, LosValue::Null)
    }

    /// What the text of a list or an object holds; anything else as it is.
    fn opened(&self) -> Self {
        let opened = match &self.told {
            LosValue::Text(text) if text.trim_start().starts_with(['{', '[']) => {
                LosDocument::read(text.as_bytes()).ok()
            }
            _ => None,
        };
        let Some(document) = opened else {
            return self.clone();
        };
        Self {
            key: self.key.clone(),
            ..Self::new(&document.raw, self.path.clone())
        }
    }

    /// It, as an object.
    pub(crate) fn object(&self) -> Result<Self, LosRefusal> {
        let opened = self.opened();
        match opened.told {
            LosValue::Members(_) => Ok(opened),
            _ => Err(self.refuse("not_an_object")),
        }
    }

    /// The members of an object that are called so, whatever the case and what joins the parts, in their order. Those that are null
    /// too.
    pub(crate) fn all(&self, name: &'static str) -> Vec<Self> {
        let LosValue::Members(members) = &self.told else {
            return Vec::new();
        };
        let wanted = letters(name);
        let called = members.iter().filter(|(key, _)| letters(key) == wanted);
        called
            .map(|(_, raw)| Self::new(raw, format!("{}.{name}", self.path)))
            .collect()
    }

    /// A member of an object, the last one called so; `None` when it is absent or null.
    pub(crate) fn optional(&self, name: &'static str) -> Option<Self> {
        self.all(name).into_iter().rfind(|at| !at.is_null())
    }

    pub(crate) fn required(&self, name: &'static str) -> Result<Self, LosRefusal> {
        self.optional(name)
            .ok_or_else(|| self.refuse_member(name, "missing"))
    }

    /// A member that must be clear: of two that differ, neither is.
    pub(crate) fn single(&self, name: &'static str) -> Result<Self, LosRefusal> {
        let only = self.required(name)?;
        let all = self.all(name);
        let mut others = all.iter().filter(|at| !at.is_null());
        if others.any(|at| at.raw.get() != only.raw.get()) {
            return Err(only.refuse("duplicate_member"));
        }
        Ok(only)
    }

    /// Whether a member says something.
    pub(crate) fn tells(&self, name: &'static str) -> bool {
        self.all(name).iter().any(|at| !at.told.is_empty())
    }

    /// Notes those members that are there more than once.
    pub(crate) fn note_doubled(&self, names: &[&'static str], notes: &mut Notes) {
        let doubled = names.iter().filter(|name| self.all(name).len() > 1);
        doubled.for_each(|name| notes.note(self.refuse_member(name, "duplicate_member")));
    }

    /// What is in a list. A list of one may have lost its brackets, as converters of XML write it. An object that has none of the
    /// `members` of an item is a list too, and what its values are called is their key; a list in it, or in a list, is part of it.
    pub(crate) fn items(&self, members: &[&str]) -> Result<Vec<Self>, LosRefusal> {
        let list = self.opened();
        let values: Vec<(Option<&str>, &Box<RawValue>)> = match &list.told {
            LosValue::List(items) => items.iter().map(|raw| (None, raw)).collect(),
            LosValue::Members(inside)
                if !inside.is_empty()
                    && !inside
                        .iter()
                        .any(|(key, _)| members.iter().any(|member| letters(member) == letters(key))) =>
            {
                inside
                    .iter()
                    .map(|(key, raw)| (Some(key.as_str()), raw))
                    .collect()
            }
            LosValue::Members(_) => return Ok(vec![list]),
            LosValue::Text(text) if !text.trim().is_empty() => return Ok(vec![list]),
            _ => return Err(self.refuse("not_an_array")),
        };
        let mut all = Vec::new();
        for (place, (key, raw)) in values.into_iter().enumerate() {
            let item = Self {
                key: key.map(str::to_owned),
                ..Self::new(raw, format!("{}[{place}]", self.path))
            };
            let opened = item.opened();
            if let LosValue::List(inner) = &opened.told {
                let inner = inner.iter().enumerate();
                all.extend(inner.map(|(n, raw)| Self::new(raw, format!("{}[{n}]", item.path))));
            } else {
                all.push(item);
            }
        }
        Ok(all)
    }

    /// The text, or the digits of a number.
    fn string(&self) -> Result<String, LosRefusal> {
        match &self.told {
            LosValue::Text(text) | LosValue::Number(text) => Ok(text.clone()),
            _ => Err(self.refuse("not_a_string")),
        }
    }

    /// What stands there, as it stands there: of a text its words, of anything else its JSON.
    pub(crate) fn as_told(&self) -> String {
        self.string().unwrap_or_else(|_| self.raw.get().to_owned())
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
        if let LosValue::Boolean(boolean) = self.told {
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
        meaning(&self.string()?, words).ok_or_else(|| self.refuse(unknown))
    }
}

/// What a word means, whatever its case and what joins its parts.
pub(crate) fn meaning<T: Copy>(word: &str, words: &[(&str, T)]) -> Option<T> {
    let wanted = letters(word);
    let known = words.iter().find(|(word, _)| letters(word) == wanted);
    known.map(|(_, meaning)| *meaning)
}

/// A word without its case and what joins its parts.
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
