//! A thread as it was loaded, with the subscriber at its other end.

use memberline_domain::ThreadId;
use memberline_domain::application::ApplicationLink;
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::{ClosedConversation, Thread};

use crate::aggregate::loaded::Loaded;
use crate::aggregate::snapshot::Snapshot;
use crate::error::StoreError;

/// What was loaded of a thread, as far as it is stored.
#[derive(Debug)]
pub struct ThreadSnapshot {
    pub thread: Option<Loaded<Thread>>,
    /// The subscriber at its other end.
    pub subscriber: Option<Loaded<Subscriber>>,
    /// The closed conversation that was asked for.
    pub closed: Option<ClosedConversation>,
    /// The applications that the subscriber's number is on, if they were wanted.
    pub links: Vec<ApplicationLink>,
}

impl Snapshot {
    /// The thread with all that was loaded of it; of its closed conversations the one that `closed` names.
    pub fn of_thread(&self, id: &ThreadId, closed: Option<u32>) -> Result<ThreadSnapshot, StoreError> {
        let closed = closed.map(|ordinal| self.ended::<Thread>(id, ordinal));
        Ok(ThreadSnapshot {
            thread: self.get(id)?,
            subscriber: self.get(&id.subscriber())?,
            closed: closed.transpose()?.flatten(),
            links: self.links(&id.subscriber())?,
        })
    }
}
