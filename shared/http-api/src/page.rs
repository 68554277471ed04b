//! Pages of lists: how much is asked for, and what is answered.

use axum::extract::rejection::QueryRejection;
use serde::Serialize;
use utoipa::ToSchema;

use crate::failure::Failure;
use crate::problem::{Meaning, Problem};

/// A page of a list. It may hold fewer items than asked for, or none, and not be the last.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last.
    pub next_cursor: Option<String>,
}

/// The most items that a page holds.
pub const MOST: u16 = 100;

/// The limit that was asked for, or the usual one.
pub fn limit(asked: Option<&str>, usual: u16) -> Result<u16, Failure> {
    let Some(asked) = asked else {
        return Ok(usual);
    };
    let limit = asked.parse().ok().filter(|limit| (1..=MOST).contains(limit));
    limit.ok_or_else(|| {
        Problem::new(
            Meaning::Malformed,
            "invalid_limit",
            format!("A limit is a whole number from 1 to {MOST}."),
        )
        .into()
    })
}

/// The problem of a query that cannot be read at all.
pub fn unreadable_query(_: QueryRejection) -> Failure {
    Problem::new(
        Meaning::Malformed,
        "invalid_query",
        "The query cannot be read: each parameter may be given once.",
    )
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_from_1_to_100() {
        assert_eq!(limit(None, 25).unwrap(), 25);
        for (asked, expected) in [("1", 1), ("100", 100), ("25", 25)] {
            assert_eq!(limit(Some(asked), 25).unwrap(), expected);
        }
        for asked in ["0", "101", "-1", "", " 5", "1.5", "99999999999999999999", "５"] {
            let failure = limit(Some(asked), 25).unwrap_err();
            assert_eq!(failure.problem.code, "invalid_limit", "{asked:?}");
        }
    }
}
