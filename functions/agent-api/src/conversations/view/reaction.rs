//! Reactions, as phones send them in a text.

use memberline_domain::aggregate::Entry;
use memberline_domain::text::reaction;
use memberline_domain::thread::{ThreadContent, ThreadEvent};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::words::ReactionKind;

/// What a member thinks of a message. The phone sent it as a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Reaction {
    /// What it says.
    kind: ReactionKind,
    /// Its emoji; null of a sticker.
    #[schema(examples("👍"))]
    emoji: Option<String>,
    /// Whether it takes an earlier one back.
    removed: bool,
    /// What it quotes of the message, which may be cut short; null when that is a picture or the like.
    quoted: Option<String>,
    /// The id of the message, when that is among the entries shown; null otherwise.
    message: Option<String>,
}

impl Reaction {
    pub(super) fn new(read: &reaction::Reaction<'_>, message: Option<String>) -> Self {
        Self {
            kind: read.kind.into(),
            emoji: read.emoji.clone(),
            removed: read.removed,
            quoted: read.quoted.map(|quoted| quoted.text.to_owned()),
            message,
        }
    }
}

/// The place of the message before `seq` that a text quotes: the last of ours, else the last of the member's.
pub(super) fn quoted_message(
    entries: &[Entry<ThreadEvent>],
    seq: u64,
    quoted: &reaction::Quoted<'_>,
) -> Option<u64> {
    let is_ours = |entry: &&Entry<ThreadEvent>| match entry.event {
        ThreadEvent::MessageOut { .. } => Some(true),
        ThreadEvent::MessageIn { .. } => Some(false),
        _ => None,
    };
    let says = |entry: &&Entry<ThreadEvent>| match &entry.content {
        Some(ThreadContent::Message { text, .. }) => quoted.is_of(text),
        _ => false,
    };
    entries
        .iter()
        .filter(|entry| entry.seq < seq)
        .filter_map(|entry| Some((is_ours(&entry)?, entry)))
        .filter(|(_, entry)| says(entry))
        .map(|(ours, entry)| (ours, entry.seq))
        .max()
        .map(|(_, seq)| seq)
}
