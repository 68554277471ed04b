//! JSON of which a part is not what it should be: the rest is read all the same.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// A field that may not cost the text: it is read if it has the form that is expected of it.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Value", bound = "T: DeserializeOwned")]
pub(super) enum Lenient<T> {
    /// It says nothing.
    #[default]
    Absent,
    /// What it says.
    Read(T),
    /// It says something in a form that cannot be read.
    Unread,
}

impl<T: DeserializeOwned> From<Value> for Lenient<T> {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Absent,
            value => serde_json::from_value(value).map_or(Self::Unread, Self::Read),
        }
    }
}

impl<T> Lenient<T> {
    /// What it says, if that can be read.
    pub(super) const fn read(&self) -> Option<&T> {
        match self {
            Self::Read(value) => Some(value),
            Self::Absent | Self::Unread => None,
        }
    }

    /// Whether it says something that cannot be read.
    pub(super) const fn is_unread(&self) -> bool {
        matches!(self, Self::Unread)
    }
}

impl Lenient<String> {
    /// The words, if they are some.
    pub(super) fn text(&self) -> Option<&str> {
        self.read().map(String::as_str)
    }
}

/// A list, each of whose items is there or in a form that is not Telnyx's.
#[derive(Debug, Deserialize)]
#[serde(from = "Value", bound = "T: DeserializeOwned")]
pub(super) struct Listed<T>(pub(super) Vec<Option<T>>);

impl<T> Default for Listed<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: DeserializeOwned> From<Value> for Listed<T> {
    fn from(value: Value) -> Self {
        let items = match value {
            Value::Array(items) => items,
            Value::Null => Vec::new(),
            // One that came without its list.
            other => vec![other],
        };
        Self(
            items
                .into_iter()
                .map(|item| serde_json::from_value(item).ok())
                .collect(),
        )
    }
}

impl<T> Listed<T> {
    /// The items that can be read.
    pub(super) fn read(&self) -> impl Iterator<Item = &T> {
        self.0.iter().flatten()
    }

    /// Whether an item cannot be read, or is one of those that `is_odd` tells.
    pub(super) fn is_unread(&self, is_odd: impl Fn(&T) -> bool) -> bool {
        self.0.iter().any(|item| item.as_ref().is_none_or(&is_odd))
    }
}

/// Words. What is there in another form is shown as it was written, since a member may have written it.
pub(super) fn text_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    })
}

/// A code. Telnyx documents codes as texts; a number must not cost us the receipt.
pub(super) fn text_or_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Lenient<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::Null => Lenient::Absent,
        Value::String(code) => Lenient::Read(code),
        Value::Number(code) => Lenient::Read(code.to_string()),
        _ => Lenient::Unread,
    })
}
