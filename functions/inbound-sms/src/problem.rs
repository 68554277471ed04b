//! Why a webhook was not processed, as the carrier, or a stranger, may see it.

use memberline_carriers::ParseError;
use memberline_http_api::{Meaning, Problem};
use memberline_intake::Refusal;

/// The problem as the carrier, or a stranger, may see it.
pub(crate) fn problem(refusal: &Refusal) -> Problem {
    match refusal {
        Refusal::NoSuchWebhook => {
            Problem::new(Meaning::NotFound, "no_such_webhook", "No carrier posts here.")
        }
        Refusal::Unreadable(error) => {
            let meaning = match error {
                ParseError::TooLarge => Meaning::TooLarge,
                ParseError::WrongContentType => Meaning::UnsupportedType,
                _ => Meaning::Malformed,
            };
            Problem::new(
                meaning,
                error.code(),
                format!("The webhook cannot be read: {error}."),
            )
        }
        Refusal::NotVerified(code) => Problem::new(
            Meaning::Forbidden,
            code,
            "The webhook is not known to come from the carrier.",
        ),
        Refusal::NotItsOwn(code) => Problem::new(
            Meaning::Forbidden,
            code,
            "The webhook is about a number or a message that is not the carrier's.",
        ),
        Refusal::NotUnderstood(error) => Problem::new(
            Meaning::Unprocessable,
            error.code(),
            format!("The webhook cannot be read: {error}."),
        ),
    }
}
