//! Whether a record may be kept, among the others that there are.

mod agent;
mod hours;
mod line;
mod location;
mod number;
mod organisation;
mod quick_reply;
mod template;
mod trigger;

pub use agent::subject_taken;
pub use template::applicant;

use super::key::{RecordKey, RecordKind};
use super::problem::{FieldProblem, Problems};
use super::record::Record;
use super::records::Records;
use crate::directory::MAX_TRIGGERS;
use line::{check_name, check_order};

/// What keeps a record from being kept among the others. It need not be one of them yet.
pub fn problems(record: &Record, others: &Records) -> Vec<FieldProblem> {
    let mut found = own_problems(record, others);
    let key = record.key();
    let besides = others
        .of(key.kind)
        .filter(|versioned| versioned.record.key() != key)
        .count();
    found.extend(crowd(key.kind, besides + 1));
    found
}

/// The problem of so many records of a kind, if they are more than there may be.
fn crowd(kind: RecordKind, count: usize) -> Option<FieldProblem> {
    let most = most(kind);
    (count > most).then(|| FieldProblem {
        field: String::new(),
        code: "too_many",
        detail: format!(
            "there would be {count} {}, and there may be {most}",
            kind.plural()
        ),
    })
}

/// The kinds of which these records have more than there may be, each told once: of the first of the wanted ones that is over it.
pub(super) fn crowded(
    records: &Records,
    before: &Records,
    wanted: &[Record],
) -> Vec<(RecordKey, FieldProblem)> {
    let of = |kind: &RecordKind| {
        let count = records.of(*kind).count();
        let problem = crowd(*kind, count)?;
        let keys = wanted.iter().map(Record::key).filter(|key| key.kind == *kind);
        // Those that were there before come first.
        let (there, added): (Vec<_>, Vec<_>) = keys.partition(|key| before.get(key).is_some());
        let mut keys = [there, added].concat();
        let over = count - most(*kind);
        keys.truncate((keys.len() + 1).saturating_sub(over).max(1));
        Some((keys.pop()?, problem))
    };
    RecordKind::ALL.iter().filter_map(of).collect()
}

/// What keeps a record from being kept, however many there are of its kind.
pub(super) fn own_problems(record: &Record, others: &Records) -> Vec<FieldProblem> {
    let mut problems = Problems::default();
    match record {
        Record::Organisation(organisation) => organisation::check(organisation, others, &mut problems),
        Record::Group(group) => check_name(&group.name, &mut problems),
        Record::Location(location) => location::check(location, &mut problems),
        Record::Team(team) => check_name(&team.name, &mut problems),
        Record::Hours(hours) => hours::check(hours, &mut problems),
        Record::Agent(agent) => agent::check(agent, others, &mut problems),
        Record::Number(number) => number::check(number, &mut problems),
        Record::Trigger(trigger) => trigger::check(trigger, others, &mut problems),
        Record::QuickReply(reply) => quick_reply::check(reply, others, &mut problems),
        Record::Disposition(disposition) => {
            check_name(&disposition.name, &mut problems);
            check_order(disposition.order, &mut problems);
        }
    }
    for (field, named) in record.references() {
        let kind = named.kind.as_str().replace('_', " ");
        problems.want(
            others.get(&named).is_some(),
            &field,
            unknown(named.kind),
            format!("there is no {kind} {}", named.id),
        );
    }
    problems.into_vec()
}

/// The stable code of a reference to a record that is not there.
fn unknown(kind: RecordKind) -> &'static str {
    match kind {
        RecordKind::Organisation => "unknown_organisation",
        RecordKind::Group => "unknown_group",
        RecordKind::Location => "unknown_location",
        RecordKind::Team => "unknown_team",
        RecordKind::Hours => "unknown_hours",
        RecordKind::Agent => "unknown_agent",
        RecordKind::Number => "unknown_number",
        RecordKind::Trigger => "unknown_trigger",
        RecordKind::QuickReply => "unknown_quick_reply",
        RecordKind::Disposition => "unknown_disposition",
    }
}

/// The most records of a kind, so that what every decision reads stays within one page of a query.
fn most(kind: RecordKind) -> usize {
    match kind {
        RecordKind::Organisation => 1,
        RecordKind::Group | RecordKind::Disposition => 100,
        RecordKind::Team | RecordKind::Hours => 200,
        RecordKind::Location | RecordKind::Number | RecordKind::QuickReply => 500,
        RecordKind::Agent => 1_000,
        RecordKind::Trigger => MAX_TRIGGERS,
    }
}
