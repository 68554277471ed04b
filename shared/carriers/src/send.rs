//! Sending a text, and what the carrier says to that.

use memberline_domain::PhoneNumber;

use crate::failure::Failure;

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

/// What the carrier made of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SendOutcome {
    /// It took it.
    Accepted {
        /// The carrier's id of the text.
        carrier_message_id: String,
    },
    /// It refused it, and will again.
    Rejected(Failure),
    /// It certainly did not take it now, and may later.
    Throttled {
        /// After how many seconds, if it says so.
        retry_after_secs: Option<u64>,
    },
    /// It may or may not have taken it: look it up, never just send again.
    Unknown {
        /// What was odd about the answer.
        detail: String,
    },
}

/// The seconds of a `Retry-After` header. A date is ignored: without a clock it says nothing.
pub(crate) fn retry_after_secs(header: Option<&str>) -> Option<u64> {
    header?.trim().parse().ok()
}

/// An answer that leaves it open whether the carrier took the text.
pub(crate) fn unknown(status: u16) -> SendOutcome {
    SendOutcome::Unknown {
        detail: format!("The carrier answered HTTP {status} and nothing that settles it."),
    }
}

/// Whether a client error leaves it open what the server did: it gave up waiting, or met an earlier request.
pub(crate) const fn is_undecided(status: u16) -> bool {
    matches!(status, 408 | 409 | 425)
}
