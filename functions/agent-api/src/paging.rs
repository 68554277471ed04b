//! How much of a list is asked for.

use axum::extract::rejection::QueryRejection;
use memberline_platform::{Meaning, Problem};
use memberline_store::StoreError;

use crate::api::AgentApi;
use crate::auth::caller::Caller;
use crate::failure::Failure;
use crate::view::Page;

/// The most items that a page holds.
pub(crate) const MOST: u16 = 100;

/// The limit that was asked for, or the usual one.
pub(crate) fn limit(asked: Option<&str>, usual: u16) -> Result<u16, Failure> {
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

impl AgentApi {
    /// A page of a list, with the cursor for the next one if the store says where it begins. How many items there are tells
    /// nothing: a query ends at a megabyte too.
    pub(crate) async fn paged<T>(
        &self,
        caller: &Caller,
        list: &str,
        items: Vec<T>,
        next: Option<String>,
    ) -> Result<Page<T>, StoreError> {
        let next_cursor = match next {
            Some(next) => Some(self.cursor(caller, list, &next).await?),
            None => None,
        };
        Ok(Page { items, next_cursor })
    }
}

/// The problem of a query that cannot be read at all.
pub(crate) fn unreadable(_: QueryRejection) -> Failure {
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
