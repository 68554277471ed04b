//! Twilio's error codes, in words for an agent.

use memberline_domain::thread::Report;

use super::NAME;
use crate::failure::{Reasons, explained};

/// The recipient replied STOP, at this number or in this Messaging Service.
const OPTED_OUT: &str = "21610";

/// Source: <https://www.twilio.com/docs/api/errors>, 2026-11. Twilio adds codes and makes old ones narrower,
/// so a code that is not here is told as a number.
const REASONS: Reasons = &[
    (
        "20003",
        "The carrier did not accept the organization's credentials. An administrator must check them.",
    ),
    ("21211", "The number is not a valid telephone number."),
    ("21212", "The organization's own number is not valid for sending."),
    (
        "21265",
        "The number is a short code, which cannot be texted from here.",
    ),
    (
        "21266",
        "The text was addressed to the number that it comes from.",
    ),
    (
        "21408",
        "Texting to the number's country is not switched on for the organization's account.",
    ),
    ("21602", "The text was empty."),
    ("21603", "The organization's number was missing from the request."),
    ("21604", "The recipient was missing from the request."),
    (
        "21606",
        "The organization's number cannot send texts to this number.",
    ),
    (OPTED_OUT, "This person has opted out of texts from this number."),
    ("21612", "The carrier has no route between the two numbers."),
    ("21614", "The number is not a mobile number."),
    ("21617", "The text is longer than the carrier allows."),
    (
        "21620",
        "The carrier does not accept the address of an attachment.",
    ),
    ("21635", "The number is a landline, which cannot receive texts."),
    (
        "21660",
        "The organization's number does not belong to its carrier account.",
    ),
    (
        "21703",
        "The Messaging Service has no number to send from. An administrator must check it.",
    ),
    (
        "30001",
        "Too many texts were waiting at the carrier. Try again later.",
    ),
    ("30002", "The organization's carrier account is suspended."),
    (
        "30003",
        "The phone could not be reached. It may be off or out of range.",
    ),
    ("30004", "The recipient or their phone company blocked the text."),
    ("30005", "The number is unknown or no longer in service."),
    (
        "30006",
        "The number is a landline, or its phone company cannot be reached.",
    ),
    (
        "30007",
        "The text was filtered out as unwanted or as against the phone company's rules.",
    ),
    (
        "30008",
        "The phone company did not deliver the text and gave no reason.",
    ),
    (
        "30010",
        "Delivering the text would have cost more than the account allows.",
    ),
    (
        "30011",
        "The recipient's phone company does not support attachments.",
    ),
    (
        "30019",
        "An attachment is larger than the recipient's phone company allows.",
    ),
    (
        "30022",
        "The organization has reached its 10DLC limit of texts for now.",
    ),
    (
        "30023",
        "The organization has reached its limit of texts for today with this phone company.",
    ),
    (
        "30024",
        "The organization's number is not ready to send: its campaign is not set up at the phone company.",
    ),
    ("30032", "The organization's toll-free number is not verified."),
    (
        "30034",
        "The organization's number is not registered for business texting (10DLC).",
    ),
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
