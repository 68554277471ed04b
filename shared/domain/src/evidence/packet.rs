//! The evidence packet of one number.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Summary, Timeline, Unheard};
use crate::id::{OrganisationId, SubscriberId, ThreadId};
use crate::phone::PhoneNumber;

/// What was said between the number and one of ours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exchange {
    /// Our number.
    pub number: PhoneNumber,
    pub thread: ThreadId,
    /// Its entries.
    pub timeline: Timeline,
}

/// A proof that the head of a timeline was known outside at some time. This version knows of none, and takes no packet that has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Anchor {}

/// The evidence packet of one number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packet {
    pub format: String,
    pub organisation: OrganisationId,
    /// Its full name.
    pub organisation_name: String,
    pub number: PhoneNumber,
    /// Under which id its consent is kept.
    pub subscriber: SubscriberId,
    /// When the packet was made.
    pub made_at: Timestamp,
    /// What the entries say, for people.
    pub summary: Summary,
    /// The consent ledger.
    pub ledger: Timeline,
    /// What was said, by our number, in the order of our numbers.
    pub exchanges: Vec<Exchange>,
    /// Texts in quarantine that claim to come from the number, in the order in which they came.
    pub unheard: Vec<Unheard>,
    /// Proofs of when the timelines were known outside.
    pub anchors: Vec<Anchor>,
    /// SHA-256 over the packet with this empty, as compact JSON, in hexadecimal.
    pub digest: String,
}
