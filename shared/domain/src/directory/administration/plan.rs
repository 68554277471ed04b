//! What it takes to bring a directory to what a file says.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::author::Author;
use super::change::{Change, ChangeRefusal, Decided};
use super::check::{crowded, own_problems};
use super::key::{RecordKey, RecordKind};
use super::record::Record;
use super::records::Records;
use super::unsaid::Unsaid;
use crate::directory::{Agent, AgentStatus};
use crate::id::AgentId;

/// What a directory is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    pub records: Vec<Record>,
    /// What the records of agents leave out.
    pub unsaid: BTreeMap<AgentId, BTreeSet<Unsaid>>,
    /// The kinds that it speaks of: of these, what it does not name is not wanted.
    pub kinds: BTreeSet<RecordKind>,
    /// Whether what is not wanted is removed; otherwise it is left alone.
    pub prune: bool,
}

/// What it takes to bring a directory to what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The changes, in the order in which they are committed: after each, every record names records that are there.
    pub steps: Vec<Decided>,
    /// What is there and not wanted, and stays.
    pub left_alone: Vec<RecordKey>,
    /// The agents who are wanted active and stay suspended.
    pub stay_suspended: Vec<RecordKey>,
}

/// Why a record cannot be brought to what is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRefusal {
    pub key: RecordKey,
    pub refusal: ChangeRefusal,
}

impl Records {
    /// What is there and would be removed, so that the caller can say whether conversations are open there.
    pub fn unwanted(&self, wanted: &Wanted) -> Vec<RecordKey> {
        let named: BTreeSet<RecordKey> = wanted.records.iter().map(Record::key).collect();
        self.iter()
            .map(|versioned| versioned.record.key())
            .filter(|key| wanted.kinds.contains(&key.kind) && !named.contains(key))
            .collect()
    }

    /// Plans what brings the directory to what is wanted; `with_open_conversations` holds the teams and numbers where some are open.
    /// All that stands against it is told at once, and nothing is planned then.
    pub fn plan(
        &self,
        wanted: &Wanted,
        with_open_conversations: &BTreeSet<RecordKey>,
        author: &Author,
        at: Timestamp,
    ) -> Result<Plan, Vec<PlanRefusal>> {
        let unwanted = self.unwanted(wanted);
        let named = self.with_what_stays(wanted);
        // Agents stay in any case: who is not wanted is suspended by whoever says so.
        let (removed, left_alone): (Vec<_>, Vec<_>) = unwanted
            .into_iter()
            .partition(|key| wanted.prune && key.kind != RecordKind::Agent);
        let mut records = self.clone();
        let mut steps = Vec::new();
        for change in ordered(self, &named, &removed) {
            let decided = match &change {
                Change::Write(record) => records.written(records.as_kept(record), author, at),
                Change::Remove(key) => records.removed(key, author, at),
            };
            if let Some(decided) = decided {
                records = records.after(&decided);
                steps.push(decided);
            }
        }
        let refusals = records.refusals(self, &named, &removed, with_open_conversations);
        if refusals.is_empty() {
            Ok(Plan {
                steps,
                left_alone,
                stay_suspended: self.stay_suspended(wanted),
            })
        } else {
            Err(refusals)
        }
    }

    /// The wanted records, with what of an agent is left out, and with what no file decides: whom an invitation gave a subject keeps it
    /// where none is told, unless another agent is to have it, and who was suspended stays so until somebody reinstates them.
    pub fn with_what_stays(&self, wanted: &Wanted) -> Vec<Record> {
        let told: BTreeSet<&String> = agents(&wanted.records)
            .filter_map(|agent| agent.subject.as_ref())
            .collect();
        let kept = |record: &Record| {
            let agent = record.agent()?;
            let before = self.agent(&agent.id)?;
            let mut unsaid = wanted.unsaid.get(&agent.id).cloned().unwrap_or_default();
            if before.status == AgentStatus::Suspended {
                unsaid.insert(Unsaid::Status);
            }
            let is_anothers = before
                .subject
                .as_ref()
                .is_some_and(|subject| told.contains(subject));
            if agent.subject.is_none() && !is_anothers {
                unsaid.insert(Unsaid::Subject);
            } else {
                unsaid.remove(&Unsaid::Subject);
            }
            Some(Record::Agent(agent.keeping(&unsaid, before)))
        };
        let records = wanted.records.iter();
        records
            .map(|record| kept(record).unwrap_or_else(|| record.clone()))
            .collect()
    }

    fn stay_suspended(&self, wanted: &Wanted) -> Vec<RecordKey> {
        let is_suspended = |agent: &Agent| agent.status == AgentStatus::Suspended;
        let is_said = |agent: &Agent| {
            let unsaid = wanted.unsaid.get(&agent.id);
            !unsaid.is_some_and(|unsaid| unsaid.contains(&Unsaid::Status))
        };
        agents(&wanted.records)
            .filter(|agent| is_said(agent) && !is_suspended(agent))
            .filter(|agent| self.agent(&agent.id).is_some_and(is_suspended))
            .map(|agent| RecordKey::new(RecordKind::Agent, &agent.id))
            .collect()
    }

    /// What stands against these records being the end of those before.
    fn refusals(
        &self,
        before: &Self,
        wanted: &[Record],
        removed: &[RecordKey],
        with_open_conversations: &BTreeSet<RecordKey>,
    ) -> Vec<PlanRefusal> {
        let named: BTreeSet<RecordKey> = wanted.iter().map(Record::key).collect();
        let others = self
            .iter()
            .map(|other| &other.record)
            .filter(|record| !named.contains(&record.key()) && self.breaks(record, before));
        let invalid = wanted.iter().chain(others).filter_map(|record| {
            let found = own_problems(record, self);
            (!found.is_empty()).then(|| PlanRefusal {
                key: record.key(),
                refusal: ChangeRefusal::Invalid(found),
            })
        });
        let crowded = crowded(self, before, wanted)
            .into_iter()
            .map(|(key, problem)| PlanRefusal {
                key,
                refusal: ChangeRefusal::Invalid(vec![problem]),
            });
        let kept = removed.iter().filter_map(|key| {
            let refusal = self
                .check_unnamed(key, with_open_conversations.contains(key))
                .err()?;
            Some(PlanRefusal {
                key: key.clone(),
                refusal,
            })
        });
        invalid.chain(crowded).chain(kept).collect()
    }
}

/// The agents among these.
fn agents(records: &[Record]) -> impl Iterator<Item = &Agent> {
    records.iter().filter_map(Record::agent)
}

/// The changes in an order in which each record is there before another names it, and is named by none when it is removed. An
/// organisation may name a number: so it comes last, and a new one comes first without. An agent's subject that is to be another's is
/// given up before.
fn ordered(before: &Records, wanted: &[Record], removed: &[RecordKey]) -> Vec<Change> {
    let mut writes: Vec<&Record> = wanted.iter().collect();
    writes.sort_by_key(|record| record.key());
    let mut changes = given_up(before, wanted);
    let mut last = None;
    for record in writes {
        let Record::Organisation(organisation) = record else {
            changes.push(Change::Write(record.clone()));
            continue;
        };
        last = Some(Change::Write(record.clone()));
        if before.organisation().is_none() {
            let mut first = organisation.clone();
            first.automation.number = None;
            changes.push(Change::Write(Record::Organisation(first)));
        }
    }
    changes.extend(last);
    let mut removals: Vec<&RecordKey> = removed.iter().collect();
    removals.sort_by(|a, b| b.cmp(a));
    changes.extend(removals.into_iter().cloned().map(Change::Remove));
    changes
}

/// The agents that are to be written and whose subject another agent is to have, without it: a subject is one agent's at a time. An agent
/// that the file does not name keeps its subject, so that the other is refused.
fn given_up(before: &Records, wanted: &[Record]) -> Vec<Change> {
    let is_anothers = |agent: &Agent| {
        let Some(subject) = &agent.subject else {
            return false;
        };
        agents(wanted).any(|next| next.id != agent.id && next.subject.as_ref() == Some(subject))
    };
    agents(wanted)
        .filter_map(|agent| before.agent(&agent.id))
        .filter(|agent| is_anothers(agent))
        .map(|agent| {
            Change::Write(Record::Agent(Agent {
                subject: None,
                ..agent.clone()
            }))
        })
        .collect()
}
