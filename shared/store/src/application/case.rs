//! Applications: read with whom they concern, written with what is derived from them.

use std::collections::HashMap;

use aws_sdk_dynamodb::types::{Put, TransactWriteItem, Update};
use memberline_domain::aggregate::{Change, Entry};
use memberline_domain::application::{Application, ApplicationEvent, ApplicationLink, Tallies, Tally};
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::Thread;
use memberline_domain::{ApplicationId, PhoneNumber, SubscriberId, ThreadId, TriggerId};

use crate::aggregate::commit::{Commit, Listed};
use crate::aggregate::loaded::Loaded;
use crate::aggregate::pager::{Page, Range};
use crate::directory::tenant::Tenant;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, json, n, read_entry, s, text, to_json};
use crate::keys;
use crate::seal::keyring::Keyring;
use crate::store::Store;

impl Listed for Application {}

/// An application with the thread and the subscriber that were asked for with it, as far as they are stored.
#[derive(Debug, Default)]
pub struct ApplicationCase {
    /// The application.
    pub application: Option<Loaded<Application>>,
    /// The thread.
    pub thread: Option<Loaded<Thread>>,
    /// The subscribers, in no order.
    pub subscribers: Vec<Loaded<Subscriber>>,
}

/// Entries of an application, newest first.
#[derive(Debug)]
pub struct ApplicationPage {
    /// The entries.
    pub entries: Vec<Entry<ApplicationEvent>>,
    /// The sort key after which the next page begins, if there may be one.
    pub next: Option<String>,
}

impl Store {
    /// Begins an application.
    pub async fn new_application(
        &self,
        tenant: &Tenant,
        id: &ApplicationId,
        los_id: &str,
    ) -> Result<Loaded<Application>, StoreError> {
        let pk = keys::application(tenant.id(), id);
        let head = Application::new(tenant.id().clone(), id.clone(), los_id.to_owned());
        self.begun(tenant, pk, head).await
    }

    /// Begins a subscriber by their number.
    pub async fn new_subscriber_of(
        &self,
        tenant: &Tenant,
        number: &PhoneNumber,
    ) -> Result<Loaded<Subscriber>, StoreError> {
        let id = tenant.subscriber_id(number);
        let pk = keys::subscriber(tenant.id(), &id);
        let head = Subscriber::new(tenant.id().clone(), id, number.clone());
        self.begun(tenant, pk, head).await
    }

    /// An application, a thread with its subscriber, and more subscribers: one consistent read.
    pub async fn application_case(
        &self,
        tenant: &Tenant,
        id: &ApplicationId,
        thread: Option<&ThreadId>,
        subscribers: &[SubscriberId],
    ) -> Result<ApplicationCase, StoreError> {
        let head = |pk: String| (pk, keys::HEAD.to_owned());
        let mut wanted = vec![head(keys::application(tenant.id(), id))];
        let of_thread = thread.map(ThreadId::subscriber);
        wanted.extend(thread.map(|thread| head(keys::thread(tenant.id(), thread))));
        let mut ids: Vec<&SubscriberId> = of_thread.iter().chain(subscribers).collect();
        ids.sort_unstable();
        ids.dedup();
        wanted.extend(ids.into_iter().map(|id| head(keys::subscriber(tenant.id(), id))));
        let mut case = ApplicationCase::default();
        for item in self.batch(wanted).await? {
            match text(&item, "pk")?.split('#').next() {
                Some("A") => case.application = Some(self.loaded(tenant, &item).await?),
                Some("T") => case.thread = Some(self.loaded(tenant, &item).await?),
                _ => case.subscribers.push(self.loaded(tenant, &item).await?),
            }
        }
        Ok(case)
    }

    /// Threads and subscribers, in no order: one consistent read for each hundred.
    pub async fn people(
        &self,
        tenant: &Tenant,
        threads: &[ThreadId],
        subscribers: &[SubscriberId],
    ) -> Result<(Vec<Loaded<Thread>>, Vec<Loaded<Subscriber>>), StoreError> {
        let mut wanted: Vec<String> = threads.iter().map(|id| keys::thread(tenant.id(), id)).collect();
        wanted.extend(subscribers.iter().map(|id| keys::subscriber(tenant.id(), id)));
        wanted.sort_unstable();
        wanted.dedup();
        let (mut threads, mut subscribers) = (Vec::new(), Vec::new());
        let wanted = wanted.into_iter().map(|pk| (pk, keys::HEAD.to_owned()));
        for item in self.batch(wanted.collect()).await? {
            if text(&item, "pk")?.starts_with("T#") {
                threads.push(self.loaded(tenant, &item).await?);
            } else {
                subscribers.push(self.loaded(tenant, &item).await?);
            }
        }
        Ok((threads, subscribers))
    }

    /// Applications, in no order, and a subscriber: one consistent read for each hundred.
    pub async fn applications_and_subscriber(
        &self,
        tenant: &Tenant,
        ids: &[ApplicationId],
        subscriber: &SubscriberId,
    ) -> Result<(Vec<Loaded<Application>>, Option<Loaded<Subscriber>>), StoreError> {
        let mut wanted = vec![keys::subscriber(tenant.id(), subscriber)];
        wanted.extend(ids.iter().map(|id| keys::application(tenant.id(), id)));
        let wanted = wanted.into_iter().map(|pk| (pk, keys::HEAD.to_owned()));
        let (mut applications, mut subscriber) = (Vec::with_capacity(ids.len()), None);
        for item in self.batch(wanted.collect()).await? {
            if text(&item, "pk")?.starts_with("A#") {
                applications.push(self.loaded(tenant, &item).await?);
            } else {
                subscriber = Some(self.loaded(tenant, &item).await?);
            }
        }
        Ok((applications, subscriber))
    }

    /// An application: one consistent read.
    pub async fn application(
        &self,
        tenant: &Tenant,
        id: &ApplicationId,
    ) -> Result<Option<Loaded<Application>>, StoreError> {
        let head = self.head(keys::application(tenant.id(), id)).await?;
        match head {
            Some(item) => Ok(Some(self.loaded(tenant, &item).await?)),
            None => Ok(None),
        }
    }

    /// A subscriber, and the applications that their number is on: one consistent query.
    pub async fn subscriber_with_links(
        &self,
        tenant: &Tenant,
        id: &SubscriberId,
    ) -> Result<(Option<Loaded<Subscriber>>, Vec<ApplicationLink>), StoreError> {
        let (mut subscriber, mut links) = (None, Vec::new());
        for item in self.subscriber_items(keys::subscriber(tenant.id(), id)).await? {
            if text(&item, "sk")? == keys::HEAD {
                subscriber = Some(self.loaded(tenant, &item).await?);
            } else {
                links.extend(read_link(&item)?);
            }
        }
        Ok((subscriber, links))
    }

    /// A page of an application's entries, newest first, at most `limit`, with its head: two reads at once.
    pub async fn application_history(
        &self,
        tenant: &Tenant,
        id: &ApplicationId,
        (limit, after): (u16, Option<&str>),
    ) -> Result<(Option<Loaded<Application>>, ApplicationPage), StoreError> {
        let pk = keys::application(tenant.id(), id);
        let range = Range::of(&self.tables.timeline, &pk, keys::ALL_ENTRIES);
        let (application, page) = tokio::try_join!(
            Box::pin(self.application(tenant, id)),
            Box::pin(self.page(&range, limit, after))
        )?;
        let Page { items, next } = page;
        let keys = application
            .as_ref()
            .map_or_else(Keyring::default, |loaded| loaded.keys().clone());
        let entries = items
            .iter()
            .map(|item| read_entry(item, &keys))
            .collect::<Result<_, _>>()?;
        Ok((application, ApplicationPage { entries, next }))
    }

    /// The counts of a trigger: one query.
    pub async fn tally(&self, tenant: &Tenant, trigger: &TriggerId) -> Result<Tally, StoreError> {
        let answer = self
            .dynamodb
            .query()
            .table_name(&self.tables.timeline)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", s(keys::counts(tenant.id(), trigger)))
            .send()
            .await
            .map_err(StoreError::dynamodb("Query"))?;
        let mut tally = Tally::default();
        for item in answer.items.unwrap_or_default() {
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

/// The link that a row holds; none when its person left the application, or has another number.
pub(crate) fn read_link(item: &Item) -> Result<Option<ApplicationLink>, StoreError> {
    let is_there = item.contains_key("state");
    is_there.then(|| json(item, "state")).transpose()
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

    /// How many items it writes or checks.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
