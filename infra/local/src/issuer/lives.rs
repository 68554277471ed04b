//! How long what the issuer gives out is in force.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// A year: nothing is in force for longer.
const LONGEST: u64 = 366 * 24 * 3_600;

/// The lives, in seconds. By themselves they are those of the template's user pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lives {
    /// Of a sign-in code.
    #[serde(rename = "code_seconds")]
    code: u64,
    /// Of an access token and an id token.
    #[serde(rename = "access_seconds")]
    access: u64,
    /// Of all refresh tokens of a sign-in together.
    #[serde(rename = "refresh_seconds")]
    refresh: u64,
}

impl Default for Lives {
    fn default() -> Self {
        Self {
            code: 60,
            access: 15 * 60,
            refresh: 12 * 3_600,
        }
    }
}

impl Lives {
    /// Whether each of them is a second at least and a year at most.
    pub fn are_possible(self) -> bool {
        [self.code, self.access, self.refresh]
            .iter()
            .all(|life| (1..=LONGEST).contains(life))
    }

    pub(super) fn code(self) -> Duration {
        Duration::from_secs(self.code)
    }

    /// Of an access token.
    pub fn access(self) -> Duration {
        Duration::from_secs(self.access)
    }

    pub(super) fn refresh(self) -> Duration {
        Duration::from_secs(self.refresh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_said_stays_as_it_is_by_itself() {
        let lives: Lives = serde_json::from_str(r#"{"access_seconds":5}"#).unwrap();
        assert_eq!(lives.access(), Duration::from_secs(5));
        assert_eq!(lives.code(), Duration::from_mins(1));
        assert!(lives.are_possible());
    }

    #[test]
    fn impossible_lives_are_refused() {
        for wrong in [
            r#"{"access_seconds":0}"#,
            r#"{"refresh_seconds":18446744073709551615}"#,
        ] {
            assert!(
                !serde_json::from_str::<Lives>(wrong).unwrap().are_possible(),
                "{wrong}"
            );
        }
        for wrong in [
            r#"{"access_seconds":-1}"#,
            r#"{"acces_seconds":5}"#,
            r#"{"code_seconds":"1"}"#,
        ] {
            assert!(serde_json::from_str::<Lives>(wrong).is_err(), "{wrong}");
        }
    }
}
