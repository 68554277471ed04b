//! An agent writes something down for colleagues (MC-34).

use crate::aggregate::{Change, NewEntry};
use crate::directory::Agent;
use crate::text::typed::typed;
use crate::thread::{Thread, ThreadContent, ThreadEvent};

/// The longest note, in characters.
pub const MAX_NOTE: usize = 4_000;

/// Why a note is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoteRefusal {
    /// There is no such conversation, as far as this agent may know.
    #[error("there is no such conversation")]
    NotFound,
    #[error("the conversation is closed")]
    Closed,
    #[error("the note is empty")]
    Empty,
    #[error("a note has at most {MAX_NOTE} characters")]
    TooLong,
}

impl Thread {
    /// Notes a text in the open conversation. Whoever sees it may, without a claim: a note goes to no member, answers nobody and
    /// changes no list.
    pub fn note(&self, ordinal: u32, agent: &Agent, text: &str) -> Result<Change<Self>, NoteRefusal> {
        if ordinal > self.conversations {
            return Err(NoteRefusal::NotFound);
        }
        let open = self.open(ordinal).ok_or(NoteRefusal::Closed)?;
        if !open.visible_to(agent) {
            return Err(NoteRefusal::NotFound);
        }
        let text = typed(text);
        let text = text.trim();
        if text.is_empty() {
            return Err(NoteRefusal::Empty);
        }
        if text.chars().count() > MAX_NOTE {
            return Err(NoteRefusal::TooLong);
        }
        let entry = NewEntry {
            event: ThreadEvent::Note {
                conversation: ordinal,
                agent: agent.id.clone(),
            },
            content: Some(ThreadContent::Note {
                text: text.to_owned(),
            }),
        };
        Ok(Change::one(self.clone(), entry))
    }
}
