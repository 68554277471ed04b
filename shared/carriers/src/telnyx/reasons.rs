//! Telnyx's error codes, in words for an agent.

use memberline_domain::thread::Report;

use super::NAME;
use crate::failure::{Reasons, explained};

/// The recipient replied STOP to a number of the same messaging profile.
pub(super) const OPTED_OUT: &str = "40300";

/// Source: <https://developers.telnyx.com/docs/messaging/messages/error-codes> and
/// <https://developers.telnyx.com/development/api-fundamentals/api-errors>, 2026-11. A code that is not here
/// is told as a number.
const REASONS: Reasons = &[
    ("10001", "The number is not active."),
    ("10002", "The number is not a valid telephone number."),
    (
        "10003",
        "The carrier does not accept the address of an attachment or of our callback.",
    ),
    (
        "10009",
        "The carrier did not accept the organization's credentials. An administrator must check them.",
    ),
    (
        "10010",
        "The organization's carrier account may not do this. An administrator must check it.",
    ),
    ("10016", "The number is not a valid telephone number."),
    ("40001", "The number is a landline or cannot receive texts."),
    ("40002", "The text was filtered out as unwanted for now."),
    (
        "40003",
        "The organization's number is blocked by the recipient's phone company as a sender of unwanted texts.",
    ),
    (
        "40004",
        "The recipient's phone company refused the text and gave no reason.",
    ),
    ("40005", "The text could not be delivered in time."),
    ("40006", "The recipient's phone company could not be reached."),
    ("40007", "The text went in circles between phone companies."),
    ("40008", "The recipient's phone company did not accept the text."),
    (
        "40009",
        "The recipient's phone company did not accept the wording of the text.",
    ),
    (
        "40011",
        "Too many texts were sent at once for the recipient's phone company. Try again later.",
    ),
    ("40012", "The recipient's phone company does not know the number."),
    (
        "40013",
        "The recipient's phone company did not accept the organization's number.",
    ),
    (
        "40014",
        "The text waited too long at the carrier. Try again later.",
    ),
    ("40015", "The carrier filtered the text out as unwanted."),
    (OPTED_OUT, "This person has opted out of texts from this number."),
];

pub(super) fn failure(code: Option<&str>) -> Report {
    explained(NAME, code, REASONS, OPTED_OUT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_reason() {
        for (at, (code, detail)) in REASONS.iter().enumerate() {
            let reason = failure(Some(code)).reason;
            assert_eq!(
                reason.map(|reason| reason.detail).as_deref(),
                Some(*detail),
                "{code}"
            );
            assert!(
                REASONS[..at].iter().all(|(earlier, _)| earlier < code),
                "{code} is out of order"
            );
        }
    }
}
