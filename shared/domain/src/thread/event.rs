//! What the entries of a thread say.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::aggregate::{EntryKind, Event, UnknownEntry};
use crate::application::routing::Placed;
use crate::consent::HoldReason;
use crate::id::{AgentId, ApplicationId};
use crate::journey::Journey;
use crate::text::keywords::Intent;
use crate::text::segments::Encoding;
use crate::thread::{
    Attachment, AttachmentState, Automated, CloseReason, Delivery, Purpose, StoredFile, ThreadContent,
    WhyWithheld, label,
};

/// An entry of a thread's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum ThreadEvent {
    /// A text came in.
    #[serde(rename = "message_in")]
    MessageIn {
        /// The conversation it belongs to; 0 when none was open and it opened none.
        #[serde(rename = "conversation")]
        conversation: u32,
        /// The carrier that brought it.
        #[serde(rename = "carrier")]
        carrier: String,
        #[serde(rename = "carrier_message_id")]
        carrier_message_id: String,
        /// How many segments the carrier counted, or we did.
        #[serde(rename = "segments")]
        segments: u32,
        /// How many media came with it.
        #[serde(rename = "media")]
        media: u32,
        /// How many more the carrier announced without saying where they are.
        #[serde(rename = "missing", default, skip_serializing_if = "is_zero")]
        missing: u32,
        /// Whether the carrier answers the keyword that it is.
        #[serde(rename = "answered", default, skip_serializing_if = "is_false")]
        answered: bool,
        /// Why these are not fetched, if they are not (IN-20).
        #[serde(rename = "withheld", default, skip_serializing_if = "Option::is_none")]
        withheld: Option<WhyWithheld>,
        /// Whether the carrier is to erase it once all is here.
        #[serde(rename = "erase", default, skip_serializing_if = "is_false")]
        erase: bool,
        /// What it asks for.
        #[serde(rename = "intent")]
        intent: Intent,
        /// Where it was placed among the applications that the number is on (IN-15..18).
        #[serde(rename = "routing", default, skip_serializing_if = "Option::is_none")]
        routing: Option<Box<Placed>>,
    },
    /// A text is to go out.
    #[serde(rename = "message_out")]
    MessageOut {
        /// The conversation it belongs to; 0 when none was open.
        #[serde(rename = "conversation")]
        conversation: u32,
        /// Who wrote it.
        #[serde(rename = "by")]
        by: Actor,
        /// What it is for.
        #[serde(rename = "purpose")]
        purpose: Purpose,
        /// How it is encoded on the air.
        #[serde(rename = "encoding")]
        encoding: Encoding,
        /// How many segments the carrier charges.
        #[serde(rename = "carrier_segments")]
        carrier_segments: u32,
        /// How many units the plan bills.
        #[serde(rename = "plan_units")]
        plan_units: u32,
        /// The pictures that go with it.
        #[serde(rename = "pictures", default, skip_serializing_if = "Vec::is_empty")]
        pictures: Vec<StoredFile>,
        /// What it is about, when automation wrote it.
        #[serde(rename = "automation", default, skip_serializing_if = "Option::is_none")]
        automation: Option<Automated>,
    },
    /// What became of an outgoing text.
    #[serde(rename = "delivery")]
    Delivery(Delivery),
    /// Agents were told of a text by email.
    #[serde(rename = "notice")]
    Notice {
        /// The text's place in the timeline.
        #[serde(rename = "message")]
        message: u64,
        /// Who was told, and how it went.
        #[serde(rename = "recipients")]
        recipients: Vec<NoticeRecipient>,
        /// The place of the request for a download beside the text, when they were not told of the text but sent a link (EL-22).
        #[serde(rename = "request", default, skip_serializing_if = "Option::is_none")]
        request: Option<u64>,
    },
    /// What became of a medium of a message.
    #[serde(rename = "attachment")]
    Attachment(Attachment),
    /// An agent asked for a link to a medium (EL-22).
    #[serde(rename = "download_requested")]
    DownloadRequested {
        /// The message's place in the timeline.
        #[serde(rename = "message")]
        message: u64,
        /// The medium, from 1.
        #[serde(rename = "index")]
        index: u32,
        /// Who asked, and is sent the link.
        #[serde(rename = "agent")]
        agent: AgentId,
        /// What the link is known by: a part of the hash of its token.
        #[serde(rename = "link")]
        link: String,
        /// When it stops working.
        #[serde(rename = "expires_at")]
        expires_at: Timestamp,
    },
    /// A link was opened (EL-23).
    #[serde(rename = "downloaded")]
    Downloaded {
        /// The message's place in the timeline.
        #[serde(rename = "message")]
        message: u64,
        /// The medium, from 1.
        #[serde(rename = "index")]
        index: u32,
        /// Who opened it; `None` when the link alone sufficed.
        #[serde(rename = "agent")]
        agent: Option<AgentId>,
        /// What the link is known by.
        #[serde(rename = "link")]
        link: String,
    },
    /// The carrier was told to erase a message.
    #[serde(rename = "erased")]
    Erased {
        /// The message's place in the timeline.
        #[serde(rename = "message")]
        message: u64,
        /// The media that the carrier erased.
        #[serde(rename = "media")]
        media: u32,
        /// Whether it erased the text.
        #[serde(rename = "text")]
        text: bool,
        /// The carrier's code, when it refused.
        #[serde(rename = "refused")]
        refused: Option<String>,
    },
    /// An agent started the conversation (IN-01).
    #[serde(rename = "started")]
    Started {
        #[serde(rename = "conversation")]
        conversation: u32,
        #[serde(rename = "agent")]
        agent: AgentId,
        /// The application it is about.
        #[serde(rename = "application")]
        application: ApplicationId,
    },
    /// Somebody said what a text means that looks like an opt-out or a wrong number.
    #[serde(rename = "task_settled")]
    TaskSettled {
        /// The text's place in the timeline.
        #[serde(rename = "message")]
        message: u64,
        /// The conversation of the text, while that is open.
        #[serde(rename = "conversation", default, skip_serializing_if = "Option::is_none")]
        conversation: Option<u32>,
        /// Who said so.
        #[serde(rename = "agent")]
        agent: AgentId,
        /// Whether texts end with it.
        #[serde(rename = "opt_out")]
        opt_out: bool,
        /// What it looked like.
        #[serde(rename = "why", default, skip_serializing_if = "HoldReason::is_usual")]
        why: HoldReason,
    },
    /// The carrier refused a text as the member opted out with it: nothing can be sent in the conversation until START.
    #[serde(rename = "refused_by_carrier")]
    RefusedByCarrier {
        #[serde(rename = "conversation")]
        conversation: u32,
        /// The refused text's place in the timeline.
        #[serde(rename = "message")]
        message: u64,
    },
    /// An agent claimed the conversation.
    #[serde(rename = "claimed")]
    Claimed {
        #[serde(rename = "conversation")]
        conversation: u32,
        #[serde(rename = "agent")]
        agent: AgentId,
    },
    /// The conversation closed.
    #[serde(rename = "closed")]
    Closed {
        #[serde(rename = "conversation")]
        conversation: u32,
        /// Who closed it.
        #[serde(rename = "by")]
        by: Actor,
        #[serde(rename = "reason")]
        reason: CloseReason,
    },
    /// Somebody gave the member's name or journey.
    #[serde(rename = "named")]
    Named {
        #[serde(rename = "by")]
        by: Actor,
        /// The journey afterwards.
        #[serde(rename = "journey")]
        journey: Journey,
    },
    /// An agent wrote something down for colleagues. It is texted to nobody (MC-34).
    #[serde(rename = "note")]
    Note {
        #[serde(rename = "conversation")]
        conversation: u32,
        #[serde(rename = "agent")]
        agent: AgentId,
    },
    /// Something that a later release brought.
    #[serde(skip)]
    Unknown(UnknownEntry),
}

/// An agent who was told of a text, and how that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecipient {
    #[serde(rename = "agent")]
    pub agent: AgentId,
    /// The mail service's id of the email, if it took it.
    #[serde(rename = "mail_id")]
    pub mail_id: Option<String>,
    /// The mail service's error code, if it refused it.
    #[serde(rename = "error")]
    pub error: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Event for ThreadEvent {
    type Content = ThreadContent;

    const KINDS: &'static [EntryKind] = &[
        EntryKind::MessageIn,
        EntryKind::MessageOut,
        EntryKind::Delivery,
        EntryKind::Notice,
        EntryKind::Attachment,
        EntryKind::DownloadRequested,
        EntryKind::Downloaded,
        EntryKind::Erased,
        EntryKind::Started,
        EntryKind::TaskSettled,
        EntryKind::RefusedByCarrier,
        EntryKind::Claimed,
        EntryKind::Closed,
        EntryKind::Named,
        EntryKind::Note,
    ];

    fn unknown(entry: UnknownEntry) -> Self {
        Self::Unknown(entry)
    }

    fn entry_kind(&self) -> Result<EntryKind, &UnknownEntry> {
        match self {
            Self::Unknown(entry) => Err(entry),
            Self::MessageIn { .. } => Ok(EntryKind::MessageIn),
            Self::MessageOut { .. } => Ok(EntryKind::MessageOut),
            Self::Delivery(_) => Ok(EntryKind::Delivery),
            Self::Notice { .. } => Ok(EntryKind::Notice),
            Self::Claimed { .. } => Ok(EntryKind::Claimed),
            Self::Closed { .. } => Ok(EntryKind::Closed),
            Self::Named { .. } => Ok(EntryKind::Named),
            Self::Note { .. } => Ok(EntryKind::Note),
            Self::Attachment(_) => Ok(EntryKind::Attachment),
            Self::DownloadRequested { .. } => Ok(EntryKind::DownloadRequested),
            Self::Downloaded { .. } => Ok(EntryKind::Downloaded),
            Self::Erased { .. } => Ok(EntryKind::Erased),
            Self::Started { .. } => Ok(EntryKind::Started),
            Self::TaskSettled { .. } => Ok(EntryKind::TaskSettled),
            Self::RefusedByCarrier { .. } => Ok(EntryKind::RefusedByCarrier),
        }
    }

    fn about(&self) -> Option<u64> {
        match self {
            Self::Delivery(Delivery { message, .. })
            | Self::Attachment(Attachment { message, .. })
            | Self::Notice { message, .. }
            | Self::DownloadRequested { message, .. }
            | Self::Downloaded { message, .. }
            | Self::Erased { message, .. } => Some(*message),
            Self::Unknown(entry) => entry.about,
            Self::MessageIn { .. }
            | Self::MessageOut { .. }
            | Self::Started { .. }
            | Self::TaskSettled { .. }
            | Self::RefusedByCarrier { .. }
            | Self::Claimed { .. }
            | Self::Closed { .. }
            | Self::Named { .. }
            | Self::Note { .. } => None,
        }
    }

    fn label(&self) -> Option<&'static str> {
        match self {
            Self::MessageIn {
                media,
                withheld,
                erase,
                routing,
                ..
            } => label::of_text(*erase || (*media > 0 && withheld.is_none()), routing.is_some()),
            Self::Attachment(Attachment {
                state: AttachmentState::Fetching { .. },
                ..
            }) => Some(label::FETCH),
            _ => None,
        }
    }
}
