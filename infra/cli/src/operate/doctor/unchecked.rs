//! Why something could not be found out. Never in the words of whoever was asked: they may repeat what they were asked with.

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use memberline_store::StoreError;

use super::finding::Finding;

/// Why something could not be found out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unchecked {
    /// AWS did not answer a call, or not in time.
    NoAnswer(&'static str),
    /// AWS refuses a call, with this code.
    Refused(&'static str, String),
    /// Something else that it hangs on.
    Because(String),
}

/// The most characters of a code that are shown.
const MOST_SHOWN: usize = 60;

impl Unchecked {
    /// Why a call of AWS failed.
    pub fn aws<E: ProvideErrorMetadata, R>(call: &'static str) -> impl FnOnce(SdkError<E, R>) -> Self {
        move |error| match error.as_service_error().and_then(ProvideErrorMetadata::code) {
            Some(code) => {
                let plain = code.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '.');
                Self::Refused(call, plain.take(MOST_SHOWN).collect())
            }
            None => Self::NoAnswer(call),
        }
    }

    /// The finding that it makes.
    pub fn finding(&self, about: &str) -> Finding {
        match self {
            Self::NoAnswer(call) => Finding::not_checked(
                about,
                format!("AWS did not answer {call} in time"),
                "Look whether the network lets you reach AWS, and run this again",
            ),
            Self::Refused(call, code) if is_denial(code) => Finding::not_checked(
                about,
                format!("You may not call {call} ({code})"),
                format!("Use the role of KeyAdministrators, or allow yours {call}"),
            ),
            Self::Refused(call, code) => Finding::not_checked(
                about,
                format!("AWS refuses {call} ({code})"),
                "Look the code up in the service's documentation, and run this again",
            ),
            Self::Because(why) => {
                Finding::not_checked(about, why.clone(), "Mend that first, and run this again")
            }
        }
    }
}

fn is_denial(code: &str) -> bool {
    [
        "AccessDenied",
        "AuthorizationError",
        "UnauthorizedOperation",
        "Unauthorized",
    ]
    .iter()
    .any(|denial| code.contains(denial))
}

impl From<StoreError> for Unchecked {
    fn from(error: StoreError) -> Self {
        Self::Because(format!("it cannot be read: {error}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operate::doctor::finding::Severity;

    #[test]
    fn what_may_not_be_asked_is_told_with_the_permission_that_is_missing() {
        for (why, told) in [
            (
                Unchecked::Refused("ses:GetAccount", "AccessDeniedException".to_owned()),
                "allow yours ses:GetAccount",
            ),
            (Unchecked::NoAnswer("ses:GetAccount"), "reach AWS"),
            (
                Unchecked::Refused("x:Y", "Throttling".to_owned()),
                "Look the code up",
            ),
        ] {
            let finding = why.finding("mail");
            assert_eq!(
                (finding.severity, finding.code),
                (Severity::NotChecked, "not_checked")
            );
            assert!(
                finding.mend.clone().unwrap_or_default().contains(told),
                "{finding:?}"
            );
        }
    }
}
