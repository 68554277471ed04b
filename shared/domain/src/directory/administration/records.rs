//! All records of an organisation, each with its version.

use std::collections::BTreeMap;

use super::author::Version;
use super::key::{RecordKey, RecordKind};
use super::record::Record;
use crate::directory::{Agent, Directory, Organisation};
use crate::id::{AgentId, OrganisationId};

/// A record with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versioned {
    pub record: Record,
    pub version: Version,
    /// Whether it was removed. It stays, since its versions go on counting; histories tell the names of triggers.
    pub is_removed: bool,
}

/// All records of an organisation, each with its version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Records {
    /// Whose they are.
    pub organisation: OrganisationId,
    /// How often any of them was written.
    pub revision: u64,
    all: BTreeMap<RecordKey, Versioned>,
}

impl Records {
    /// The records of an organisation as they were read.
    pub fn new(
        organisation: OrganisationId,
        revision: u64,
        records: impl IntoIterator<Item = Versioned>,
    ) -> Self {
        let keyed = records
            .into_iter()
            .map(|versioned| (versioned.record.key(), versioned));
        Self {
            organisation,
            revision,
            all: keyed.collect(),
        }
    }

    /// With this record written over what is there under its key.
    pub(super) fn set(&mut self, versioned: Versioned) {
        self.all.insert(versioned.record.key(), versioned);
    }

    /// What is there under a key, removed or not.
    pub(super) fn stored(&self, key: &RecordKey) -> Option<&Versioned> {
        self.all.get(key)
    }

    /// A record that was not removed.
    pub fn get(&self, key: &RecordKey) -> Option<&Versioned> {
        self.all.get(key).filter(|versioned| !versioned.is_removed)
    }

    /// All, those that were removed too: kind by kind, by id.
    pub fn including_removed(&self) -> impl Iterator<Item = &Versioned> {
        self.all.values()
    }

    /// All that were not removed: kind by kind, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Versioned> {
        self.including_removed().filter(|versioned| !versioned.is_removed)
    }

    /// Those of a kind that were not removed, by id.
    pub fn of(&self, kind: RecordKind) -> impl Iterator<Item = &Versioned> {
        let first = RecordKey::new(kind, "");
        self.all
            .range(first..)
            .take_while(move |(key, _)| key.kind == kind)
            .map(|(_, versioned)| versioned)
            .filter(|versioned| !versioned.is_removed)
    }

    /// The agents that were not removed, by id.
    pub fn agents(&self) -> impl Iterator<Item = &Agent> {
        self.of(RecordKind::Agent)
            .filter_map(|versioned| versioned.record.agent())
    }

    /// An agent who was not removed.
    pub fn agent(&self, id: &AgentId) -> Option<&Agent> {
        self.get(&RecordKey::new(RecordKind::Agent, id))?.record.agent()
    }

    /// The organisation's own record; none before it is made.
    pub fn organisation(&self) -> Option<&Organisation> {
        self.iter().find_map(|versioned| match &versioned.record {
            Record::Organisation(organisation) => Some(organisation),
            _ => None,
        })
    }
}

impl Directory {
    /// The directory that these records make; none without an organisation's own record. Whatever decides reads this form.
    pub fn of(records: impl IntoIterator<Item = (Record, bool)>) -> Option<Self> {
        let mut organisation = None;
        let (mut numbers, mut locations, mut groups, mut teams) = Default::default();
        let (mut agents, mut triggers, mut deleted_triggers, mut hours) = Default::default();
        for (record, is_removed) in records {
            match record {
                Record::Trigger(trigger) if is_removed => put(&mut deleted_triggers, trigger),
                _ if is_removed => {}
                Record::Organisation(record) => organisation = Some(record),
                Record::Number(number) => put(&mut numbers, number),
                Record::Location(location) => put(&mut locations, location),
                Record::Group(group) => put(&mut groups, group),
                Record::Team(team) => put(&mut teams, team),
                Record::Agent(agent) => put(&mut agents, agent),
                Record::Trigger(trigger) => put(&mut triggers, trigger),
                Record::Hours(team_hours) => put(&mut hours, team_hours),
                // Read when they are asked for.
                Record::QuickReply(_) | Record::Disposition(_) => {}
            }
        }
        Some(Self {
            organisation: organisation?,
            numbers,
            locations,
            groups,
            teams,
            agents,
            triggers,
            deleted_triggers,
            hours,
        })
    }
}

fn put<T>(records: &mut Vec<T>, record: T) {
    records.push(record);
}
