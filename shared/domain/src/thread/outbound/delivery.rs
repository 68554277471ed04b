//! What becomes of an outgoing message: a status that only moves forward.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::reason::Reason;

/// Where an outgoing message is on its way.
///
/// In this order, and only ever forward: receipts come doubled and in any order (lessons 16 to 21). `Failed` outranks
/// `Delivered`, since each segment may report and a later success must not hide that one was lost (lesson 20).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DeliveryStatus {
    /// Written, and not yet offered to the carrier.
    #[serde(rename = "queued")]
    Queued,
    /// Refused for the moment by the carrier, certainly not sent; to be tried again.
    #[serde(rename = "deferred")]
    Deferred,
    /// Claimed by one attempt to send. After a crash the carrier may or may not have it.
    #[serde(rename = "sending")]
    Sending,
    /// The carrier has it.
    #[serde(rename = "sent")]
    Sent,
    /// The handset has it, as far as the carrier knows.
    #[serde(rename = "delivered")]
    Delivered,
    /// Lost or refused for good.
    #[serde(rename = "failed")]
    Failed,
    /// Not sent, since a rule forbade it in the meantime.
    #[serde(rename = "cancelled")]
    Cancelled,
}

/// An entry about an outgoing message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The message's place in the timeline.
    #[serde(rename = "message")]
    pub message: u64,
    /// Where it is now.
    #[serde(rename = "status")]
    pub status: DeliveryStatus,
    /// Which attempt to send it this is about, from 1; 0 before the first.
    #[serde(rename = "attempt")]
    pub attempt: u32,
    /// The carrier of the attempt that this is the first to tell of.
    #[serde(rename = "carrier", default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<String>,
    /// The carrier's id of it.
    #[serde(
        rename = "carrier_message_id",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub carrier_message_id: Option<String>,
    #[serde(rename = "reason", default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// When a deferred message may be tried again at the earliest.
    #[serde(rename = "not_before", default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Timestamp>,
    /// When the attempt began that this is the first to tell of: an attempt has no entry of its own.
    #[serde(rename = "claimed_at", default, skip_serializing_if = "Option::is_none")]
    pub claimed_at: Option<Timestamp>,
}

/// Why a carrier's receipt cannot be about a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ForeignReceipt {
    /// The message was not offered to that carrier.
    #[error("the message was not sent with this carrier")]
    WrongCarrier,
    /// The carrier knows the message by another id.
    #[error("the carrier's id is that of another message")]
    WrongMessage,
}

impl ForeignReceipt {
    /// A stable name for the error.
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongCarrier => "wrong_carrier",
            Self::WrongMessage => "wrong_message",
        }
    }
}

/// What a carrier reports of a message, by its receipt, its answer or a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// `Sent`, `Delivered` or `Failed`.
    pub status: DeliveryStatus,
    /// The carrier's id of it, if it has one.
    pub carrier_message_id: Option<String>,
    /// Why it failed. A carrier that does not say so says nothing against a reason that is known (lesson 21).
    pub reason: Option<Reason>,
    /// Whether it failed because the member opted out with the carrier: record it (lessons 27, 28).
    pub opted_out: bool,
}

impl From<DeliveryStatus> for Report {
    /// A report of the status alone.
    fn from(status: DeliveryStatus) -> Self {
        Self {
            status,
            carrier_message_id: None,
            reason: None,
            opted_out: false,
        }
    }
}
