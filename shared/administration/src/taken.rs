//! What one organisation of a deployment has at a time: whether another has it already.

use futures_util::stream::{self, StreamExt as _, TryStreamExt as _};
use memberline_domain::OrganisationId;
use memberline_domain::directory::Agent;
use memberline_domain::directory::administration::{
    ChangeRefusal, FieldProblem, PlanRefusal, Record, RecordKey, RecordKind, Records, subject_taken,
};
use memberline_store::{Store, StoreError};

/// How many are asked for at once.
const AT_ONCE: usize = 16;

/// The wanted records with a number or a subject that is another organisation's. One read for each that the directory does not have yet.
pub async fn refusals(
    store: &Store,
    records: &Records,
    wanted: &[Record],
) -> Result<Vec<PlanRefusal>, StoreError> {
    let found = stream::iter(wanted)
        .map(|record| refusal(store, records, record))
        .buffered(AT_ONCE);
    found
        .try_filter_map(async |refusal| Ok(refusal))
        .try_collect()
        .await
}

async fn refusal(
    store: &Store,
    records: &Records,
    record: &Record,
) -> Result<Option<PlanRefusal>, StoreError> {
    let key = record.key();
    let owner = match record {
        Record::Number(number) if records.get(&key).is_none() => store.owner_of(&number.number).await?,
        Record::Agent(agent) => match new_subject(records, agent) {
            Some(subject) => store.agent_of(subject).await?.map(|(owner, _)| owner),
            None => None,
        },
        _ => None,
    };
    let owner = owner.filter(|owner| *owner != records.organisation);
    Ok(owner.map(|owner| PlanRefusal {
        refusal: ChangeRefusal::Invalid(vec![problem(&key, &owner)]),
        key,
    }))
}

/// The subject that an agent is to have and has not yet.
fn new_subject<'a>(records: &Records, agent: &'a Agent) -> Option<&'a str> {
    let before = records
        .agent(&agent.id)
        .and_then(|before| before.subject.as_ref());
    let subject = agent.subject.as_ref().filter(|subject| before != Some(subject));
    subject.map(String::as_str)
}

/// The problem of what another organisation got between the plan and the write. It reads like what an agent of one's own has: whose it
/// is stays untold.
pub fn meanwhile(kind: RecordKind) -> FieldProblem {
    if kind == RecordKind::Number {
        FieldProblem {
            field: "/number".to_owned(),
            code: "number_taken",
            detail: "the number is in use already".to_owned(),
        }
    } else {
        subject_taken()
    }
}

fn problem(key: &RecordKey, owner: &OrganisationId) -> FieldProblem {
    let (field, code, detail) = match key.kind {
        RecordKind::Number => (
            "/number",
            "number_taken",
            format!("{owner}, another organisation of this deployment, has it"),
        ),
        _ => (
            "/subject",
            "subject_taken",
            format!("an agent of {owner}, another organisation of this deployment, signs in as this subject"),
        ),
    };
    FieldProblem {
        field: field.to_owned(),
        code,
        detail,
    }
}
