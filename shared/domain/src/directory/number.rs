//! One of the organisation's own numbers.

use serde::{Deserialize, Serialize};

use crate::id::{AgentId, GroupId, LocationId, TeamId};
use crate::phone::PhoneNumber;

/// One of the organisation's own numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    #[serde(rename = "number")]
    pub number: PhoneNumber,
    /// The carrier that serves it, as the carriers name themselves in the API.
    #[serde(rename = "carrier")]
    pub carrier: String,
    /// Whose number it is.
    #[serde(rename = "owner")]
    pub owner: NumberOwner,
    /// The team whose inbox its texts go to.
    #[serde(rename = "team")]
    pub team: TeamId,
    /// Who may answer from it.
    #[serde(rename = "send_policy", default)]
    pub send_policy: SendPolicy,
    /// Who answers STOP, START and HELP.
    #[serde(rename = "keywords", default)]
    pub keywords: KeywordAnswers,
}

/// Who answers STOP, START and HELP of those who text a number, as it is set up with its carrier. A keyword that the carrier says it
/// answered is never answered again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum KeywordAnswers {
    /// The carrier, whole texts of its own list: as numbers are where nobody changed that. Whatever else asks the same, we answer.
    #[default]
    #[serde(rename = "carrier")]
    Carrier,
    /// The carrier, what it says that it answered: Twilio's Advanced Opt-Out, answers of a messaging profile of Telnyx. We answer the rest.
    #[serde(rename = "carrier_tells")]
    CarrierTells,
    /// We. The carrier's own handling is off.
    #[serde(rename = "product")]
    Product,
}

/// Whose number it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "scope")]
pub enum NumberOwner {
    /// The organisation's dedicated number (EL-15).
    #[serde(rename = "organisation")]
    Organisation,
    /// A campaign of a group at a location (MC-04).
    #[serde(rename = "campaign")]
    Campaign {
        #[serde(rename = "group")]
        group: GroupId,
        #[serde(rename = "location")]
        location: LocationId,
        /// The campaign's name.
        #[serde(rename = "campaign")]
        campaign: String,
    },
    /// One agent's own number (IN-04).
    #[serde(rename = "user")]
    User {
        #[serde(rename = "agent")]
        agent: AgentId,
    },
}

/// Who may answer in a conversation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SendPolicy {
    /// The agent who claimed it (MC-31).
    #[default]
    #[serde(rename = "claim")]
    Claim,
    /// Anyone who may see it.
    #[serde(rename = "open")]
    Open,
}
