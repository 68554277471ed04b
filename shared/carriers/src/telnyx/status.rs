//! What Telnyx's statuses mean, in receipts, messages and detail records.

use memberline_domain::MessageRef;

use super::reasons::{OPTED_OUT, failure};
use crate::receipt::ReceiptStatus;

/// Source: <https://developers.telnyx.com/api-reference/messages/retrieve-a-message> for the first name of each,
/// <https://developers.telnyx.com/api-reference/detail-records/search-detail-records> for `dlr_...`, `gw_...` and `failed`.
pub(super) fn status_of(status: &str, error_codes: &[&str]) -> Option<ReceiptStatus> {
    Some(match status {
        "scheduled" | "queued" | "sending" => ReceiptStatus::Accepted,
        "sent" | "delivery_unconfirmed" | "dlr_unconfirmed" | "dlr_timeout" => ReceiptStatus::Sent,
        "delivered" => ReceiptStatus::Delivered,
        "sending_failed" | "delivery_failed" | "expired" | "cancelled" | "gw_timeout" | "gw_reject"
        | "failed" => ReceiptStatus::Failed(failure(telling(error_codes))),
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
