//! What a request names: a record, and the version of it that the caller last saw.

use axum::extract::{FromRequestParts, Path};
use http::header::IF_MATCH;
use http::request::Parts;
use memberline_domain::directory::administration::{RecordKey, RecordKind};
use memberline_http_api::{Failure, Meaning, Problem};

use crate::refusal::not_found;

/// The record of a kind that a path names.
pub(super) fn key(kind: RecordKind, id: &str) -> Result<RecordKey, Problem> {
    RecordKey::parse(kind, id).ok_or_else(not_found)
}

/// The id of the record that a path names. One that cannot be read is no record's.
#[derive(Debug)]
pub(crate) struct RecordId(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for RecordId {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(id)) => Ok(Self(id)),
            Err(_) => Err(not_found().into()),
        }
    }
}

/// The version of the record that the caller last saw, by `If-Match`; `None` when it is not said.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen(pub(crate) Option<u64>);

/// Reads an entity tag: a version in quotes.
fn version(tag: &str) -> Option<u64> {
    let digits = tag.trim().strip_prefix('"')?.strip_suffix('"')?;
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

impl<S: Sync> FromRequestParts<S> for Seen {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let mut tags = parts.headers.get_all(IF_MATCH).iter();
        let Some(tag) = tags.next() else {
            return Ok(Self(None));
        };
        let version = tag
            .to_str()
            .ok()
            .and_then(version)
            .filter(|_| tags.next().is_none());
        match version {
            Some(version) => Ok(Self(Some(version))),
            None => Err(Problem::new(
                Meaning::Malformed,
                "invalid_if_match",
                "If-Match is one version in quotes, as ETag gave it: \"3\".",
            )
            .into()),
        }
    }
}

/// The problem of a change that does not say which version it is of.
pub(super) fn version_required() -> Problem {
    Problem::new(
        Meaning::VersionRequired,
        "if_match_required",
        "Say which version you change: If-Match with the ETag that you read.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_a_number_in_quotes() {
        assert_eq!(version("\"3\""), Some(3));
        assert_eq!(version(" \"18446744073709551615\" "), Some(u64::MAX));
        for tag in [
            "",
            "3",
            "\"\"",
            "\"-1\"",
            "\"+1\"",
            "W/\"3\"",
            "*",
            "\"3\", \"4\"",
            "\"99999999999999999999\"",
        ] {
            assert_eq!(version(tag), None, "{tag:?}");
        }
    }
}
