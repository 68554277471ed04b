//! The entries of a timeline.

use std::collections::BTreeMap;

use jiff::Timestamp;
use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::directory::Directory;
use memberline_domain::thread::{self, NoticeRecipient, ThreadContent, ThreadEvent};
use memberline_domain::{ConversationId, MessageId, ThreadId};
use serde::Serialize;
use utoipa::ToSchema;

use super::message::{Medium, MessageIn, MessageOut};
use super::words::{CloseReason, OptOut};
use super::{Actor, Journey, Named};

/// The thread that entries are of.
pub(super) type Thread<'a> = &'a ThreadId;

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
}

/// An agent claimed the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Claimed {
    /// The entry's id.
    id: String,
    /// When.
    at: Timestamp,
    /// The conversation.
    conversation: Option<String>,
    /// Who.
    agent: Named,
}

/// The conversation closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Closed {
    /// The entry's id.
    id: String,
    /// When.
    at: Timestamp,
    /// The conversation.
    conversation: Option<String>,
    /// Who closed it.
    by: Actor,
    /// Why.
    reason: CloseReason,
}

/// Somebody gave the member's name. It is the person's, so it belongs to no conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Naming {
    /// The entry's id.
    id: String,
    /// When.
    at: Timestamp,
    /// Always null.
    conversation: Option<String>,
    /// Who gave it.
    by: Actor,
    /// The name; null when its key was destroyed.
    name: Option<String>,
    /// The journey afterwards.
    journey: Journey,
}

/// Agents were told of a text by email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Notice {
    /// The entry's id.
    id: String,
    /// When.
    at: Timestamp,
    /// The conversation of the text.
    conversation: Option<String>,
    /// The id of the text that they were told of.
    message: String,
    /// How it went: `sent` to all, `partly_sent`, `failed` for all, or `nobody` was to be told.
    status: NoticeStatus,
    /// Who was told.
    recipients: Vec<Recipient>,
}

/// How telling went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoticeStatus {
    /// The mail service took it.
    Sent,
    /// The mail service took it for some.
    PartlySent,
    /// The mail service refused it.
    Failed,
    /// There was nobody to tell.
    Nobody,
}

/// An agent who was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Recipient {
    /// Who.
    agent: Named,
    /// How it went: `sent` or `failed`.
    status: NoticeStatus,
    /// The mail service's error code, when it refused.
    error: Option<String>,
}

/// The id of an entry.
pub(super) fn id(thread: Thread<'_>, seq: u64) -> String {
    let thread = thread.clone();
    MessageId { thread, seq }.to_string()
}

/// The id of a conversation; none for 0.
pub(super) fn conversation(thread: Thread<'_>, ordinal: u32) -> Option<String> {
    let thread = thread.clone();
    (ordinal > 0).then(|| ConversationId { thread, ordinal }.to_string())
}

fn overall(recipients: &[NoticeRecipient]) -> NoticeStatus {
    let failed = recipients.iter().filter(|r| r.error.is_some()).count();
    match (recipients.len(), failed) {
        (0, _) => NoticeStatus::Nobody,
        (_, 0) => NoticeStatus::Sent,
        (all, failed) if all == failed => NoticeStatus::Failed,
        _ => NoticeStatus::PartlySent,
    }
}

fn recipient(directory: &Directory, told: &NoticeRecipient) -> Recipient {
    Recipient {
        agent: Named::agent(directory, &told.agent),
        status: if told.error.is_some() {
            NoticeStatus::Failed
        } else {
            NoticeStatus::Sent
        },
        error: told.error.clone(),
    }
}

/// The conversations of the messages among the entries, by the messages' places.
fn conversations(entries: &[StoredEntry<ThreadEvent>]) -> BTreeMap<u64, u32> {
    let of = |entry: &StoredEntry<ThreadEvent>| match &entry.event {
        ThreadEvent::MessageIn { conversation, .. } | ThreadEvent::MessageOut { conversation, .. } => {
            Some((entry.seq, *conversation))
        }
        _ => None,
    };
    entries.iter().filter_map(of).collect()
}

/// The entries as callers see them, in the order given: deliveries are told by the messages they are about.
pub(crate) fn entries(
    directory: &Directory,
    thread: Thread<'_>,
    stored: &[StoredEntry<ThreadEvent>],
) -> Vec<Entry> {
    let sent: BTreeMap<_, _> = thread::messages(stored).into_iter().map(|m| (m.seq, m)).collect();
    let conversations = conversations(stored);
    let shown = |entry: &StoredEntry<ThreadEvent>| {
        let (id, at) = (id(thread, entry.seq), entry.at);
        let in_conversation = |ordinal: u32| conversation(thread, ordinal);
        Some(match &entry.event {
            ThreadEvent::MessageIn {
                conversation,
                segments,
                intent,
                ..
            } => {
                let (text, media) = match &entry.content {
                    Some(ThreadContent::Message { text, media }) => (Some(text.clone()), media.as_slice()),
                    _ => (None, [].as_slice()),
                };
                let media = media.iter().map(|link| Medium {
                    content_type: link.content_type.clone(),
                });
                Entry::MessageIn(MessageIn {
                    id,
                    at,
                    conversation: in_conversation(*conversation),
                    text,
                    media: media.collect(),
                    segments: *segments,
                    opt_out: OptOut::of(*intent),
                })
            }
            ThreadEvent::MessageOut { .. } => {
                Entry::MessageOut(MessageOut::new(directory, thread, sent.get(&entry.seq)?))
            }
            ThreadEvent::Delivery(_)
            | ThreadEvent::Attachment(_)
            | ThreadEvent::DownloadRequested { .. }
            | ThreadEvent::Downloaded { .. }
            | ThreadEvent::Erased { .. }
            | ThreadEvent::Started { .. }
            | ThreadEvent::TaskSettled { .. } => return None,
            ThreadEvent::Notice {
                message, recipients, ..
            } => Entry::Notice(Notice {
                id,
                at,
                conversation: conversations.get(message).and_then(|o| in_conversation(*o)),
                message: self::id(thread, *message),
                status: overall(recipients),
                recipients: recipients.iter().map(|r| recipient(directory, r)).collect(),
            }),
            ThreadEvent::Claimed { conversation, agent } => Entry::Claimed(Claimed {
                id,
                at,
                conversation: in_conversation(*conversation),
                agent: Named::agent(directory, agent),
            }),
            ThreadEvent::Closed {
                conversation,
                by,
                reason,
            } => Entry::Closed(Closed {
                id,
                at,
                conversation: in_conversation(*conversation),
                by: Actor::new(directory, by),
                reason: (*reason).into(),
            }),
            ThreadEvent::Named { by, journey } => Entry::Named(Naming {
                id,
                at,
                conversation: None,
                by: Actor::new(directory, by),
                name: match &entry.content {
                    Some(ThreadContent::Name { name }) => Some(name.clone()),
                    _ => None,
                },
                journey: (*journey).into(),
            }),
        })
    };
    stored.iter().filter_map(shown).collect()
}

#[cfg(test)]
mod tests;
