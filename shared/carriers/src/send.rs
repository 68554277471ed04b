//! Sending a text, and what the carrier says to that.

use memberline_domain::PhoneNumber;
use memberline_domain::reason::Reason;
use memberline_domain::thread::{DeliveryStatus, Report, SendResult};

/// The largest answer of a carrier that is read, in bytes.
pub const MAX_ANSWER_BYTES: usize = 1024 * 1024;

/// A text to send.
#[derive(Clone, Copy)]
pub struct Outgoing<'a> {
    /// The number of ours that it comes from.
    pub from: &'a PhoneNumber,
    /// Who gets it.
    pub to: &'a PhoneNumber,
    /// The text; may be empty when there are attachments.
    pub text: &'a str,
    /// Where the carrier can fetch the attachments.
    pub media_urls: &'a [String],
    /// Where the carrier reports. It ends in the message's reference, so that a receipt needs no mapping.
    pub callback_url: &'a str,
}

/// The longest that a carrier may have us wait, in seconds: one that asks for more asks for a person.
const LONGEST_WAIT: u64 = 3_600;

/// The carrier certainly did not take the text now, and may later. `retry_after` is the header of that name; a date in it is ignored:
/// without a clock it says nothing.
pub(crate) fn throttled(retry_after: Option<&str>) -> SendResult {
    let seconds = retry_after.and_then(|header| header.trim().parse::<u64>().ok());
    SendResult::Deferred {
        reason: Reason {
            code: "carrier_throttled".to_owned(),
            detail: "The carrier takes no more texts at the moment.".to_owned(),
        },
        retry_after: seconds.and_then(|seconds| u32::try_from(seconds.min(LONGEST_WAIT)).ok()),
    }
}

/// The carrier has the text, under this id.
pub(crate) fn accepted(carrier_message_id: String) -> SendResult {
    SendResult::Reported(Report {
        carrier_message_id: Some(carrier_message_id),
        ..DeliveryStatus::Sent.into()
    })
}

/// Whether a client error leaves it open what the server did: it gave up waiting, or met an earlier request.
pub(crate) const fn is_undecided(status: u16) -> bool {
    matches!(status, 408 | 409 | 425)
}
