//! One message: its own entry, its head, and what became of it.

use memberline_domain::MessageId;
use memberline_domain::aggregate::{Entry, own_entry};
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::{Answered, Message, OutMessage, Thread, ThreadEvent, messages};

use super::thread::ThreadSnapshot;
use crate::aggregate::commit::Commit;
use crate::aggregate::loaded::Loaded;
use crate::aggregate::snapshot::Snapshot;
use crate::error::{CommitError, StoreError};
use crate::item::{Item, link, read_entry, text};
use crate::keys;
use crate::seal::keyring::Keyring;

/// A message with all that is about it.
#[derive(Debug, Clone)]
pub struct StoredMessage {
    /// Its head, or the beginning of one.
    pub head: Loaded<Message>,
    /// Its own entry and those about it, oldest first.
    pub entries: Vec<Entry<ThreadEvent>>,
}

impl StoredMessage {
    /// Reads the items of the message at `seq`, if there is one.
    fn read(items: &[Item], seq: u64, keys: &Keyring) -> Result<Option<Self>, StoreError> {
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
            return Ok(None);
        };
        entries.sort_by_key(Entry::place);
        let begun = || match own_entry(&entries, seq) {
            Some(entry) => begin(own, entry, keys),
            None => Ok(None),
        };
        let head = head.map_or_else(begun, |head| Ok(Some(head)))?;
        Ok(head.map(|head| Self { head, entries }))
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

impl Snapshot {
    /// The message that was loaded, with all that is about it. Its sealed parts are open if `thread` was loaded with it; without, it is
    /// enough for what changes neither the thread nor the consent.
    pub fn message(
        &self,
        id: &MessageId,
        thread: Option<&Loaded<Thread>>,
    ) -> Result<Option<StoredMessage>, StoreError> {
        let keys = thread.map(|thread| self.keyring(thread)).transpose()?;
        StoredMessage::read(&self.message, id.seq, &keys.unwrap_or_default())
    }
}

impl Snapshot {
    /// The entry of its own that was loaded as a message is, whatever its kind: a note, for instance, is nothing that anything becomes
    /// of. Its sealed part is open, as its thread was loaded with it.
    pub fn own_entry(
        &self,
        id: &MessageId,
        thread: &Loaded<Thread>,
    ) -> Result<Option<Entry<ThreadEvent>>, StoreError> {
        let (own, keys) = (keys::entry(id.seq, None), self.keyring(thread)?);
        let mut items = self.message.iter();
        let item = items.find(|item| text(item, "sk").is_ok_and(|sk| sk == own));
        item.map(|item| read_entry(item, &keys)).transpose()
    }

    /// The message that was loaded with its thread, and the conversation that it is of if that is closed.
    pub fn of_message(&self, id: &MessageId) -> Result<(ThreadSnapshot, Option<StoredMessage>), StoreError> {
        let mut read = self.of_thread(&id.thread, None)?;
        let message = self.message(id, read.thread.as_ref())?;
        if let Some(message) = &message {
            read.closed = self.ended::<Thread>(&id.thread, message.head.head.conversation)?;
        }
        Ok((read, message))
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
