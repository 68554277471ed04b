//! A document that keeps the order of its fields, which a value of `serde_json` does not.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Number;

/// A document that keeps the order of its fields. It is read from JSON that was just written, so that nothing in it can be wrong.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub(super) enum Ordered {
    Absent,
    Truth(bool),
    Number(Number),
    Text(String),
    Many(Vec<Ordered>),
    Fields(IndexMap<String, Ordered>),
}

impl Ordered {
    /// Leaves out fields that are absent.
    pub(super) fn drop_absent(&mut self) {
        match self {
            Self::Fields(fields) => {
                fields.retain(|_, field| !matches!(field, Self::Absent));
                fields.values_mut().for_each(Self::drop_absent);
            }
            Self::Many(items) => items.iter_mut().for_each(Self::drop_absent),
            _ => {}
        }
    }
}
