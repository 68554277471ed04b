//! How an opt-out or its end reached us.

use serde::{Deserialize, Serialize};

use crate::consent::Channel;
use crate::id::AgentId;
use crate::phone::PhoneNumber;

/// How an opt-out or its end reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via")]
pub enum OptOutSource {
    /// By a text to one of our numbers.
    #[serde(rename = "text")]
    Text {
        /// The number that was texted.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// The carrier's id of the text.
        #[serde(rename = "carrier_message_id")]
        carrier_message_id: String,
    },
    /// By the carrier, which refused a message because it holds an opt-out itself (lessons 27, 28).
    #[serde(rename = "carrier")]
    Carrier {
        /// The number that the refused message came from.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// The carrier's error code.
        #[serde(rename = "code")]
        code: String,
    },
    /// By a text that looked like one, which an agent found to be one.
    #[serde(rename = "agent")]
    Agent {
        /// The number that was texted.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// Who found so.
        #[serde(rename = "agent")]
        agent: AgentId,
    },
    /// To whoever texted for the institution before, whose records were brought in. It came by no number of ours.
    #[serde(rename = "import")]
    Import {
        /// Where the member said so.
        #[serde(rename = "channel")]
        channel: Channel,
    },
}
