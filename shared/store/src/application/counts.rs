//! The counts of triggers.

use aws_sdk_dynamodb::types::{TransactWriteItem, Update};
use memberline_domain::application::{Tallies, Tally};
use memberline_domain::{ApplicationId, TriggerId};

use crate::aggregate::commit::Commit;
use crate::directory::tenant::Tenant;
use crate::error::{CommitError, StoreError};
use crate::item::{n, s};
use crate::keys;
use crate::store::Store;

impl Store {
    /// The counts of a trigger: one query.
    pub async fn tally(&self, tenant: &Tenant, trigger: &TriggerId) -> Result<Tally, StoreError> {
        let pk = keys::counts(tenant.id(), trigger);
        let mut tally = Tally::default();
        for item in self.partition(&self.tables.timeline, pk).await? {
            let count = |name: &str| -> i64 {
                let number = item.get(name).and_then(|v| v.as_n().ok());
                number.and_then(|n| n.parse().ok()).unwrap_or_default()
            };
            tally += Tally {
                due: count("due"),
                sent: count("sent"),
                nudged: count("nudged"),
                replied: count("replied"),
                completed: count("completed"),
                withheld: count("withheld"),
                withheld_completed: count("withheld_completed"),
            };
        }
        Ok(tally)
    }
}

impl Commit {
    /// Adds to the counts of triggers.
    pub fn count(
        &mut self,
        tenant: &Tenant,
        application: &ApplicationId,
        tallies: &Tallies,
    ) -> Result<(), CommitError> {
        for (trigger, tally) in tallies {
            let added: Vec<_> = tally
                .named()
                .into_iter()
                .filter(|(_, count)| *count != 0)
                .collect();
            if added.is_empty() {
                continue;
            }
            let expression: Vec<String> = added.iter().map(|(name, _)| format!("#{name} :{name}")).collect();
            let mut update = Update::builder()
                .table_name(&self.table)
                .key("pk", s(keys::counts(tenant.id(), trigger)))
                .key("sk", s(keys::count_shard(application)))
                .update_expression(format!("ADD {}", expression.join(", ")));
            for (name, count) in added {
                update = update
                    .expression_attribute_names(format!("#{name}"), name)
                    .expression_attribute_values(format!(":{name}"), n(count));
            }
            let update = update.build().map_err(|_| StoreError::Malformed("count"))?;
            self.items
                .push(TransactWriteItem::builder().update(update).build());
        }
        Ok(())
    }
}
