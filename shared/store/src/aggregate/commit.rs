//! The one way to write member data: all that was decided, in one transaction, or nothing.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::types::{ConditionCheck, Put, ReturnValuesOnConditionCheckFailure, TransactWriteItem};
use jiff::Timestamp;
use memberline_domain::OrganisationId;
use memberline_domain::aggregate::chain::Hash;
use memberline_domain::aggregate::{Aggregate, Change};

use super::loaded::Loaded;
use super::stored::Indexed;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, entry_item, n, s};
use crate::keys::{self, IndexKey};
use crate::refusal::{reference, refused};
use crate::seal::keyring::Keyring;
use crate::store::Store;

fn put_into_indexes(item: &mut Item, indexed: Vec<IndexKey>) {
    for IndexKey { pk, sk } in indexed {
        item.insert(pk.0.to_owned(), s(pk.1));
        item.insert(sk.0.to_owned(), s(sk.1));
    }
}

/// What is to be written together.
#[derive(Debug)]
pub struct Commit {
    pub(crate) table: String,
    pub(crate) access: String,
    now: Timestamp,
    pub(crate) items: Vec<TransactWriteItem>,
    once: Option<usize>,
}

impl Commit {
    fn put(&mut self, item: Item, condition: Option<&str>, expected: Option<u64>) -> Result<(), StoreError> {
        let mut put = Put::builder().table_name(&self.table).set_item(Some(item));
        if let Some(condition) = condition {
            put = put.condition_expression(condition);
        }
        if let Some(expected) = expected {
            put = put.expression_attribute_values(":expected", n(expected));
        }
        let put = put.build().map_err(|_| StoreError::Malformed("put"))?;
        self.items.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }

    /// Adds a change of the aggregate that was loaded. Returns the places that its new entries get.
    pub fn change<A: Aggregate<Branch: Indexed, Archive: Indexed> + Indexed>(
        &mut self,
        loaded: &Loaded<A>,
        change: &Change<A>,
    ) -> Result<Vec<u64>, CommitError> {
        Ok(self.change_on(loaded, change)?.0)
    }

    /// As [`Commit::change`]; returns as well the aggregate as it will be once the commit is made, to go on from.
    pub fn change_on<A: Aggregate<Branch: Indexed, Archive: Indexed> + Indexed>(
        &mut self,
        loaded: &Loaded<A>,
        change: &Change<A>,
    ) -> Result<(Vec<u64>, Loaded<A>), CommitError> {
        let on = change.head.hangs_on();
        let (mut seq, mut hash) = (loaded.seq, loaded.hash);
        let mut places = Vec::with_capacity(change.entries.len());
        for entry in &change.entries {
            seq += 1;
            let content = entry.content.as_ref();
            let (item, next) = entry_item(
                (&loaded.pk, on, seq, hash),
                (&entry.event, content),
                (self.now, change.head.owner().filter(|_| seq == 1)),
                (change.head.sealed_within(&entry.event), loaded.keys()),
            )?;
            self.put(item, Some("attribute_not_exists(pk)"), None)?;
            if let Some(branch) = change.head.branch(seq, self.now, &entry.event) {
                let begun = Loaded::hanging(loaded.pk.clone(), branch.clone(), next, Keyring::default());
                let (mut item, _) = begun.head_item(&branch, 0, next)?;
                put_into_indexes(&mut item, branch.indexed(&loaded.pk));
                self.put(item, Some("attribute_not_exists(pk)"), None)?;
            }
            hash = next;
            places.push(seq);
        }
        let then = self.head(loaded, &change.head, seq, hash)?;
        if let Some(archive) = &change.archive {
            let mut item = loaded.archive_item(archive)?;
            put_into_indexes(&mut item, archive.indexed(&loaded.pk));
            self.put(item, Some("attribute_not_exists(pk)"), None)?;
        }
        Ok((places, then))
    }

    /// Writes the head that follows on the one that was loaded.
    fn head<A: Aggregate + Indexed>(
        &mut self,
        loaded: &Loaded<A>,
        head: &A,
        seq: u64,
        hash: Hash,
    ) -> Result<Loaded<A>, CommitError> {
        let (mut item, then) = loaded.head_item(head, seq, hash)?;
        put_into_indexes(&mut item, head.indexed(&loaded.pk));
        match loaded.rev {
            0 => self.put(item, Some("attribute_not_exists(pk)"), None)?,
            expected => self.put(item, Some("rev = :expected"), Some(expected))?,
        }
        Ok(then)
    }

    /// Makes the commit depend on the aggregate being as it was loaded, without writing it.
    pub fn guard<A: Aggregate>(&mut self, loaded: &Loaded<A>) -> Result<(), CommitError> {
        self.check(loaded, ("rev", loaded.rev), "attribute_not_exists(pk)")
    }

    /// Makes the commit depend on what others may depend on in the aggregate, see [`Aggregate::moves_fence`], and not on what
    /// changes in it all the time.
    pub fn guard_fence<A: Aggregate>(&mut self, loaded: &Loaded<A>) -> Result<(), CommitError> {
        self.check(loaded, ("fence", loaded.fence), "attribute_not_exists(fence)")
    }

    fn check<A: Aggregate>(
        &mut self,
        loaded: &Loaded<A>,
        (name, expected): (&str, u64),
        none: &str,
    ) -> Result<(), CommitError> {
        let mut check = ConditionCheck::builder()
            .table_name(&self.table)
            .key("pk", s(&loaded.pk))
            .key("sk", s(keys::head(loaded.head.hangs_on())));
        check = match expected {
            0 => check.condition_expression(none),
            expected => check
                .condition_expression(format!("{name} = :expected"))
                .expression_attribute_values(":expected", n(expected)),
        };
        let check = check.build().map_err(|_| StoreError::Malformed("guard"))?;
        self.items
            .push(TransactWriteItem::builder().condition_check(check).build());
        Ok(())
    }

    /// Makes the commit happen at most once for this key of this scope, for good. `reference` is what a second attempt
    /// is told.
    pub fn once(
        &mut self,
        organisation: &OrganisationId,
        scope: &str,
        key: &str,
        reference: &str,
    ) -> Result<(), CommitError> {
        let item = Item::from([
            ("pk".to_owned(), s(keys::once(organisation, scope, key))),
            ("sk".to_owned(), s(keys::ONCE)),
            ("v".to_owned(), n(1)),
            ("at".to_owned(), s(self.now.to_string())),
            ("reference".to_owned(), s(reference)),
        ]);
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk)")
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .build()
            .map_err(|_| StoreError::Malformed("once-key"))?;
        self.once = Some(self.items.len());
        self.items.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }
}

impl Commit {
    /// How many items it writes or checks.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}

impl Store {
    /// Begins a commit whose entries are dated `now`.
    pub fn begin(&self, now: Timestamp) -> Commit {
        Commit {
            table: self.tables.timeline.clone(),
            access: self.tables.access.clone(),
            now,
            items: Vec::new(),
            once: None,
        }
    }

    /// Writes all of it in one transaction, or nothing. One item alone needs none, which is half the price.
    pub async fn commit(&self, commit: Commit) -> Result<(), CommitError> {
        let once = commit.once;
        if let [one] = commit.items.as_slice()
            && let Some(put) = one.put()
        {
            return self.put_alone(put.clone(), once.is_some()).await;
        }
        let write = self
            .dynamodb
            .transact_write_items()
            .set_transact_items(Some(commit.items));
        let sent = Box::pin(write.send()).await;
        match sent {
            Ok(_) => Ok(()),
            Err(error) => Err(refused(error, once)),
        }
    }

    async fn put_alone(&self, put: Put, once: bool) -> Result<(), CommitError> {
        let write = self
            .dynamodb
            .put_item()
            .table_name(put.table_name)
            .set_item(Some(put.item))
            .set_condition_expression(put.condition_expression)
            .set_expression_attribute_values(put.expression_attribute_values)
            .set_return_values_on_condition_check_failure(put.return_values_on_condition_check_failure);
        let Err(error) = Box::pin(write.send()).await else {
            return Ok(());
        };
        match error.as_service_error() {
            Some(PutItemError::ConditionalCheckFailedException(failed)) if once => {
                Err(CommitError::AlreadyDone {
                    reference: failed.item().map_or_else(String::new, reference),
                })
            }
            Some(
                PutItemError::ConditionalCheckFailedException(_)
                | PutItemError::TransactionConflictException(_),
            ) => Err(CommitError::Conflict),
            _ => Err(StoreError::dynamodb("PutItem")(error).into()),
        }
    }
}
