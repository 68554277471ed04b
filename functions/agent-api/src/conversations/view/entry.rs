//! The entries of a timeline.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::happening::{
    DownloadRequested, Downloaded, Erased, Other, RefusedByCarrier, Started, TaskSettled,
};
use super::message::{MessageIn, MessageOut};
use super::notice::Notice;
use crate::view::Actor;
use crate::view::names::Named;
use crate::view::words::{CloseReason, Journey};

/// An entry of a timeline. More kinds may come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Entry {
    /// A text from the member.
    MessageIn(MessageIn),
    /// A text to the member.
    MessageOut(MessageOut),
    /// An agent claimed the conversation.
    Claimed(Claimed),
    /// The conversation closed.
    Closed(Closed),
    /// Somebody gave the member's name.
    Named(Naming),
    /// Agents were told of a text by email.
    Notice(Notice),
    /// An agent asked for a link to an attachment.
    DownloadRequested(DownloadRequested),
    /// A link to an attachment was opened.
    Downloaded(Downloaded),
    /// The carrier was told to erase a message.
    Erased(Erased),
    /// An agent started the conversation.
    Started(Started),
    /// Somebody said what a text means that looks like an opt-out or a wrong number.
    TaskSettled(TaskSettled),
    /// The carrier refuses to bring texts to the member.
    RefusedByCarrier(RefusedByCarrier),
    /// An agent wrote something down for colleagues; the member never gets it.
    Note(Note),
    /// Something that a later release wrote, which this one cannot tell more of.
    Other(Other),
}

/// An agent claimed the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Claimed {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation.
    pub(super) conversation: Option<String>,
    /// Who.
    pub(super) agent: Named,
}

/// The conversation closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Closed {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation.
    pub(super) conversation: Option<String>,
    /// Who closed it.
    pub(super) by: Actor,
    /// Why.
    pub(super) reason: CloseReason,
}

/// Somebody gave the member's name. It is the person's, so it belongs to no conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Naming {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// Always null.
    pub(super) conversation: Option<String>,
    /// Who gave it.
    pub(super) by: Actor,
    /// The name; null when its key was destroyed.
    pub(super) name: Option<String>,
    /// The journey afterwards.
    pub(super) journey: Journey,
}

/// An agent wrote something down for colleagues.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Note {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation.
    pub(super) conversation: Option<String>,
    /// Who.
    pub(super) by: Named,
    /// What; null when its key was destroyed.
    pub(super) text: Option<String>,
}
