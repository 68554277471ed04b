//! Reads of the timeline: each a call or two, whatever the size of the organisation.

use memberline_domain::aggregate::Aggregate as _;
use memberline_domain::application::ApplicationLink;
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::{ClosedConversation, Thread};
use memberline_domain::{PhoneNumber, ThreadId};

use crate::aggregate::loaded::Loaded;
use crate::aggregate::pager::{Page, Range};
use crate::application::case::read_link;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, json, open, read_archive, s, text};
use crate::keys::{self, List};
use crate::seal::keyring::Keyring;
use crate::store::Store;

/// A thread and the subscriber at its other end, as far as they are stored.
#[derive(Debug)]
pub struct Pair {
    /// The thread.
    pub thread: Option<Loaded<Thread>>,
    /// The subscriber.
    pub subscriber: Option<Loaded<Subscriber>>,
    /// The closed conversation that was asked for.
    pub closed: Option<ClosedConversation>,
    /// The data keys of the thread, of its open conversation and of the closed one.
    pub(crate) keys: Keyring,
}

impl Pair {
    /// Nothing yet.
    fn empty() -> Self {
        Self {
            thread: None,
            subscriber: None,
            closed: None,
            keys: Keyring::default(),
        }
    }
}

/// A row of an inbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An open conversation, in its thread's head.
    Open(Thread),
    /// A closed one.
    Closed(ClosedConversation),
}

impl Store {
    /// Begins a thread.
    pub async fn new_thread(&self, tenant: &Tenant, head: Thread) -> Result<Loaded<Thread>, StoreError> {
        self.begun(tenant, keys::thread(tenant.id(), &head.id), head)
            .await
    }

    /// Begins a subscriber.
    pub async fn new_subscriber(
        &self,
        tenant: &Tenant,
        number: &PhoneNumber,
        thread: &ThreadId,
    ) -> Result<Loaded<Subscriber>, StoreError> {
        let id = thread.subscriber();
        let pk = keys::subscriber(tenant.id(), &id);
        let head = Subscriber::new(tenant.id().clone(), id, number.clone());
        self.begun(tenant, pk, head).await
    }

    /// The subscriber that was loaded, or the beginning of one.
    pub async fn subscriber_or_new(
        &self,
        tenant: &Tenant,
        loaded: Option<Loaded<Subscriber>>,
        number: &PhoneNumber,
        thread: &ThreadId,
    ) -> Result<Loaded<Subscriber>, StoreError> {
        match loaded {
            Some(subscriber) => Ok(subscriber),
            None => self.new_subscriber(tenant, number, thread).await,
        }
    }

    /// A thread, its subscriber, and one closed conversation if `closed` names one: a single consistent read.
    pub async fn pair(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        closed: Option<u32>,
    ) -> Result<Pair, StoreError> {
        let thread_pk = keys::thread(tenant.id(), thread);
        let subscriber_pk = keys::subscriber(tenant.id(), &thread.subscriber());
        let mut wanted = vec![
            (thread_pk.clone(), keys::HEAD.to_owned()),
            (subscriber_pk, keys::HEAD.to_owned()),
        ];
        wanted.extend(closed.map(|ordinal| (thread_pk.clone(), keys::archive(ordinal))));
        let mut pair = Pair::empty();
        for item in self.batch(wanted).await? {
            if text(&item, "pk")? == thread_pk {
                self.add_thread_item(tenant, &mut pair, &item).await?;
            } else {
                pair.subscriber = Some(self.loaded(tenant, &item).await?);
            }
        }
        Ok(pair)
    }

    /// Adds a thread's head, or the row of a closed conversation, with its keys.
    pub(crate) async fn add_thread_item(
        &self,
        tenant: &Tenant,
        pair: &mut Pair,
        item: &Item,
    ) -> Result<(), StoreError> {
        if let Some(ordinal) = keys::archived(text(item, "sk")?) {
            let key = self.row_key(tenant, item).await?;
            pair.closed = Some(read_archive(item, key.as_ref())?);
            if let Some(key) = key {
                pair.keys.add(ordinal, key);
            }
            return Ok(());
        }
        let thread: Loaded<Thread> = self.loaded(tenant, item).await?;
        pair.keys.extend(thread.keys());
        pair.thread = Some(thread);
        Ok(())
    }

    /// A thread, its subscriber, the applications that the subscriber's number is on, and one closed conversation if `closed` names
    /// one: two consistent reads at once.
    pub async fn pair_with_links(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        closed: Option<u32>,
    ) -> Result<(Pair, Vec<ApplicationLink>), StoreError> {
        let (of_thread, items) = tokio::try_join!(
            Box::pin(self.thread_items(keys::thread(tenant.id(), thread), closed)),
            Box::pin(self.subscriber_items(keys::subscriber(tenant.id(), &thread.subscriber())))
        )?;
        let mut pair = Pair::empty();
        for item in &of_thread {
            self.add_thread_item(tenant, &mut pair, item).await?;
        }
        let mut links = Vec::new();
        for item in &items {
            if text(item, "sk")? == keys::HEAD {
                pair.subscriber = Some(self.loaded(tenant, item).await?);
            } else {
                links.extend(read_link(item)?);
            }
        }
        Ok((pair, links))
    }

    /// The head of a thread, and one closed conversation if `closed` names one.
    async fn thread_items(&self, pk: String, closed: Option<u32>) -> Result<Vec<Item>, StoreError> {
        if let Some(ordinal) = closed {
            let wanted = [keys::HEAD.to_owned(), keys::archive(ordinal)];
            return self.batch(wanted.map(|sk| (pk.clone(), sk)).to_vec()).await;
        }
        Ok(self.head(pk).await?.into_iter().collect())
    }

    /// The head of an aggregate.
    pub(crate) async fn head(&self, pk: String) -> Result<Option<Item>, StoreError> {
        let answer = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.timeline)
            .key("pk", s(pk))
            .key("sk", s(keys::HEAD))
            .consistent_read(true)
            .send()
            .await
            .map_err(StoreError::dynamodb("GetItem"))?;
        Ok(answer.item)
    }

    /// The head of a subscriber and the links beside it. `HEAD` and the links come right after the ledger's entries, so one range has
    /// both and nothing else. A number on more applications than one page holds is read on.
    pub(crate) async fn subscriber_items(&self, pk: String) -> Result<Vec<Item>, StoreError> {
        let last = format!("{}~", keys::LINKS);
        self.between(&pk, keys::HEAD, &last).await
    }

    /// A page of a list, newest first (the longest waiting first in [`List::Waiting`]), with the place of each row: one query.
    /// `after` is where the page before ended.
    pub async fn list(
        &self,
        tenant: &Tenant,
        list: List,
        pk: &str,
        (limit, after): (u16, Option<&str>),
    ) -> Result<Page<(String, Row)>, StoreError> {
        let range = Range::list(&self.tables.timeline, list, pk);
        let Page { items, next } = self.page(&range, limit, after).await?;
        let mut rows = Vec::new();
        for item in items {
            let key = self.row_key(tenant, &item).await?;
            let row = if text(&item, "sk")? == keys::HEAD {
                let mut thread: Thread = json(&item, "state")?;
                thread.set_secret(open(&item, key.as_ref())?.unwrap_or_default());
                Row::Open(thread)
            } else {
                Row::Closed(read_archive(&item, key.as_ref())?)
            };
            rows.push((text(&item, list.sk())?.to_owned(), row));
        }
        Ok(Page { items: rows, next })
    }
}
