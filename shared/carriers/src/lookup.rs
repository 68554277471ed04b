//! Finding out what became of a text.

use memberline_domain::thread::Report;
use memberline_domain::{MessageRef, PhoneNumber};

/// A text of which we do not know whether the carrier took it.
#[derive(Clone, Copy)]
pub struct LookUp<'a> {
    /// The number of ours that it comes from.
    pub from: &'a PhoneNumber,
    /// Who was to get it.
    pub to: &'a PhoneNumber,
    pub text: &'a str,
    /// The message's reference, with which its callback URL ends.
    pub reference: &'a MessageRef,
    /// The carrier's id, when we know it after all.
    pub carrier_message_id: Option<&'a str>,
    /// When the send was claimed, in seconds since 1970: the carrier can have taken it only after that.
    pub sent_after: i64,
    /// Carrier ids of other messages to the same member, which are not the one looked for, however equal.
    pub others: &'a [String],
}

/// What a look-up found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookupOutcome {
    /// The carrier took the text, and this is how far it got.
    Found(Report),
    /// The carrier does not list the text.
    NotFound {
        /// Whether that settles it. If not, the carrier may still have taken it: leave it to a receipt or a person.
        conclusive: bool,
    },
    /// The carrier did not answer the question: ask again later.
    Unavailable,
}

/// How much earlier than our claim a carrier's clock may put it, in seconds.
pub(crate) const CLOCK_TOLERANCE_SECS: i64 = 5;
