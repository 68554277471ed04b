//! What agents hold who are to see less, or nothing any more.

use memberline_domain::directory::administration::{ChangeRefusal, PlanRefusal, Record, Records};
use memberline_store::{Store, StoreError};

/// How many conversations are named.
pub const NAMED: usize = 10;

/// Why an agent's record is not written: they hold conversations that they could not answer any more, and nobody else could. Only of
/// an agent who is to see less something is read: a query for each hundred that they hold, until enough are found.
pub async fn held(
    store: &Store,
    records: &Records,
    record: &Record,
) -> Result<Option<ChangeRefusal>, StoreError> {
    let Some(after) = record.agent() else {
        return Ok(None);
    };
    let Some(before) = records
        .agent(&after.id)
        .filter(|before| after.sees_less_than(before))
    else {
        return Ok(None);
    };
    let organisation = &records.organisation;
    let conversations = store
        .held_conversations(organisation, &after.id, NAMED, |held| {
            held.is_lost_to(before, after)
        })
        .await?;
    Ok(
        (!conversations.is_empty()).then(|| ChangeRefusal::ConversationsHeld {
            organisation: organisation.clone(),
            agent: after.id.clone(),
            conversations,
        }),
    )
}

/// The same of each wanted record.
pub(crate) async fn refusals(
    store: &Store,
    records: &Records,
    wanted: &[Record],
) -> Result<Vec<PlanRefusal>, StoreError> {
    let mut refusals = Vec::new();
    for record in wanted {
        if let Some(refusal) = held(store, records, record).await? {
            let key = record.key();
            refusals.push(PlanRefusal { key, refusal });
        }
    }
    Ok(refusals)
}
