//! The applications that a number is on.
//!
//! The links to a number's first applications are in one item, so that the read of a text's thread brings them along. Once there are
//! [`FIRST`] of them, the links to each further application are in a row of its own, which takes a query besides. Where they are is
//! chosen as the number comes onto the application, and stays so: the application's head has a note of the numbers whose links are
//! in rows.

use std::collections::{BTreeMap, BTreeSet};

use aws_sdk_dynamodb::types::{AttributeValue, TransactWriteItem, Update};
use memberline_domain::aggregate::Change;
use memberline_domain::application::{Application, ApplicationLink};
use memberline_domain::{ApplicationId, SubscriberId};

use crate::aggregate::commit::Commit;
use crate::aggregate::load::MORE;
use crate::aggregate::loaded::Loaded;
use crate::aggregate::snapshot::Snapshot;
use crate::directory::tenant::Tenant;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, VERSION, n, s, to_json};
use crate::keys;

/// How many applications have their links in the first item, of a usual length: as many as one read unit holds.
const FIRST: usize = 16;

/// The attributes of items of links that are none.
const NO_LINKS: [&str; 4] = ["pk", "sk", "v", MORE];

/// The attribute of an application's head that names the subscribers whose links are in rows.
const IN_ROWS: &str = "links_in_rows";

/// What is in an item of links, by application.
fn links_in(item: &Item) -> impl Iterator<Item = &AttributeValue> {
    let links = item.iter().filter(|(name, _)| !NO_LINKS.contains(&name.as_str()));
    links.map(|(_, links)| links)
}

/// The links of an application, by the subscribers whose numbers it names.
fn by_subscriber(tenant: &Tenant, application: &Application) -> BTreeMap<SubscriberId, Vec<ApplicationLink>> {
    let mut links: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (number, link) in application.links() {
        links.entry(tenant.subscriber_id(&number)).or_default().push(link);
    }
    links
}

impl Snapshot {
    /// The applications that a subscriber's number is on, if they were wanted.
    pub fn links(&self, subscriber: &SubscriberId) -> Result<Vec<ApplicationLink>, StoreError> {
        let pk = keys::links(&self.organisation, subscriber);
        let mut links: Vec<ApplicationLink> = Vec::new();
        for value in self.partition(&pk).flat_map(links_in) {
            let json = value.as_s().map_err(|_| StoreError::Malformed("links"))?;
            let read: Vec<_> = serde_json::from_str(json).map_err(|_| StoreError::Malformed("links"))?;
            links.extend(read);
        }
        links.sort_by(|a, b| (&a.application, &a.person).cmp(&(&b.application, &b.person)));
        Ok(links)
    }
}

impl Commit {
    /// Adds a change of an application, with the links that the numbers of its people have to it: those that change are written, those
    /// of whom or which it has no more are taken away, in the same transaction, as one item for each number. `read` tells the room
    /// for the links of numbers that newly are on it. What automation does changes no links.
    pub fn application(
        &mut self,
        tenant: &Tenant,
        loaded: &Loaded<Application>,
        change: &Change<Application>,
        read: &Snapshot,
    ) -> Result<Vec<u64>, CommitError> {
        let before = by_subscriber(tenant, &loaded.head);
        let after = by_subscriber(tenant, &change.head);
        let mut in_rows: BTreeSet<String> = match loaded.attribute(IN_ROWS) {
            Some(AttributeValue::Ss(noted)) => noted.iter().cloned().collect(),
            _ => BTreeSet::new(),
        };
        let sk = |is_row: bool| {
            if is_row {
                keys::further_links(&change.head.id)
            } else {
                keys::FIRST_LINKS.to_owned()
            }
        };
        for (subscriber, links) in &after {
            let known = before.get(subscriber);
            if known == Some(links) {
                continue;
            }
            let pk = keys::links(tenant.id(), subscriber);
            let mut fills = false;
            if known.is_none()
                && let Some(first) = read.item(&pk, keys::FIRST_LINKS)
            {
                fills = links_in(first).count() + 1 >= FIRST;
                if first.contains_key(MORE) {
                    in_rows.insert(subscriber.to_string());
                }
            }
            let is_row = in_rows.contains(subscriber.as_str());
            self.put_links((pk, sk(is_row)), &change.head.id, Some(links), fills && !is_row)?;
        }
        for subscriber in before.keys().filter(|subscriber| !after.contains_key(subscriber)) {
            let is_row = in_rows.remove(subscriber.as_str());
            let pk = keys::links(tenant.id(), subscriber);
            self.put_links((pk, sk(is_row)), &change.head.id, None, false)?;
        }
        let noted = (!in_rows.is_empty()).then(|| AttributeValue::Ss(in_rows.into_iter().collect()));
        self.change(&loaded.clone().with_attribute(IN_ROWS, noted), change)
    }

    /// Writes the links of an application into an item of links, beside those of others, or takes them out of it. One that they fill
    /// says so.
    fn put_links(
        &mut self,
        (pk, sk): (String, String),
        application: &ApplicationId,
        links: Option<&Vec<ApplicationLink>>,
        fills: bool,
    ) -> Result<(), StoreError> {
        let mut update = Update::builder()
            .table_name(&self.table)
            .key("pk", s(pk))
            .key("sk", s(sk))
            .expression_attribute_names("#application", application.as_str())
            .expression_attribute_values(":v", n(VERSION));
        let mut expression = "SET v = :v".to_owned();
        if fills {
            expression.push_str(", more = :more");
            update = update.expression_attribute_values(":more", AttributeValue::Bool(true));
        }
        if let Some(links) = links {
            expression.push_str(", #application = :links");
            update = update.expression_attribute_values(":links", s(to_json(links)?));
        } else {
            expression.push_str(" REMOVE #application");
        }
        let update = update.update_expression(expression).build();
        let update = update.map_err(|_| StoreError::Malformed("links"))?;
        self.items
            .push(TransactWriteItem::builder().update(update).build());
        Ok(())
    }
}
