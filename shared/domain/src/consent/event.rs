//! What the entries of the consent ledger say.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::aggregate::{EntryKind, Event, UnknownEntry};
use crate::consent::{Category, Channel, HoldReason, OptOutSource, Scope};
use crate::id::{AgentId, ApplicationId};
use crate::phone::PhoneNumber;

/// Who says that consent was given or refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via")]
pub enum ConsentSource {
    /// The member, by a text that answers a question of ours.
    #[serde(rename = "text")]
    Text {
        /// The number of ours that was texted.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// The carrier's id of the text.
        #[serde(rename = "carrier_message_id")]
        carrier_message_id: String,
        /// When the question was asked: its entry has the wording.
        #[serde(rename = "asked_at")]
        asked_at: Timestamp,
    },
    /// An agent, who recorded it.
    #[serde(rename = "agent")]
    Agent {
        #[serde(rename = "agent")]
        agent: AgentId,
        /// Where the member said so.
        #[serde(rename = "channel")]
        channel: Channel,
    },
    /// The loan-origination system, with an application.
    #[serde(rename = "application")]
    Application {
        #[serde(rename = "application")]
        application: ApplicationId,
        /// The id of the event that told.
        #[serde(rename = "event")]
        event: String,
        /// Where the member said so.
        #[serde(rename = "channel")]
        channel: Channel,
    },
    /// Whoever texted for the institution before, whose records were brought in.
    #[serde(rename = "import")]
    Import {
        /// Where the member said so.
        #[serde(rename = "channel")]
        channel: Channel,
    },
}

impl ConsentSource {
    /// Where the member said so.
    pub fn channel(&self) -> Channel {
        match self {
            Self::Text { .. } => Channel::Text,
            Self::Agent { channel, .. } | Self::Application { channel, .. } | Self::Import { channel } => {
                *channel
            }
        }
    }
}

/// That the member wants texts, or does not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsentStatement {
    #[serde(rename = "categories")]
    pub categories: Vec<Category>,
    /// Whose texts.
    #[serde(rename = "scope")]
    pub scope: Scope,
    /// When it was said, which may be before it was recorded.
    #[serde(rename = "said_at")]
    pub said_at: Timestamp,
    /// Who says so.
    #[serde(rename = "source")]
    pub source: ConsentSource,
}

/// An entry of the consent ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum SubscriberEvent {
    /// Texts to the number ended.
    #[serde(rename = "opted_out")]
    OptedOut {
        /// Which of our numbers it blocks; all when `None`.
        #[serde(rename = "number")]
        number: Option<PhoneNumber>,
        /// How it reached us.
        #[serde(rename = "source")]
        source: OptOutSource,
        /// When it reached us: the entry's own time is when it took effect.
        #[serde(rename = "received_at", default, skip_serializing_if = "Option::is_none")]
        received_at: Option<Timestamp>,
        /// When the carrier received it, if it says so: what the member said last decides.
        #[serde(rename = "said_at", default, skip_serializing_if = "Option::is_none")]
        said_at: Option<Timestamp>,
    },
    /// Texts to the number may resume.
    #[serde(rename = "opted_in")]
    OptedIn {
        /// How it reached us.
        #[serde(rename = "source")]
        source: OptOutSource,
        /// When it reached us.
        #[serde(rename = "received_at", default, skip_serializing_if = "Option::is_none")]
        received_at: Option<Timestamp>,
        /// When the carrier received it, if it says so. It lifts no block that is younger.
        #[serde(rename = "said_at", default, skip_serializing_if = "Option::is_none")]
        said_at: Option<Timestamp>,
    },
    /// The member is asked whether texts are wanted.
    #[serde(rename = "consent_requested")]
    ConsentRequested {
        #[serde(rename = "categories")]
        categories: Vec<Category>,
        /// Whose texts.
        #[serde(rename = "scope")]
        scope: Scope,
        /// Our number that asks.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// Who asks: an agent, or automation.
        #[serde(rename = "by")]
        by: Actor,
        /// The text that asks, which is ours and the same for everybody.
        #[serde(rename = "wording")]
        wording: String,
    },
    /// The member wants texts.
    #[serde(rename = "consent_granted")]
    ConsentGranted(ConsentStatement),
    /// The member does not want texts, or no longer.
    #[serde(rename = "consent_revoked")]
    ConsentRevoked(ConsentStatement),
    /// A text looks like an opt-out or a wrong number: automation pauses.
    #[serde(rename = "automation_held")]
    AutomationHeld {
        /// Our number that was texted.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// The text's place in the timeline of its thread.
        #[serde(rename = "message")]
        message: u64,
        /// The carrier's id of the text.
        #[serde(rename = "carrier_message_id")]
        carrier_message_id: String,
        #[serde(rename = "why", default, skip_serializing_if = "HoldReason::is_usual")]
        why: HoldReason,
    },
    /// The pause ended.
    #[serde(rename = "automation_released")]
    AutomationReleased {
        /// Our number that was texted.
        #[serde(rename = "number")]
        number: PhoneNumber,
        /// Who ended it.
        #[serde(rename = "by")]
        by: Actor,
    },
    /// Something that a later release brought.
    #[serde(skip)]
    Unknown(UnknownEntry),
}

impl SubscriberEvent {
    /// When the member allowed texts again, if the event says that they did: by when the carrier received it where it said so, else by
    /// when it reached us. `at` is the entry's own time.
    pub fn allowed_at(&self, at: Timestamp) -> Option<Timestamp> {
        match self {
            Self::OptedIn {
                received_at, said_at, ..
            } => Some(said_at.or(*received_at).unwrap_or(at)),
            _ => None,
        }
    }
}

/// The sealed part of an entry of the consent ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SubscriberContent {
    /// Of a consent that somebody recorded.
    #[serde(rename = "wording")]
    Wording {
        /// What the member was shown or read.
        #[serde(rename = "wording")]
        wording: String,
    },
    /// Of a word that was brought in from before.
    #[serde(rename = "imported")]
    Imported {
        /// Who kept it.
        #[serde(rename = "source", default, skip_serializing_if = "Option::is_none")]
        source: Option<String>,
        /// What the member was shown or read.
        #[serde(rename = "wording", default, skip_serializing_if = "Option::is_none")]
        wording: Option<String>,
        /// Where it can be looked up.
        #[serde(rename = "reference", default, skip_serializing_if = "Option::is_none")]
        reference: Option<String>,
    },
}

impl Event for SubscriberEvent {
    type Content = SubscriberContent;

    const KINDS: &'static [EntryKind] = &[
        EntryKind::OptedOut,
        EntryKind::OptedIn,
        EntryKind::ConsentRequested,
        EntryKind::ConsentGranted,
        EntryKind::ConsentRevoked,
        EntryKind::AutomationHeld,
        EntryKind::AutomationReleased,
    ];

    fn unknown(entry: UnknownEntry) -> Self {
        Self::Unknown(entry)
    }

    fn entry_kind(&self) -> Result<EntryKind, &UnknownEntry> {
        match self {
            Self::Unknown(entry) => Err(entry),
            Self::OptedOut { .. } => Ok(EntryKind::OptedOut),
            Self::OptedIn { .. } => Ok(EntryKind::OptedIn),
            Self::ConsentRequested { .. } => Ok(EntryKind::ConsentRequested),
            Self::ConsentGranted(_) => Ok(EntryKind::ConsentGranted),
            Self::ConsentRevoked(_) => Ok(EntryKind::ConsentRevoked),
            Self::AutomationHeld { .. } => Ok(EntryKind::AutomationHeld),
            Self::AutomationReleased { .. } => Ok(EntryKind::AutomationReleased),
        }
    }
}
