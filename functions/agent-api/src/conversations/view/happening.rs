//! Entries that are no message: what was asked for, opened, erased, started and settled.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::notice::NoticeStatus;
use crate::view::names::Named;
use crate::view::words::TaskKind;

/// An agent asked for a link to an attachment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DownloadRequested {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation of the message.
    pub(super) conversation: Option<String>,
    /// The id of the message.
    pub(super) message: String,
    /// Which attachment of the message, from 1.
    pub(super) index: u32,
    /// Who asked, and is sent the link.
    pub(super) agent: Named,
    /// When the link stops working.
    pub(super) expires_at: Timestamp,
    /// Whether the email went out; null while it is on its way.
    pub(super) email: Option<NoticeStatus>,
}

/// A link was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Downloaded {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation of the message.
    pub(super) conversation: Option<String>,
    /// The id of the message.
    pub(super) message: String,
    /// Which attachment of the message, from 1.
    pub(super) index: u32,
    /// Who opened it; null when the link alone sufficed.
    pub(super) agent: Option<Named>,
}

/// The carrier was told to erase a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Erased {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation of the message.
    pub(super) conversation: Option<String>,
    /// The id of the message.
    pub(super) message: String,
    /// How many attachments the carrier erased.
    pub(super) media: u32,
    /// Whether it erased the text.
    pub(super) text: bool,
    /// The carrier's code, when it refused.
    pub(super) refused: Option<String>,
}

/// An agent started the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Started {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation.
    pub(super) conversation: Option<String>,
    /// Who.
    pub(super) agent: Named,
    /// The id of the application that it is about.
    pub(super) application: String,
}

/// Somebody said what a text means that looks like an opt-out or a wrong number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TaskSettled {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation of the text.
    pub(super) conversation: Option<String>,
    /// The id of the text.
    pub(super) message: String,
    /// Who said so.
    pub(super) agent: Named,
    /// Whether texts end with it.
    pub(super) opt_out: bool,
    /// What it looked like.
    pub(super) question: TaskKind,
}

/// The carrier refused a text as the member opted out with it: nothing can be sent in the conversation until the member texts START.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct RefusedByCarrier {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation that is open.
    pub(super) conversation: Option<String>,
    /// The id of the refused text, which may be an older conversation's.
    pub(super) message: String,
}

/// Something that a later release wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Other {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation of the message that it is about, if it is about one.
    pub(super) conversation: Option<String>,
    /// The id of that message.
    pub(super) message: Option<String>,
    /// What it calls itself.
    pub(super) what: String,
}
