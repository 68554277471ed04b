//! Writing one record of the directory: the record, its version in the history, what points at it, and the directory's revision, in one
//! transaction.

use aws_sdk_dynamodb::error::SdkError;
use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError;
use aws_sdk_dynamodb::types::builders::PutBuilder;
use aws_sdk_dynamodb::types::{Delete, Put, TransactWriteItem, Update};
use memberline_domain::OrganisationId;
use memberline_domain::directory::administration::{Decided, Record, RecordKey, RecordKind};

use super::record_item::{sort_key, write};
use super::records::history_key;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, n, s};
use crate::keys;
use crate::refusal::refused;
use crate::store::Store;

/// Why a record was not written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The directory was changed meanwhile: read it and decide again.
    #[error("the directory was changed meanwhile")]
    Conflict,
    /// Another organisation has the number, or an agent of another organisation signs in as the subject.
    #[error("it is taken")]
    Taken,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Store {
    /// Writes what was decided about a record, if the directory is still at the revision that it was decided from.
    pub async fn write_record(
        &self,
        organisation: &OrganisationId,
        decided: &Decided,
    ) -> Result<(), RecordError> {
        let key = decided.after.record.key();
        let mut items = vec![
            self.revised(organisation, decided.revision)?,
            self.record(organisation, &key, decided)?,
            self.version(organisation, &key, decided)?,
        ];
        let pointers = self.pointers(organisation, decided)?;
        let own_items = items.len();
        items.extend(pointers);
        let write = self
            .dynamodb
            .transact_write_items()
            .set_transact_items(Some(items));
        let written = Box::pin(write.send()).await;
        self.forget_directory();
        let Err(error) = written else {
            return Ok(());
        };
        if fails_from(&error, own_items) {
            return Err(RecordError::Taken);
        }
        match refused(error, None) {
            CommitError::Store(error) => Err(error.into()),
            _ => Err(RecordError::Conflict),
        }
    }

    /// The revision of the directory, raised by one.
    fn revised(&self, organisation: &OrganisationId, from: u64) -> Result<TransactWriteItem, StoreError> {
        let update = Update::builder()
            .table_name(&self.tables.directory)
            .key("pk", s(keys::directory(organisation)))
            .key("sk", s(keys::REVISION))
            .update_expression("set rev = :next")
            .expression_attribute_values(":next", n(from + 1));
        let update = if from == 0 {
            update.condition_expression("attribute_not_exists(pk)")
        } else {
            update
                .condition_expression("rev = :from")
                .expression_attribute_values(":from", n(from))
        };
        let update = update.build().map_err(|_| StoreError::Malformed("update"))?;
        Ok(TransactWriteItem::builder().update(update).build())
    }

    fn put(&self, item: Item) -> PutBuilder {
        Put::builder()
            .table_name(&self.tables.directory)
            .set_item(Some(item))
    }

    /// The record itself, over the version before it.
    fn record(
        &self,
        organisation: &OrganisationId,
        key: &RecordKey,
        decided: &Decided,
    ) -> Result<TransactWriteItem, StoreError> {
        let pk = match key.kind {
            RecordKind::QuickReply | RecordKind::Disposition => keys::catalogue(organisation),
            _ => keys::directory(organisation),
        };
        let before = decided.after.version.number - 1;
        let put = self.put(write(pk, sort_key(key), &decided.after)?);
        built(if before == 0 {
            put.condition_expression("attribute_not_exists(pk)")
        } else {
            put.condition_expression("rev = :before")
                .expression_attribute_values(":before", n(before))
        })
    }

    /// The version in the record's history.
    fn version(
        &self,
        organisation: &OrganisationId,
        key: &RecordKey,
        decided: &Decided,
    ) -> Result<TransactWriteItem, StoreError> {
        let (pk, sk) = (
            keys::record_history(organisation),
            history_key(key, decided.after.version.number),
        );
        let put = self.put(write(pk, sk, &decided.after)?);
        built(put.condition_expression("attribute_not_exists(pk)"))
    }

    /// What says whose a number is, or which agent a subject is: made, kept or deleted, and never taken from somebody else.
    fn pointers(
        &self,
        organisation: &OrganisationId,
        decided: &Decided,
    ) -> Result<Vec<TransactWriteItem>, StoreError> {
        let after = &decided.after;
        match &after.record {
            Record::Number(number) => {
                let pk = keys::number_owner(&number.number);
                let to = [("organisation", organisation.as_str())];
                Ok(vec![if after.is_removed {
                    self.unpoint(pk, &to)?
                } else {
                    self.point(pk, &to)?
                }])
            }
            Record::Agent(agent) => {
                let before = decided.before.as_ref().and_then(|before| match &before.record {
                    Record::Agent(before) => before.subject.as_deref(),
                    _ => None,
                });
                let to = [
                    ("organisation", organisation.as_str()),
                    ("agent", agent.id.as_str()),
                ];
                let now = agent.subject.as_deref();
                let mut pointers = Vec::new();
                if let Some(gone) = before.filter(|subject| now != Some(subject)) {
                    pointers.push(self.unpoint(keys::token_subject(gone), &to)?);
                }
                if let Some(subject) = now {
                    pointers.push(self.point(keys::token_subject(subject), &to)?);
                }
                Ok(pointers)
            }
            _ => Ok(Vec::new()),
        }
    }

    fn point(&self, pk: String, to: &[(&str, &str)]) -> Result<TransactWriteItem, StoreError> {
        let mut put = self
            .put(pointer(pk, to))
            .condition_expression(unless_anothers(to));
        for (name, value) in to {
            put = put
                .expression_attribute_names(format!("#{name}"), *name)
                .expression_attribute_values(format!(":{name}"), s(*value));
        }
        built(put)
    }

    fn unpoint(&self, pk: String, to: &[(&str, &str)]) -> Result<TransactWriteItem, StoreError> {
        let mut delete = Delete::builder()
            .table_name(&self.tables.directory)
            .key("pk", s(pk))
            .key("sk", s(keys::ONLY))
            .condition_expression(unless_anothers(to));
        for (name, value) in to {
            delete = delete
                .expression_attribute_names(format!("#{name}"), *name)
                .expression_attribute_values(format!(":{name}"), s(*value));
        }
        let delete = delete.build().map_err(|_| StoreError::Malformed("delete"))?;
        Ok(TransactWriteItem::builder().delete(delete).build())
    }
}

/// Whether a transaction was cancelled by the conditions of items from this place on, and of none before.
fn fails_from<R>(error: &SdkError<TransactWriteItemsError, R>, place: usize) -> bool {
    let Some(TransactWriteItemsError::TransactionCanceledException(canceled)) = error.as_service_error()
    else {
        return false;
    };
    let mut reasons = canceled.cancellation_reasons().iter();
    let first = reasons.position(|reason| reason.code() == Some("ConditionalCheckFailed"));
    first.is_some_and(|first| first >= place)
}

fn built(put: PutBuilder) -> Result<TransactWriteItem, StoreError> {
    let put = put.build().map_err(|_| StoreError::Malformed("put"))?;
    Ok(TransactWriteItem::builder().put(put).build())
}

/// An item that is alone in its partition and names others.
pub(super) fn pointer(pk: String, to: &[(&str, &str)]) -> Item {
    let mut item = Item::from([("pk".to_owned(), s(pk)), ("sk".to_owned(), s(keys::ONLY))]);
    item.extend(to.iter().map(|(name, value)| ((*name).to_owned(), s(*value))));
    item
}

/// The condition that a pointer is not there, or points to the same. Attribute names are written as `#name`, since some of them are
/// reserved words of DynamoDB.
fn unless_anothers(to: &[(&str, &str)]) -> String {
    let same: Vec<String> = to.iter().map(|(name, _)| format!("#{name} = :{name}")).collect();
    format!("attribute_not_exists(pk) or ({})", same.join(" and "))
}
