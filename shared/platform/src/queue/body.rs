//! The body of a queue's record: JSON, of one thing or of several.

use serde_json::Value;

use crate::stream::MalformedRecord;

/// A body is not one that the function reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BodyError {
    /// It is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// It is JSON of no known kind.
    #[error("the body is of no known kind")]
    UnknownKind,
    /// It is of a known kind and lacks something, or says it wrongly.
    #[error("the body is malformed: {0}")]
    Malformed(&'static str),
    /// It is a record of no entry.
    #[error(transparent)]
    Record(#[from] MalformedRecord),
}

impl BodyError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotJson => "body_not_json",
            Self::UnknownKind => "body_unknown",
            Self::Malformed(_) => "body_malformed",
            Self::Record(record) => record.code(),
        }
    }
}

/// Reads what a body asks for. A replay puts several records into one body, as an array.
pub fn read_bodies<T>(
    body: &str,
    read_one: impl FnMut(Value) -> Result<T, BodyError>,
) -> Result<Vec<T>, BodyError> {
    let records = match serde_json::from_str(body).map_err(|_| BodyError::NotJson)? {
        Value::Array(records) => records,
        one => vec![one],
    };
    records.into_iter().map(read_one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(body: &str) -> Result<Vec<i64>, BodyError> {
        read_bodies(body, |value| value.as_i64().ok_or(BodyError::UnknownKind))
    }

    #[test]
    fn a_body_is_one_thing_or_an_array_of_several() {
        assert_eq!(numbers("7"), Ok(vec![7]));
        assert_eq!(numbers("[7,8]"), Ok(vec![7, 8]));
        assert_eq!(numbers("[]"), Ok(Vec::new()));
        assert_eq!(numbers(""), Err(BodyError::NotJson));
        assert_eq!(numbers("[7,\"8\"]"), Err(BodyError::UnknownKind));
    }
}
