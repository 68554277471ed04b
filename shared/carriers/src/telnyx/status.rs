//! What Telnyx's statuses mean, in receipts, messages and detail records.

use memberline_domain::MessageRef;
use memberline_domain::thread::{DeliveryStatus, Report};

use super::reasons::{OPTED_OUT, failure};

/// Source: <https://developers.telnyx.com/api-reference/messages/retrieve-a-message> for the first name of each,
/// <https://developers.telnyx.com/api-reference/detail-records/search-detail-records> for `dlr_...`, `gw_...` and `failed`.
pub(super) fn status_of(status: &str, error_codes: &[&str]) -> Option<Report> {
    Some(match status {
        // Once Telnyx has it, that settles after a crash what the answer to the send would have.
        "scheduled"
        | "queued"
        | "sending"
        | "sent"
        | "delivery_unconfirmed"
        | "dlr_unconfirmed"
        | "dlr_timeout" => DeliveryStatus::Sent.into(),
        "delivered" => DeliveryStatus::Delivered.into(),
        "sending_failed" | "delivery_failed" | "expired" | "cancelled" | "gw_timeout" | "gw_reject"
        | "failed" => failure(telling(error_codes)),
        _ => return None,
    })
}

/// The code that matters most: an opt-out, or else the first.
pub(super) fn telling<'a>(codes: &[&'a str]) -> Option<&'a str> {
    codes
        .iter()
        .find(|code| **code == OPTED_OUT)
        .or(codes.first())
        .copied()
}

/// Our id of the text whose callback URL this is. Telnyx repeats the URL wherever it shows a message.
pub(super) fn reference(callback_url: Option<&str>) -> Option<MessageRef> {
    callback_url?
        .split(['?', '#'])
        .next()?
        .rsplit('/')
        .next()?
        .parse()
        .ok()
}
