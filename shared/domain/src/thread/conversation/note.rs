//! An agent writes something down for colleagues (MC-34).

use crate::aggregate::{Change, Entry, NewEntry};
use crate::directory::Agent;
use crate::id::AgentId;
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

/// A text as it is noted: with one kind of line end, and without the white space around it.
fn as_noted(text: &str) -> String {
    typed(text).trim().to_owned()
}

/// Whether an entry is the note that this agent would write in the conversation with this text.
pub fn is_note_of(entry: &Entry<ThreadEvent>, (ordinal, agent): (u32, &AgentId), text: &str) -> bool {
    let event = ThreadEvent::Note {
        conversation: ordinal,
        agent: agent.clone(),
    };
    let content = ThreadContent::Note { text: as_noted(text) };
    entry.event == event && entry.content == Some(content)
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
        let text = as_noted(text);
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
            content: Some(ThreadContent::Note { text }),
        };
        Ok(Change::one(self.clone(), entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(conversation: u32, agent: &AgentId, text: Option<&str>) -> Entry<ThreadEvent> {
        Entry {
            seq: 1,
            at: jiff::Timestamp::UNIX_EPOCH,
            event: ThreadEvent::Note {
                conversation,
                agent: agent.clone(),
            },
            content: text.map(|text| ThreadContent::Note {
                text: text.to_owned(),
            }),
        }
    }

    #[test]
    fn a_note_is_known_by_its_conversation_its_agent_and_its_text() {
        let [maria, sofia] = ["maria", "sofia"].map(|id| AgentId::parse(id).unwrap());
        let is_it = |entry| is_note_of(&entry, (2, &maria), " Two\r\nchildren. ");
        assert!(is_it(entry(2, &maria, Some("Two\nchildren."))));
        for other in [
            entry(1, &maria, Some("Two\nchildren.")),
            entry(2, &sofia, Some("Two\nchildren.")),
            entry(2, &maria, Some("Two children.")),
            entry(2, &maria, None),
        ] {
            assert!(!is_it(other));
        }
    }
}
