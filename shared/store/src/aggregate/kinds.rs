//! The kinds of aggregates.

use memberline_domain::aggregate::NoArchive;
use memberline_domain::application::{Application, NothingEnds};
use memberline_domain::consent::Subscriber;
use memberline_domain::thread::{ClosedConversation, Message, Thread};
use memberline_domain::{ApplicationId, OrganisationId, SubscriberId, ThreadId};

use super::stored::{Indexed, Stored};
use crate::keys::{self, IndexKey};

impl Stored for Thread {
    type Id = ThreadId;
    const PREFIX: &'static str = "T#";

    fn pk(organisation: &OrganisationId, id: &ThreadId) -> String {
        keys::thread(organisation, id)
    }

    fn id(&self) -> &ThreadId {
        &self.id
    }
}

impl Indexed for Thread {
    fn indexed(&self, _pk: &str) -> Vec<IndexKey> {
        keys::lists_of(self)
    }
}

impl Indexed for ClosedConversation {
    fn indexed(&self, _pk: &str) -> Vec<IndexKey> {
        vec![keys::list_of_closed(self)]
    }
}

impl Indexed for Message {
    /// While it is not settled, it is where the sweep finds it.
    fn indexed(&self, pk: &str) -> Vec<IndexKey> {
        self.due()
            .map(|due| keys::unsettled(pk, due))
            .into_iter()
            .collect()
    }
}

impl Stored for Subscriber {
    type Id = SubscriberId;
    const PREFIX: &'static str = "S#";

    fn pk(organisation: &OrganisationId, id: &SubscriberId) -> String {
        keys::subscriber(organisation, id)
    }

    fn id(&self) -> &SubscriberId {
        &self.id
    }
}

impl Indexed for Subscriber {}

impl Stored for Application {
    type Id = ApplicationId;
    const PREFIX: &'static str = "A#";

    fn pk(organisation: &OrganisationId, id: &ApplicationId) -> String {
        keys::application(organisation, id)
    }

    fn id(&self) -> &ApplicationId {
        &self.id
    }
}

impl Indexed for Application {}

impl Indexed for NoArchive {}

impl Indexed for NothingEnds {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partitions_of_a_kind_begin_with_its_prefix() {
        let organisation = OrganisationId::parse("lakeside").unwrap();
        let thread = ThreadId::parse("0123456789abcdef0123456789").unwrap();
        let application = ApplicationId::parse("0123456789abcdef").unwrap();
        for (pk, prefix) in [
            (Thread::pk(&organisation, &thread), Thread::PREFIX),
            (
                Subscriber::pk(&organisation, &thread.subscriber()),
                Subscriber::PREFIX,
            ),
            (Application::pk(&organisation, &application), Application::PREFIX),
        ] {
            assert!(pk.starts_with(&format!("{prefix}lakeside#")), "{pk}");
        }
    }
}
