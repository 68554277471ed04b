//! What a use case reads.

use memberline_domain::consent::Subscriber;
use memberline_domain::thread::Thread;
use memberline_domain::{MessageId, SubscriberId, ThreadId};

use super::stored::Stored;
use crate::directory::tenant::Tenant;
use crate::keys;

/// What is to be loaded of one organisation: any set of aggregates, and what stands beside them.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    pub(super) tenant: &'a Tenant,
    /// The partitions and sort keys of heads and rows.
    pub(super) items: Vec<(String, String)>,
    /// The partition of the links that are wanted, however many they are.
    pub(super) linked: Option<String>,
    pub(super) message: Option<MessageId>,
}

impl<'a> Wanted<'a> {
    /// Nothing yet.
    pub fn of(tenant: &'a Tenant) -> Self {
        Self {
            tenant,
            items: Vec::new(),
            linked: None,
            message: None,
        }
    }

    fn item(mut self, pk: String, sk: String) -> Self {
        let item = (pk, sk);
        if !self.items.contains(&item) {
            self.items.push(item);
        }
        self
    }

    /// An aggregate.
    #[must_use]
    pub fn head<A: Stored>(self, id: &A::Id) -> Self {
        let pk = A::pk(self.tenant.id(), id);
        self.item(pk, keys::HEAD.to_owned())
    }

    /// Aggregates of one kind.
    #[must_use]
    pub fn heads<'i, A: Stored>(self, ids: impl IntoIterator<Item = &'i A::Id>) -> Self
    where
        A::Id: 'i,
    {
        ids.into_iter().fold(self, Wanted::head::<A>)
    }

    /// A thread and the subscriber at its other end.
    #[must_use]
    pub fn thread(self, id: &ThreadId) -> Self {
        self.head::<Thread>(id).head::<Subscriber>(&id.subscriber())
    }

    /// What a closed conversation of a thread left behind.
    #[must_use]
    pub fn closed(self, thread: &ThreadId, ordinal: u32) -> Self {
        let pk = Thread::pk(self.tenant.id(), thread);
        self.item(pk, keys::archive(ordinal))
    }

    /// The applications that a subscriber's number is on. Of one subscriber: the last one that is named.
    #[must_use]
    pub fn links(mut self, subscriber: &SubscriberId) -> Self {
        let pk = keys::links(self.tenant.id(), subscriber);
        self.linked = Some(pk.clone());
        self.item(pk, keys::FIRST_LINKS.to_owned())
    }

    /// Whether subscribers' numbers are on many applications, which [`Commit::application`](crate::Commit::application) asks of a
    /// number that newly is on one.
    #[must_use]
    pub fn room_for_links<'i>(self, subscribers: impl IntoIterator<Item = &'i SubscriberId>) -> Self {
        subscribers.into_iter().fold(self, |wanted, subscriber| {
            let pk = keys::links(wanted.tenant.id(), subscriber);
            wanted.item(pk, keys::FIRST_LINKS.to_owned())
        })
    }

    /// A message with all that is about it, and the row of its conversation if that is closed and its thread is wanted too. One
    /// message: the last one that is named.
    #[must_use]
    pub fn message(mut self, id: &MessageId) -> Self {
        self.message = Some(id.clone());
        self
    }
}
