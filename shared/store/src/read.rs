//! Reads of the timeline: each a call or two, whatever the size of the organisation.

use memberline_domain::aggregate::{Aggregate, Entry};
use memberline_domain::application::ApplicationLink;
use memberline_domain::subscriber::Subscriber;
use memberline_domain::thread::{ClosedConversation, Thread, ThreadEvent};
use memberline_domain::{PhoneNumber, ThreadId};

use crate::Store;
use crate::applications::read_link;
use crate::directory::Tenant;
use crate::error::StoreError;
use crate::item::{Item, Loaded, bytes, json, open, read_archive, read_entry, s, text};
use crate::keys::{self, List};
use crate::page::{Page, Range};
use crate::seal::{DataKey, wrapping_version};

/// A thread and the subscriber at its other end, as far as they are stored.
#[derive(Debug)]
pub struct Pair {
    /// The thread.
    pub thread: Option<Loaded<Thread>>,
    /// The subscriber.
    pub subscriber: Option<Loaded<Subscriber>>,
    /// The closed conversation that was asked for.
    pub closed: Option<ClosedConversation>,
}

/// Entries of a thread, newest first.
#[derive(Debug)]
pub struct TimelinePage {
    /// The entries.
    pub entries: Vec<Entry<ThreadEvent>>,
    /// The sort key after which the next page begins, if there may be one.
    pub next: Option<String>,
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
    /// The data key of an aggregate and that key wrapped by the organisation's newest key: a new one when there is none.
    pub(crate) async fn data_key(
        &self,
        tenant: &Tenant,
        pk: &str,
        wrapped: Option<&[u8]>,
    ) -> Result<(DataKey, Vec<u8>), StoreError> {
        let newest = self.organisation_key(tenant, None).await?;
        let Some(wrapped) = wrapped else {
            let key = DataKey::generate()?;
            let wrapped = key.wrap(&newest, pk)?;
            return Ok((key, wrapped));
        };
        let version = wrapping_version(wrapped)?;
        if version == newest.version {
            return Ok((DataKey::unwrap(wrapped, &newest, pk)?, wrapped.to_vec()));
        }
        let older = self.organisation_key(tenant, Some(version)).await?;
        let key = DataKey::unwrap(wrapped, &older, pk)?;
        let rewrapped = key.wrap(&newest, pk)?;
        Ok((key, rewrapped))
    }

    pub(crate) async fn loaded<A: Aggregate>(
        &self,
        tenant: &Tenant,
        item: &Item,
    ) -> Result<Loaded<A>, StoreError> {
        let (key, wrapped) = self
            .data_key(tenant, text(item, "pk")?, bytes(item, "wrapped_key"))
            .await?;
        Loaded::read(item, key, wrapped)
    }

    /// Begins a thread.
    pub async fn new_thread(&self, tenant: &Tenant, head: Thread) -> Result<Loaded<Thread>, StoreError> {
        let pk = keys::thread(tenant.id(), &head.id);
        let (key, wrapped) = self.data_key(tenant, &pk, None).await?;
        Ok(Loaded::new(pk, head, key, wrapped))
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
        let (key, wrapped) = self.data_key(tenant, &pk, None).await?;
        Ok(Loaded::new(
            pk,
            Subscriber::new(tenant.id().clone(), id, number.clone()),
            key,
            wrapped,
        ))
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
        let mut pair = Pair {
            thread: None,
            subscriber: None,
            closed: None,
        };
        for item in self.batch(wanted).await? {
            let (pk, sk) = (text(&item, "pk")?, text(&item, "sk")?);
            if pk != thread_pk {
                pair.subscriber = Some(self.loaded(tenant, &item).await?);
            } else if sk == keys::HEAD {
                pair.thread = Some(self.loaded(tenant, &item).await?);
            } else {
                let key = self.row_key(tenant, &item).await?;
                pair.closed = Some(read_archive(&item, key.as_ref())?);
            }
        }
        Ok(pair)
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
        let mut pair = Pair {
            thread: None,
            subscriber: None,
            closed: None,
        };
        for item in &of_thread {
            if text(item, "sk")? == keys::HEAD {
                pair.thread = Some(self.loaded(tenant, item).await?);
            } else {
                let key = self.row_key(tenant, item).await?;
                pair.closed = Some(read_archive(item, key.as_ref())?);
            }
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
        let mut items = Vec::new();
        let mut after = None;
        loop {
            let answer = self
                .dynamodb
                .query()
                .table_name(&self.tables.timeline)
                .key_condition_expression("pk = :pk and sk between :first and :last")
                .expression_attribute_values(":pk", s(&pk))
                .expression_attribute_values(":first", s(keys::HEAD))
                .expression_attribute_values(":last", s(format!("{}~", keys::LINKS)))
                .consistent_read(true)
                .set_exclusive_start_key(after)
                .send()
                .await
                .map_err(StoreError::dynamodb("Query"))?;
            items.extend(answer.items.unwrap_or_default());
            after = answer.last_evaluated_key;
            if after.is_none() {
                return Ok(items);
            }
        }
    }

    /// The data key of a row, if it was not destroyed.
    pub(crate) async fn row_key(&self, tenant: &Tenant, item: &Item) -> Result<Option<DataKey>, StoreError> {
        match bytes(item, "wrapped_key") {
            Some(wrapped) => Ok(Some(
                self.data_key(tenant, text(item, "pk")?, Some(wrapped)).await?.0,
            )),
            None => Ok(None),
        }
    }

    /// The items of one message: its own entry and those about it. One query, unless they are more than a megabyte.
    pub(crate) async fn message_items(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
    ) -> Result<Vec<Item>, StoreError> {
        let mut pages = self
            .dynamodb
            .query()
            .table_name(&self.tables.timeline)
            .key_condition_expression("pk = :pk and begins_with(sk, :sk)")
            .expression_attribute_values(":pk", s(keys::thread(tenant.id(), thread)))
            .expression_attribute_values(":sk", s(keys::entry(seq, None)))
            .consistent_read(true)
            .into_paginator()
            .items()
            .send();
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item.map_err(StoreError::dynamodb("Query"))?);
        }
        Ok(items)
    }

    /// A thread, its subscriber, and the entries of one message: two reads at once.
    pub async fn pair_with_message(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
    ) -> Result<(Pair, Vec<Entry<ThreadEvent>>), StoreError> {
        self.message_of(tenant, thread, seq, None).await
    }

    /// The same, with the closed conversation that `closed` names.
    pub async fn message_of(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
        closed: Option<u32>,
    ) -> Result<(Pair, Vec<Entry<ThreadEvent>>), StoreError> {
        let (pair, items) = tokio::try_join!(
            Box::pin(self.pair(tenant, thread, closed)),
            Box::pin(self.message_items(tenant, thread, seq))
        )?;
        let key = pair.thread.as_ref().map(Loaded::key);
        let entries = items
            .iter()
            .map(|item| read_entry(item, key))
            .collect::<Result<_, _>>()?;
        Ok((pair, entries))
    }

    /// A page of a thread's entries, newest first, at most `limit`, with the head and the closed conversation asked for: two reads
    /// at once. A page never holds what is about a message without the message.
    pub async fn timeline(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        (closed, limit, after): (Option<u32>, u16, Option<&str>),
    ) -> Result<(Pair, TimelinePage), StoreError> {
        let pk = keys::thread(tenant.id(), thread);
        let range = Range::of(&self.tables.timeline, &pk, keys::ALL_ENTRIES);
        let (pair, page) = tokio::try_join!(
            Box::pin(self.pair(tenant, thread, closed)),
            Box::pin(self.page(&range, limit, after))
        )?;
        let Page { mut items, mut next } = page;
        if next.is_some() {
            // The last message may have more about it, or be itself, on the next page: let it begin there.
            while items.last().is_some_and(is_about_a_message) && items.len() > 1 {
                items.pop();
            }
            if let Some(last) = items.last() {
                next = Some(text(last, "sk")?.to_owned());
            }
        }
        let key = pair.thread.as_ref().map(Loaded::key);
        let entries = items
            .iter()
            .map(|item| read_entry(item, key))
            .collect::<Result<_, _>>()?;
        Ok((pair, TimelinePage { entries, next }))
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

/// Whether an entry's item stands beside the message that it is about.
fn is_about_a_message(item: &Item) -> bool {
    text(item, "sk").is_ok_and(|sk| sk.matches('#').count() == 2)
}
