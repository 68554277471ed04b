//! What an agent's record may leave out, and keeps then.

use std::collections::BTreeSet;

use super::record::Record;
use super::records::Records;
use crate::directory::Agent;

/// What an agent's record may leave out: of an agent that there is it stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unsaid {
    Status,
    Subject,
    Subscribed,
    DisplayImages,
}

impl Records {
    /// The record as it is written over what there is, which keeps what is left out.
    pub fn keeping(&self, record: Record, unsaid: &BTreeSet<Unsaid>) -> Record {
        let kept = record.agent().and_then(|agent| {
            let before = self.agent(&agent.id)?;
            Some(Record::Agent(agent.keeping(unsaid, before)))
        });
        kept.unwrap_or(record)
    }
}

impl Agent {
    /// The agent as written over the one before, who keeps what is left out.
    #[must_use]
    pub fn keeping(&self, unsaid: &BTreeSet<Unsaid>, before: &Self) -> Self {
        let mut kept = self.clone();
        for field in unsaid {
            match field {
                Unsaid::Status => kept.status = before.status,
                Unsaid::Subject => kept.subject.clone_from(&before.subject),
                Unsaid::Subscribed => kept.subscribed = before.subscribed,
                Unsaid::DisplayImages => kept.display_images = before.display_images,
            }
        }
        kept
    }
}
