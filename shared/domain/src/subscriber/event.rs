//! What the entries of the consent ledger say.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::consent::{Category, Scope};
use crate::aggregate::Event;
use crate::id::{AgentId, ApplicationId};
use crate::phone::PhoneNumber;
use crate::thread::Actor;

/// How an opt-out or its end reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via", rename_all = "snake_case")]
pub enum OptOutSource {
    /// By a text to one of our numbers.
    Text {
        /// The number that was texted.
        number: PhoneNumber,
        /// The carrier's id of the text.
        carrier_message_id: String,
    },
    /// By the carrier, which refused a message because it holds an opt-out itself (lessons 27, 28).
    Carrier {
        /// The number that the refused message came from.
        number: PhoneNumber,
        /// The carrier's error code.
        code: String,
    },
    /// By a text that looked like one, which an agent found to be one.
    Agent {
        /// The number that was texted.
        number: PhoneNumber,
        /// Who found so.
        agent: AgentId,
    },
}

/// Where consent was given or refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// By a text.
    Text,
    /// On the telephone.
    Phone,
    /// On paper.
    Paper,
    /// Face to face.
    InPerson,
    /// On a web page.
    Web,
}

/// Who says that consent was given or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via", rename_all = "snake_case")]
pub enum ConsentSource {
    /// The member, by a text that answers a question of ours.
    Text {
        /// The number of ours that was texted.
        number: PhoneNumber,
        /// The carrier's id of the text.
        carrier_message_id: String,
        /// When the question was asked: its entry has the wording.
        asked_at: Timestamp,
    },
    /// An agent, who recorded it.
    Agent {
        /// Who.
        agent: AgentId,
        /// Where the member said so.
        channel: Channel,
    },
    /// The loan-origination system, with an application.
    Application {
        /// The application.
        application: ApplicationId,
        /// The id of the event that told.
        event: String,
        /// Where the member said so.
        channel: Channel,
    },
}

impl ConsentSource {
    /// Where the member said so.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Text { .. } => Channel::Text,
            Self::Agent { channel, .. } | Self::Application { channel, .. } => *channel,
        }
    }
}

/// That the member wants texts, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// The categories.
    pub categories: Vec<Category>,
    /// Whose texts.
    pub scope: Scope,
    /// When it was said, which may be before it was recorded.
    pub said_at: Timestamp,
    /// Who says so.
    pub source: ConsentSource,
}

/// An entry of the consent ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SubscriberEvent {
    /// Texts to the number ended.
    OptedOut {
        /// Which of our numbers it blocks; all when `None`.
        number: Option<PhoneNumber>,
        /// How it reached us.
        source: OptOutSource,
        /// When it reached us: the entry's own time is when it took effect.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        received_at: Option<Timestamp>,
    },
    /// Texts to the number may resume.
    OptedIn {
        /// How it reached us.
        source: OptOutSource,
    },
    /// The member is asked whether texts are wanted.
    ConsentRequested {
        /// The categories.
        categories: Vec<Category>,
        /// Whose texts.
        scope: Scope,
        /// Our number that asks.
        number: PhoneNumber,
        /// Who asks: an agent, or automation.
        by: Actor,
        /// The text that asks, which is ours and the same for everybody.
        wording: String,
    },
    /// The member wants texts.
    ConsentGranted(Said),
    /// The member does not want texts, or no longer.
    ConsentRevoked(Said),
    /// A text looks like an opt-out: automation pauses.
    AutomationHeld {
        /// Our number that was texted.
        number: PhoneNumber,
        /// The text's place in the timeline of its thread.
        message: u64,
        /// The carrier's id of the text.
        carrier_message_id: String,
    },
    /// The pause ended.
    AutomationReleased {
        /// Our number that was texted.
        number: PhoneNumber,
        /// Who ended it.
        by: Actor,
    },
}

/// The sealed part of an entry of the consent ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriberContent {
    /// Of a consent that somebody recorded.
    Wording {
        /// What the member was shown or read.
        wording: String,
    },
}

impl Event for SubscriberEvent {
    type Content = SubscriberContent;

    fn kind(&self) -> &'static str {
        match self {
            Self::OptedOut { .. } => "opted_out",
            Self::OptedIn { .. } => "opted_in",
            Self::ConsentRequested { .. } => "consent_requested",
            Self::ConsentGranted(_) => "consent_granted",
            Self::ConsentRevoked(_) => "consent_revoked",
            Self::AutomationHeld { .. } => "automation_held",
            Self::AutomationReleased { .. } => "automation_released",
        }
    }
}
