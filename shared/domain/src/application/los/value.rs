//! One level of a JSON document. What is deeper stays text until it is asked for.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A member of an object and its value.
pub(crate) type Member = (String, Box<RawValue>);

/// A value.
#[derive(Debug, Clone)]
pub(crate) enum LosValue {
    Null,
    Boolean(bool),
    /// As it is written, so that no digit of it is lost.
    Number(String),
    Text(String),
    List(Vec<Box<RawValue>>),
    /// In their order, with those that are there more than once.
    Members(Vec<Member>),
}

impl LosValue {
    pub(crate) fn of(raw: &RawValue) -> Self {
        let json = raw.get();
        let read = match json.as_bytes().first() {
            Some(b'{') => serde_json::from_str(json).map(|Members(members)| Self::Members(members)),
            Some(b'[') => serde_json::from_str(json).map(Self::List),
            Some(b'"') => serde_json::from_str(json).map(Self::Text),
            Some(b't' | b'f') => serde_json::from_str(json).map(Self::Boolean),
            Some(b'n') => Ok(Self::Null),
            _ => Ok(Self::Number(json.to_owned())),
        };
        read.unwrap_or_else(|_| Self::Text(json.to_owned()))
    }

    /// Whether nothing is in it.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(items) => items.is_empty(),
            Self::Members(members) => members.is_empty(),
            Self::Boolean(_) | Self::Number(_) => false,
        }
    }
}

struct Members(Vec<Member>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct All;
        impl<'de> Visitor<'de> for All {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(All)
    }
}
