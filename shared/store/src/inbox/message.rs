//! One message: its own entry, its head, and what became of it.

use memberline_domain::ThreadId;
use memberline_domain::aggregate::{Entry, own_entry};
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::{Answered, Message, OutMessage, Thread, ThreadEvent, messages};

use crate::aggregate::commit::Commit;
use crate::aggregate::loaded::Loaded;
use crate::aggregate::pager;
use crate::directory::tenant::Tenant;
use crate::error::{CommitError, StoreError};
use crate::inbox::list::Pair;
use crate::item::{Item, link, read_entry, s, text, within};
use crate::keys;
use crate::seal::keyring::Keyring;
use crate::store::Store;

/// A message with all that is about it.
#[derive(Debug, Clone)]
pub struct StoredMessage {
    /// Its head, or the beginning of one.
    pub head: Loaded<Message>,
    /// Its own entry and those about it, oldest first.
    pub entries: Vec<Entry<ThreadEvent>>,
}

/// How often what was written while it was read is read again.
const READS: u32 = 3;

/// The head does not count the entries: one of them was written between the reads of both, or is missing.
const TORN: StoreError = StoreError::Malformed("the entries of a message");

/// What the items of a message come to.
enum Read {
    Whole(Option<Box<StoredMessage>>),
    Torn,
}

impl StoredMessage {
    /// Reads the items of the message at `seq`, if there is one.
    fn read(items: &[Item], seq: u64, keys: &Keyring) -> Result<Read, StoreError> {
        let mut entries = Vec::with_capacity(items.len());
        let (mut head, mut own) = (None, None);
        for item in items {
            let sk = text(item, "sk")?;
            if keys::head_of(sk) == Some(seq) {
                head = Some(Loaded::<Message>::read_hanging(item, keys.clone())?);
                continue;
            }
            if sk == keys::entry(seq, None) {
                own = Some(item);
            }
            entries.push(read_entry::<ThreadEvent>(item, keys)?);
        }
        let Some(own) = own else {
            return Ok(Read::Whole(None));
        };
        entries.sort_by_key(Entry::place);
        let begun = || match own_entry(&entries, seq) {
            Some(entry) => begin(own, entry, keys),
            None => Ok(None),
        };
        let Some(head) = head.map_or_else(begun, |head| Ok(Some(head)))? else {
            return Ok(Read::Whole(None));
        };
        if u64::try_from(entries.len()) != Ok(head.seq + 1) {
            return Ok(Read::Torn);
        }
        Ok(Read::Whole(Some(Box::new(Self { head, entries }))))
    }

    /// The message's own entry.
    pub fn own(&self) -> Option<&Entry<ThreadEvent>> {
        own_entry(&self.entries, self.head.head.seq)
    }

    /// The message as it stands, if it goes out.
    pub fn outgoing(&self) -> Option<OutMessage> {
        let head = &self.head.head;
        let folded = messages(&self.entries).into_iter();
        folded.map(|message| message.under(head)).next()
    }
}

/// The beginning of a head for the message whose own entry this is. What goes out has one from the start.
pub(crate) fn begin(
    item: &Item,
    entry: &Entry<ThreadEvent>,
    keys: &Keyring,
) -> Result<Option<Loaded<Message>>, StoreError> {
    let Some(head) = Message::of(entry.seq, entry.at, &entry.event) else {
        return Ok(None);
    };
    if head.dispatch.is_some() {
        return Err(StoreError::Malformed("the head of a message"));
    }
    let (pk, hash) = (text(item, "pk")?.to_owned(), link(item)?.hash);
    Ok(Some(Loaded::hanging(pk, head, hash, keys.clone())))
}

impl Store {
    /// The items of one message: its own entry, those about it and its head.
    async fn message_items(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
    ) -> Result<Vec<Item>, StoreError> {
        let query = self
            .dynamodb
            .query()
            .table_name(&self.tables.timeline)
            .key_condition_expression("pk = :pk and begins_with(sk, :sk)")
            .expression_attribute_values(":pk", s(keys::thread(tenant.id(), thread)))
            .expression_attribute_values(":sk", s(keys::entry(seq, None)))
            .consistent_read(true);
        pager::all(query).await
    }

    /// A message with all that is about it, its sealed parts closed: one query. Enough for what changes neither the thread nor the
    /// consent.
    pub async fn message(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
    ) -> Result<Option<StoredMessage>, StoreError> {
        for _ in 0..READS {
            let items = self.message_items(tenant, thread, seq).await?;
            if let Read::Whole(message) = StoredMessage::read(&items, seq, &Keyring::default())? {
                return Ok(message.map(|message| *message));
            }
        }
        Err(TORN)
    }

    /// Reads the row of the conversation that the message is of, if that is closed and was not read.
    async fn add_conversation_of(
        &self,
        tenant: &Tenant,
        pair: &mut Pair,
        items: &[Item],
    ) -> Result<(), StoreError> {
        let (Some(own), Some(thread)) = (items.first(), &pair.thread) else {
            return Ok(());
        };
        let open = thread.head.conversation.as_ref().map(|open| open.ordinal);
        let read = pair.closed.as_ref().map(|closed| closed.conversation.ordinal);
        let Some(ordinal) = within(own)?.filter(|of| open != Some(*of) && read != Some(*of)) else {
            return Ok(());
        };
        let row = vec![(text(own, "pk")?.to_owned(), keys::archive(ordinal))];
        for row in self.batch(row).await? {
            self.add_thread_item(tenant, pair, &row).await?;
        }
        Ok(())
    }

    /// A thread, its subscriber, and one message with all that is about it: two reads at once, and one more if the conversation of
    /// the message is closed, which is then there as well.
    pub async fn pair_with_message(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
    ) -> Result<(Pair, Option<StoredMessage>), StoreError> {
        self.message_of(tenant, thread, seq, None).await
    }

    /// The same, with the closed conversation that `closed` names.
    pub async fn message_of(
        &self,
        tenant: &Tenant,
        thread: &ThreadId,
        seq: u64,
        closed: Option<u32>,
    ) -> Result<(Pair, Option<StoredMessage>), StoreError> {
        for _ in 0..READS {
            let (mut pair, items) = tokio::try_join!(
                Box::pin(self.pair(tenant, thread, closed)),
                Box::pin(self.message_items(tenant, thread, seq))
            )?;
            self.add_conversation_of(tenant, &mut pair, &items).await?;
            if let Read::Whole(message) = StoredMessage::read(&items, seq, &pair.keys)? {
                return Ok((pair, message.map(|message| *message)));
            }
        }
        Err(TORN)
    }
}

impl Commit {
    /// Adds what a carrier's answer or report does.
    pub fn answered(
        &mut self,
        (message, thread, subscriber): (&Loaded<Message>, &Loaded<Thread>, &Loaded<Subscriber>),
        answered: &Answered,
    ) -> Result<(), CommitError> {
        self.change(message, &answered.message)?;
        let Some(opted_out) = &answered.opted_out else {
            return Ok(());
        };
        match &opted_out.thread {
            Some(change) => {
                self.change(thread, change)?;
            }
            // That there is nothing to note was decided from what is open.
            None => self.guard_fence(thread)?,
        }
        match &opted_out.subscriber {
            Some(change) => {
                self.change(subscriber, change)?;
            }
            // It was decided from that it was known.
            None => self.guard(subscriber)?,
        }
        Ok(())
    }
}
