//! A change of one record, decided over all of them.

use std::fmt;

use jiff::Timestamp;

use super::author::{Author, Version};
use super::check::{own_problems, problems};
use super::key::{RecordKey, RecordKind};
use super::problem::FieldProblem;
use super::record::Record;
use super::records::{Records, Versioned};
use crate::directory::Agent;
use crate::id::{AgentId, ConversationId, OrganisationId};

/// What is to become of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It is made, or takes the place of the one with its key.
    Write(Record),
    Remove(RecordKey),
}

impl Change {
    /// The key of the record that it is about.
    pub fn key(&self) -> RecordKey {
        match self {
            Self::Write(record) => record.key(),
            Self::Remove(key) => key.clone(),
        }
    }

    /// Whether open conversations would be left without whom they belong to.
    pub fn may_strand_conversations(&self) -> bool {
        matches!(self, Self::Remove(key) if matches!(key.kind, RecordKind::Team | RecordKind::Number))
    }
}

/// A change that may be committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The record as it was before, if it was there.
    pub before: Option<Versioned>,
    /// The record as it is from now on; as it last was, when it is removed.
    pub after: Versioned,
    /// The revision of the directory that it was decided from: it is committed at no other.
    pub revision: u64,
}

/// Why a change is not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeRefusal {
    /// The author may not change the directory, or not any more.
    #[error("only administrators change the directory")]
    Forbidden,
    /// The record was changed since: it has this version now, 0 when there is none.
    #[error("it has version {current} now")]
    Stale { current: u64 },
    #[error("there is no such record")]
    NotFound,
    #[error("{}", listed(.0))]
    Invalid(Vec<FieldProblem>),
    /// Other records name it.
    #[error("it is named by {}: change or remove those first", listed(.0))]
    Named(Vec<RecordKey>),
    /// Other records could not be kept as they are.
    #[error("these could not be kept then: {}", listed(.0))]
    Breaks(Vec<RecordKey>),
    #[error("conversations are open there: close them first")]
    ConversationsOpen,
    /// The agent could not answer conversations any more that they hold, and nobody else could: these among others.
    #[error(
        "{agent} holds conversations that nobody could answer then: {}. Have a supervisor close them first, or shut {agent} out by `memberline agents suspend {organisation} {agent} --at-once`",
        joined(.conversations, ", ")
    )]
    ConversationsHeld {
        organisation: OrganisationId,
        agent: AgentId,
        conversations: Vec<ConversationId>,
    },
    /// Histories name it for as long as they are kept.
    #[error("{0}")]
    Kept(&'static str),
    #[error("nobody would be left who may administer the organisation")]
    LastAdministrator,
}

impl ChangeRefusal {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Forbidden => "forbidden",
            Self::Stale { .. } => "version_is_stale",
            Self::NotFound => "record_not_found",
            Self::Invalid(_) => "record_invalid",
            Self::Named(_) => "record_in_use",
            Self::Breaks(_) => "breaks_other_records",
            Self::ConversationsOpen => "conversations_open",
            Self::ConversationsHeld { .. } => "conversations_held",
            Self::Kept(_) => "record_is_kept",
            Self::LastAdministrator => "last_administrator",
        }
    }
}

fn listed(items: &[impl fmt::Display]) -> String {
    joined(items, "; ")
}

fn joined(items: &[impl fmt::Display], by: &str) -> String {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    items.join(by)
}

impl Records {
    /// Decides a change by `author` who last saw `expected`, the version of the record: 0 for none. `conversations_open` says whether
    /// any are in the team or on the number that is to be removed. `None` when nothing changes.
    pub fn decide(
        &self,
        change: &Change,
        expected: u64,
        conversations_open: bool,
        author: &Author,
        at: Timestamp,
    ) -> Result<Option<Decided>, ChangeRefusal> {
        self.may_change(author)?;
        let key = change.key();
        let current = self.get(&key).map_or(0, |found| found.version.number);
        if current == 0 && matches!(change, Change::Remove(_)) {
            return Err(ChangeRefusal::NotFound);
        }
        if expected != current {
            return Err(ChangeRefusal::Stale { current });
        }
        match change {
            Change::Write(record) => {
                let record = self.as_kept(record);
                let mut found = problems(&record, self);
                found.extend(self.granted(&record, author));
                if !found.is_empty() {
                    return Err(ChangeRefusal::Invalid(found));
                }
                self.keeps_an_administrator(&record, author)?;
                let decided = self.written(record, author, at);
                let broken = decided.as_ref().map(|decided| self.broken_by(decided));
                match broken {
                    Some(broken) if !broken.is_empty() => Err(ChangeRefusal::Breaks(broken)),
                    _ => Ok(decided),
                }
            }
            Change::Remove(key) => {
                self.check_unnamed(key, conversations_open)?;
                Ok(self.removed(key, author, at))
            }
        }
    }

    /// The record with what no author writes: an organisation's salt stays, and why an agent's mail was stopped is kept elsewhere.
    pub(super) fn as_kept(&self, record: &Record) -> Record {
        let mut record = record.clone();
        match &mut record {
            Record::Organisation(organisation) => {
                if let Some(before) = self.organisation() {
                    organisation.salt.clone_from(&before.salt);
                }
            }
            Record::Agent(agent) => agent.mail_stopped = None,
            _ => {}
        }
        record
    }

    /// The record written; `None` when it is there as it is.
    pub(super) fn written(&self, record: Record, author: &Author, at: Timestamp) -> Option<Decided> {
        let before = self.get(&record.key()).cloned();
        if before.as_ref().is_some_and(|before| before.record == record) {
            return None;
        }
        Some(self.decided(record, false, author, at))
    }

    /// The record removed; `None` when it is not there.
    pub(super) fn removed(&self, key: &RecordKey, author: &Author, at: Timestamp) -> Option<Decided> {
        let record = self.get(key)?.record.clone();
        Some(self.decided(record, true, author, at))
    }

    fn decided(&self, record: Record, is_removed: bool, author: &Author, at: Timestamp) -> Decided {
        let key = record.key();
        let number = self.stored(&key).map_or(0, |stored| stored.version.number) + 1;
        Decided {
            before: self.get(&key).cloned(),
            after: Versioned {
                record,
                version: Version {
                    number,
                    at,
                    by: author.clone(),
                },
                is_removed,
            },
            revision: self.revision,
        }
    }

    /// The records besides that hold now, and would not after a change.
    fn broken_by(&self, decided: &Decided) -> Vec<RecordKey> {
        let (after, changed) = (self.after(decided), decided.after.record.key());
        let others = after.iter().filter(|other| other.record.key() != changed);
        others
            .filter(|other| after.breaks(&other.record, self))
            .map(|other| other.record.key())
            .collect()
    }

    /// Whether a record does not hold here, and did before.
    pub(super) fn breaks(&self, record: &Record, before: &Self) -> bool {
        !own_problems(record, self).is_empty() && own_problems(record, before).is_empty()
    }

    /// The records with a change committed.
    #[must_use]
    pub fn after(&self, decided: &Decided) -> Self {
        let mut after = self.clone();
        after.revision = decided.revision + 1;
        after.set(decided.after.clone());
        after
    }

    /// Whether nothing needs the record of this key, be it there or not.
    pub(super) fn check_unnamed(
        &self,
        key: &RecordKey,
        conversations_open: bool,
    ) -> Result<(), ChangeRefusal> {
        match key.kind {
            RecordKind::Organisation => return Err(ChangeRefusal::Kept("an organisation is not removed")),
            RecordKind::Agent => {
                return Err(ChangeRefusal::Kept(
                    "an agent is suspended and not removed: histories tell the name",
                ));
            }
            _ => {}
        }
        let named_by: Vec<RecordKey> = self
            .iter()
            .filter(|other| other.record.references().iter().any(|(_, named)| named == key))
            .map(|other| other.record.key())
            .collect();
        if !named_by.is_empty() {
            return Err(ChangeRefusal::Named(named_by));
        }
        if conversations_open {
            return Err(ChangeRefusal::ConversationsOpen);
        }
        Ok(())
    }

    /// What an administrator changed that the deployment's owner grants.
    fn granted(&self, record: &Record, author: &Author) -> Vec<FieldProblem> {
        let (Record::Organisation(after), Some(before), Author::Agent { .. }) =
            (record, self.organisation(), author)
        else {
            return Vec::new();
        };
        let problem = |field: &str| FieldProblem {
            field: field.to_owned(),
            code: "granted_by_owner",
            detail: "whoever runs the deployment grants it, by the command `memberline`".to_owned(),
        };
        let mut found = Vec::new();
        if after.texting != before.texting {
            found.push(problem("/texting"));
        }
        if after.service_level != before.service_level {
            found.push(problem("/service_level"));
        }
        found
    }

    /// Whether the author may change the directory as it is now. Whoever asked may have been suspended a moment ago.
    fn may_change(&self, author: &Author) -> Result<(), ChangeRefusal> {
        let Author::Agent { agent } = author else {
            return Ok(());
        };
        if self.agent(agent).is_some_and(Agent::administers) {
            Ok(())
        } else {
            Err(ChangeRefusal::Forbidden)
        }
    }

    /// Whether an administrator leaves one who administers; whoever runs the deployment may do without.
    fn keeps_an_administrator(&self, record: &Record, author: &Author) -> Result<(), ChangeRefusal> {
        let (Record::Agent(changed), Author::Agent { .. }) = (record, author) else {
            return Ok(());
        };
        let remains = changed.administers()
            || self
                .agents()
                .any(|other| other.id != changed.id && other.administers());
        if remains {
            Ok(())
        } else {
            Err(ChangeRefusal::LastAdministrator)
        }
    }
}
