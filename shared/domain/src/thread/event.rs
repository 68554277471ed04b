//! What the entries of a thread say.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{
    Actor, Attachment, AttachmentState, Automated, CloseReason, Delivery, Journey, Purpose, StoredFile,
    WhyWithheld,
};
use crate::aggregate::Event;
use crate::id::{AgentId, ApplicationId};
use crate::keywords::Intent;
use crate::routing::Placed;
use crate::segments::Encoding;

/// An entry of a thread's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThreadEvent {
    /// A text came in.
    MessageIn {
        /// The conversation it belongs to; 0 when none was open and it opened none.
        conversation: u32,
        /// The carrier that brought it.
        carrier: String,
        /// The carrier's id of it.
        carrier_message_id: String,
        /// How many segments the carrier counted, or we did.
        segments: u32,
        /// How many media came with it.
        media: u32,
        /// Why these are not fetched, if they are not (IN-20).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        withheld: Option<WhyWithheld>,
        /// Whether the carrier is to erase it once all is here.
        #[serde(default, skip_serializing_if = "is_false")]
        erase: bool,
        /// What it asks for.
        intent: Intent,
        /// Where it was placed among the applications that the number is on (IN-15..18).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        routing: Option<Box<Placed>>,
    },
    /// A text is to go out.
    MessageOut {
        /// The conversation it belongs to; 0 when none was open.
        conversation: u32,
        /// Who wrote it.
        by: Actor,
        /// What it is for.
        purpose: Purpose,
        /// How it is encoded on the air.
        encoding: Encoding,
        /// How many segments the carrier charges.
        carrier_segments: u32,
        /// How many units the plan bills.
        plan_units: u32,
        /// The pictures that go with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pictures: Vec<StoredFile>,
        /// What it is about, when automation wrote it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        automation: Option<Automated>,
    },
    /// What became of an outgoing text.
    Delivery(Delivery),
    /// Agents were told of a text by email.
    Notice {
        /// The text's place in the timeline.
        message: u64,
        /// Who was told, and how it went.
        recipients: Vec<NoticeRecipient>,
        /// The place of the request for a download, when they were not told of the text but sent a link (EL-22).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        request: Option<u64>,
    },
    /// What became of a medium of a message.
    Attachment(Attachment),
    /// An agent asked for a link to a medium (EL-22).
    DownloadRequested {
        /// The message's place in the timeline.
        message: u64,
        /// The medium, from 1.
        index: u32,
        /// Who asked, and is sent the link.
        agent: AgentId,
        /// What the link is known by: a part of the hash of its token.
        link: String,
        /// When it stops working.
        expires_at: Timestamp,
    },
    /// A link was opened (EL-23).
    Downloaded {
        /// The message's place in the timeline.
        message: u64,
        /// The medium, from 1.
        index: u32,
        /// Who opened it; `None` when the link alone sufficed.
        agent: Option<AgentId>,
        /// What the link is known by.
        link: String,
    },
    /// The carrier was told to erase a message.
    Erased {
        /// The message's place in the timeline.
        message: u64,
        /// The media that the carrier erased.
        media: u32,
        /// Whether it erased the text.
        text: bool,
        /// The carrier's code, when it refused.
        refused: Option<String>,
    },
    /// An agent started the conversation (IN-01).
    Started {
        /// The conversation.
        conversation: u32,
        /// Who.
        agent: AgentId,
        /// The application it is about.
        application: ApplicationId,
    },
    /// Somebody said whether a text that looks like an opt-out is one.
    TaskSettled {
        /// The text's place in the timeline.
        message: u64,
        /// Who said so.
        agent: AgentId,
        /// Whether it is one.
        opt_out: bool,
    },
    /// An agent claimed the conversation.
    Claimed {
        /// The conversation.
        conversation: u32,
        /// Who.
        agent: AgentId,
    },
    /// The conversation closed.
    Closed {
        /// The conversation.
        conversation: u32,
        /// Who closed it.
        by: Actor,
        /// Why.
        reason: CloseReason,
    },
    /// Somebody gave the member's name or journey.
    Named {
        /// Who.
        by: Actor,
        /// The journey afterwards.
        journey: Journey,
    },
}

/// An agent who was told of a text, and how that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecipient {
    /// Who.
    pub agent: AgentId,
    /// The mail service's id of the email, if it took it.
    pub mail_id: Option<String>,
    /// The mail service's error code, if it refused it.
    pub error: Option<String>,
}

/// The sealed part of a thread's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadContent {
    /// Of a message.
    Message {
        /// The text as it was written.
        text: String,
        /// What came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<MediaLink>,
    },
    /// Of an attachment.
    File {
        /// The file's name, as the carrier gave it.
        name: String,
    },
    /// Of a naming.
    Name {
        /// The member's name.
        name: String,
    },
}

/// Where a carrier keeps a medium of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaLink {
    /// Where it is.
    pub url: String,
    /// What the carrier says it is.
    pub content_type: Option<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl Event for ThreadEvent {
    type Content = ThreadContent;

    fn kind(&self) -> &'static str {
        match self {
            Self::MessageIn { .. } => "message_in",
            Self::MessageOut { .. } => "message_out",
            Self::Delivery(_) => "delivery",
            Self::Notice { .. } => "notice",
            Self::Claimed { .. } => "claimed",
            Self::Closed { .. } => "closed",
            Self::Named { .. } => "named",
            Self::Attachment(_) => "attachment",
            Self::DownloadRequested { .. } => "download_requested",
            Self::Downloaded { .. } => "downloaded",
            Self::Erased { .. } => "erased",
            Self::Started { .. } => "started",
            Self::TaskSettled { .. } => "task_settled",
        }
    }

    fn about(&self) -> Option<u64> {
        match self {
            Self::Delivery(Delivery { message, .. })
            | Self::Attachment(Attachment { message, .. })
            | Self::Notice { message, .. }
            | Self::DownloadRequested { message, .. }
            | Self::Downloaded { message, .. }
            | Self::Erased { message, .. }
            | Self::TaskSettled { message, .. } => Some(*message),
            _ => None,
        }
    }

    fn label(&self) -> Option<&'static str> {
        match self {
            Self::MessageIn {
                media,
                withheld,
                erase,
                ..
            } if *erase || (*media > 0 && withheld.is_none()) => Some("documents"),
            Self::Attachment(Attachment {
                state: AttachmentState::Fetching { .. },
                ..
            }) => Some("fetch"),
            _ => None,
        }
    }
}
