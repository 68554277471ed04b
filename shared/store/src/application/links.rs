//! The rows beside a number's consent that say which applications it is on.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{Put, TransactWriteItem};
use memberline_domain::SubscriberId;
use memberline_domain::aggregate::Change;
use memberline_domain::application::{Application, ApplicationLink};
use memberline_domain::consent::Subscriber;

use crate::aggregate::commit::Commit;
use crate::aggregate::loaded::Loaded;
use crate::aggregate::snapshot::Snapshot;
use crate::directory::tenant::Tenant;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, json, n, s, text, to_json};
use crate::keys;

impl Snapshot {
    /// The applications that a subscriber's number is on, if they were wanted.
    pub fn links(&self, subscriber: &SubscriberId) -> Result<Vec<ApplicationLink>, StoreError> {
        let rows = self.beside::<Subscriber>(subscriber);
        let rows = rows.filter(|row| text(row, "sk").is_ok_and(|sk| sk.starts_with(keys::LINKS)));
        // A row is empty when its person left the application, or has another number.
        let links = rows.filter(|row| row.contains_key("state"));
        links.map(|row| json(row, "state")).collect()
    }
}

impl Commit {
    /// Adds a change of an application, with the rows that it leaves beside the consent of its people's numbers: those that change
    /// are written, those of whom or which it has no more are emptied, in the same transaction. None is deleted: who may delete rows of a
    /// partition may delete the consent in it.
    pub fn application(
        &mut self,
        tenant: &Tenant,
        loaded: &Loaded<Application>,
        change: &Change<Application>,
    ) -> Result<Vec<u64>, CommitError> {
        let places = self.change(loaded, change)?;
        let rows = |application: &Application| -> HashMap<(String, String), ApplicationLink> {
            let links = application.links().into_iter();
            links
                .map(|(number, link)| {
                    let pk = keys::subscriber(tenant.id(), &tenant.subscriber_id(&number));
                    ((pk, keys::link(&link.application, &link.person)), link)
                })
                .collect()
        };
        let (before, after) = (rows(&loaded.head), rows(&change.head));
        for ((pk, sk), link) in &after {
            if before.get(&(pk.clone(), sk.clone())) == Some(link) {
                continue;
            }
            self.put_link(pk, sk, Some(link))?;
        }
        for (pk, sk) in before.keys().filter(|row| !after.contains_key(*row)) {
            self.put_link(pk, sk, None)?;
        }
        Ok(places)
    }

    fn put_link(&mut self, pk: &str, sk: &str, link: Option<&ApplicationLink>) -> Result<(), StoreError> {
        let mut item = Item::from([
            ("pk".to_owned(), s(pk)),
            ("sk".to_owned(), s(sk)),
            ("v".to_owned(), n(1)),
        ]);
        if let Some(link) = link {
            item.insert("state".to_owned(), s(to_json(link)?));
        }
        let put = Put::builder()
            .table_name(&self.table)
            .set_item(Some(item))
            .build();
        let put = put.map_err(|_| StoreError::Malformed("link"))?;
        self.items.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }
}
