//! What tests of stored forms ask of them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A field of every object that a later release might write.
pub(crate) fn with_unknown_fields(stored: &Value) -> Value {
    match stored {
        Value::Object(fields) => {
            let mut fields: serde_json::Map<_, _> = fields
                .iter()
                .map(|(name, value)| (name.clone(), with_unknown_fields(value)))
                .collect();
            // A map by ids has no fields of its own.
            if !is_map(stored) {
                fields.insert("from_a_later_release".to_owned(), json!({"any": ["thing"]}));
            }
            Value::Object(fields)
        }
        Value::Array(items) => items.iter().map(with_unknown_fields).collect(),
        other => other.clone(),
    }
}

fn is_map(stored: &Value) -> bool {
    let fields = stored.as_object();
    fields.is_some_and(|fields| !fields.is_empty() && fields.values().all(Value::is_object))
}

/// Without the fields that hold nothing.
fn without_nulls(stored: &Value) -> Value {
    match stored {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(_, value)| !value.is_null());
            Value::Object(
                kept.map(|(name, value)| (name.clone(), without_nulls(value)))
                    .collect(),
            )
        }
        Value::Array(items) => items.iter().map(without_nulls).collect(),
        other => other.clone(),
    }
}

pub(crate) fn read<T: DeserializeOwned>(stored: &Value) -> T {
    serde_json::from_str(&stored.to_string()).unwrap_or_else(|e| panic!("{e}: {stored}"))
}

/// Reads what is stored in all its forms, which must agree, and writes it back as it was.
pub(crate) fn reads<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(stored: &Value) -> T {
    let value: T = read(stored);
    assert_eq!(
        serde_json::to_value(&value).unwrap(),
        *stored,
        "is written as it was"
    );
    assert_eq!(read::<T>(&without_nulls(stored)), value);
    value
}

/// As [`reads`]; a field of a later release is passed over, wherever it stands. It need not be written again: entries are not.
pub(crate) fn reads_entry<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    stored: &Value,
) -> T {
    let value = reads(stored);
    assert_eq!(read::<T>(&with_unknown_fields(stored)), value);
    value
}

/// As [`reads`]; a field of a later release is carried along, wherever it stands.
pub(crate) fn reads_open<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(stored: &Value) -> T {
    let value = reads_entry(stored);
    let later = with_unknown_fields(stored);
    assert_eq!(
        serde_json::to_value(read::<T>(&later)).unwrap(),
        later,
        "what a later release wrote is written back"
    );
    value
}
