//! Planning and making changes of an organisation's directory.

use std::collections::BTreeSet;

use jiff::Timestamp;
use memberline_domain::OrganisationId;
use memberline_domain::directory::administration::{
    Author, Change, ChangeRefusal, Decided, Plan, PlanRefusal, Record, RecordKey, Records, Wanted,
};
use memberline_store::{RecordError, Store, StoreError};

use crate::{held, taken};

/// Why a directory was not changed.
#[derive(Debug, thiserror::Error)]
pub enum AdministrationError {
    /// The change of one record is not made.
    #[error(transparent)]
    Refused(#[from] ChangeRefusal),
    /// Nothing of a plan is made.
    #[error("what is wanted cannot be: {}", listed(.0))]
    PlanRefused(Vec<PlanRefusal>),
    /// A record was not written: the directory was changed meanwhile, or a number or subject belongs to somebody else.
    #[error("{key}: {error}")]
    Record {
        key: RecordKey,
        #[source]
        error: RecordError,
    },
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn listed(refusals: &[PlanRefusal]) -> String {
    let told = refusals
        .iter()
        .map(|refused| format!("{}: {}", refused.key, refused.refusal));
    told.collect::<Vec<_>>().join("; ")
}

/// Plans what brings an organisation's directory to what is wanted. Nothing is written. All that stands against it is told at once, such
/// as numbers and subjects that another organisation of the deployment has, and conversations that agents hold who would see less.
pub async fn plan(
    store: &Store,
    records: &Records,
    mut wanted: Wanted,
    at: Timestamp,
) -> Result<Plan, AdministrationError> {
    for record in &mut wanted.records {
        if let Record::Organisation(organisation) = record
            && organisation.salt.is_empty()
        {
            organisation.salt = store.new_salt()?;
        }
    }
    let mut with_open_conversations = BTreeSet::new();
    if wanted.prune {
        for key in records.unwanted(&wanted) {
            if conversations_open(store, &Change::Remove(key.clone()), records).await? {
                with_open_conversations.insert(key);
            }
        }
    }
    let mut besides = taken::refusals(store, records, &wanted.records).await?;
    besides.extend(held::refusals(store, records, &records.with_what_stays(&wanted)).await?);
    match records.plan(&wanted, &with_open_conversations, &Author::Operator, at) {
        Ok(plan) if besides.is_empty() => Ok(plan),
        planned => {
            let refusals = planned.err().into_iter().flatten().chain(besides);
            Err(AdministrationError::PlanRefused(refusals.collect()))
        }
    }
}

/// Makes the changes of a plan, one record after the other; `done` is told of each. What an organisation needs besides its records
/// is made first. Interrupted, it is finished by planning and applying again.
pub async fn apply(
    store: &Store,
    organisation: &OrganisationId,
    plan: &Plan,
    mut done: impl FnMut(&Decided),
) -> Result<(), AdministrationError> {
    store.found_organisation_key(organisation).await?;
    for step in &plan.steps {
        write(store, organisation, step).await?;
        done(step);
    }
    store.found_caretaker(organisation).await?;
    Ok(())
}

/// Changes one of these records, as they were just read, for an author who last saw the version `expected` of it, 0 for none. The
/// record as it is from now on; `None` when nothing changes.
pub async fn change(
    store: &Store,
    records: &Records,
    change: &Change,
    expected: u64,
    (author, at): (&Author, Timestamp),
) -> Result<Option<Decided>, AdministrationError> {
    let decided = decide(store, records, change, expected, (author, at)).await?;
    if let Some(decided) = &decided {
        if let Some(refusal) = held::held(store, records, &decided.after.record).await? {
            return Err(refusal.into());
        }
        write(store, &records.organisation, decided).await?;
    }
    Ok(decided)
}

/// The same of an agent who is to be shut out now, whatever they hold.
pub async fn change_at_once(
    store: &Store,
    records: &Records,
    change: &Change,
    expected: u64,
    by: (&Author, Timestamp),
) -> Result<Option<Decided>, AdministrationError> {
    let decided = decide(store, records, change, expected, by).await?;
    if let Some(decided) = &decided {
        write(store, &records.organisation, decided).await?;
    }
    Ok(decided)
}

async fn decide(
    store: &Store,
    records: &Records,
    change: &Change,
    expected: u64,
    (author, at): (&Author, Timestamp),
) -> Result<Option<Decided>, AdministrationError> {
    let open = conversations_open(store, change, records).await?;
    Ok(records.decide(change, expected, open, author, at)?)
}

async fn write(
    store: &Store,
    organisation: &OrganisationId,
    decided: &Decided,
) -> Result<(), AdministrationError> {
    let written = store.write_record(organisation, decided).await;
    written.map_err(|error| AdministrationError::Record {
        key: decided.after.record.key(),
        error,
    })
}

/// Whether a change would leave open conversations without whom they belong to.
async fn conversations_open(store: &Store, change: &Change, records: &Records) -> Result<bool, StoreError> {
    let Change::Remove(key) = change else {
        return Ok(false);
    };
    if !change.may_strand_conversations() {
        return Ok(false);
    }
    match records.get(key).map(|found| &found.record) {
        Some(Record::Team(team)) => {
            store
                .has_open_conversation(&records.organisation, &team.id, None)
                .await
        }
        Some(Record::Number(number)) => {
            // Its conversations may have been transferred to any team.
            for versioned in records.iter() {
                if let Record::Team(team) = &versioned.record
                    && store
                        .has_open_conversation(&records.organisation, &team.id, Some(&number.number))
                        .await?
                {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        _ => Ok(false),
    }
}
