//! A thread's history, page by page.

use std::collections::BTreeSet;

use memberline_domain::ThreadId;
use memberline_domain::thread::Thread;

use super::page::TimelinePage;
use super::place::TimelinePlace;
use super::thread::ThreadSnapshot;
use crate::aggregate::loaded::Loaded;
use crate::aggregate::wanted::Wanted;
use crate::directory::tenant::Tenant;
use crate::error::StoreError;
use crate::item::{Item, text, within};
use crate::keys;
use crate::pager::Range;
use crate::store::Store;

/// How often reads that do not fit together are made again.
const READS: u32 = 3;

impl Store {
    /// A page of a thread's entries, newest first, at most `limit` items, with the head, the closed conversation asked for, and the keys
    /// of the conversations that it can hold: three reads at once. A page never holds what is about a message without the message.
    pub async fn timeline(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        (closed, limit, after): (Option<u32>, u16, Option<&TimelinePlace>),
    ) -> Result<(ThreadSnapshot, TimelinePage), StoreError> {
        let pk = keys::thread(tenant.id(), thread);
        // Each conversation that closed has an entry that opens it and one that closes it.
        let most = limit / 2 + 1;
        let newest = keys::archive(after.map_or(u32::MAX, |place| place.conversation));
        let rows = Range::of(&self.tables.timeline, &pk, (keys::ARCHIVES, &newest));
        let entries = Range::of(&self.tables.timeline, &pk, keys::ALL_ENTRIES);
        let mut reads = 1;
        loop {
            let wanted = Wanted::of(tenant).thread(thread);
            let wanted = match closed {
                Some(ordinal) => wanted.closed(thread, ordinal),
                None => wanted,
            };
            let (snapshot, rows, page) = tokio::try_join!(
                Box::pin(self.load(wanted)),
                Box::pin(self.page(&rows, most, None)),
                Box::pin(self.page(&entries, limit, after.map(|place| place.sk.as_str()))),
            )?;
            let (mut items, rows) = (page.items, rows.items);
            let next = cut_before_a_message(&mut items, page.next.is_some())?;
            let read = snapshot.of_thread(thread, closed)?;
            // A conversation may close between the reads of its entries and of its row.
            if reads < READS && !fit(read.thread.as_ref(), &rows, &items)? {
                reads += 1;
                continue;
            }
            let loaded = read.thread.as_ref().map(|thread| snapshot.keyring(thread));
            let mut keys = loaded.transpose()?.unwrap_or_default();
            self.keys_of(tenant, &rows).await?.add_rows(&mut keys, &rows)?;
            let mut page = TimelinePage::read(&items, &keys)?;
            page.next = next.map(|sk| page.place(sk, after));
            return Ok((read, page));
        }
    }
}

/// Where the next page begins, if there is more. The last message may have more about it, or be itself, on the next page: let it begin
/// there.
fn cut_before_a_message(items: &mut Vec<Item>, more: bool) -> Result<Option<String>, StoreError> {
    if !more {
        return Ok(None);
    }
    while items.last().is_some_and(is_about_a_message) && items.len() > 1 {
        items.pop();
    }
    items
        .last()
        .map(|item| text(item, "sk").map(str::to_owned))
        .transpose()
}

/// Whether each conversation that sealed parts among the items are of is open or has its row.
fn fit(thread: Option<&Loaded<Thread>>, rows: &[Item], items: &[Item]) -> Result<bool, StoreError> {
    let mut known = BTreeSet::new();
    let open = thread.and_then(|thread| thread.head.conversation.as_ref());
    known.extend(open.map(|open| open.ordinal));
    for row in rows {
        known.extend(keys::archived(text(row, "sk")?));
    }
    for item in items {
        if within(item)?.is_some_and(|ordinal| !known.contains(&ordinal)) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether an item stands beside the message that it is about.
fn is_about_a_message(item: &Item) -> bool {
    text(item, "sk").is_ok_and(|sk| sk.matches('#').count() == 2)
}
