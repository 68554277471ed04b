//! What a carrier reports of a text that we sent.

use jiff::Timestamp;
use memberline_domain::MessageRef;

use crate::failure::Failure;

/// A carrier's report on a text that we sent. Reports come doubled and in any order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The carrier's id of the text.
    pub carrier_message_id: String,
    /// How far it got.
    pub status: ReceiptStatus,
    /// When, if the carrier says so.
    pub at: Option<Timestamp>,
    /// Our own id of the text, where the carrier repeats the callback URL in the report.
    pub reference: Option<MessageRef>,
    /// The side fields, by the carrier's names, that say something in a form that cannot be read. The report counts without them.
    pub unread: Vec<&'static str>,
}

/// How far a text got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReceiptStatus {
    /// The carrier has it and will send it.
    Accepted,
    /// It left the carrier; whether it arrived is not known, perhaps for ever.
    Sent,
    /// It arrived.
    Delivered,
    /// It will not arrive.
    Failed(Failure),
}

impl ReceiptStatus {
    /// A stable name for the status, without the reason.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Failed(_) => "failed",
        }
    }
}
