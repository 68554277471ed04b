//! Somebody gives the member's name and what brought them here (EL-01, EL-02).

use crate::actor::Actor;
use crate::aggregate::{Change, NewEntry};
use crate::id::AgentId;
use crate::journey::Journey;
use crate::thread::{Thread, ThreadContent, ThreadEvent};

/// Why a name cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameRefusal {
    /// It is empty, longer than 100 characters or holds control characters.
    #[error("a name has 1 to 100 characters, none of them control characters")]
    Malformed,
}

const MAX_NAME: usize = 100;

impl Thread {
    /// Notes the member's name, and the journey if one is given. `None` when both are known already.
    pub fn name(
        &self,
        by: &AgentId,
        name: &str,
        journey: Option<Journey>,
    ) -> Result<Option<Change<Self>>, NameRefusal> {
        let name = name.trim();
        if name.is_empty() || name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
            return Err(NameRefusal::Malformed);
        }
        let journey = journey.unwrap_or(self.journey);
        if self.secret.name.as_deref() == Some(name) && self.journey == journey {
            return Ok(None);
        }
        let mut head = self.clone();
        head.secret.name = Some(name.to_owned());
        head.journey = journey;
        let entry = NewEntry {
            event: ThreadEvent::Named {
                by: Actor::Agent { agent: by.clone() },
                journey,
            },
            content: Some(ThreadContent::Name {
                name: name.to_owned(),
            }),
        };
        Ok(Some(Change::one(head, entry)))
    }
}
