//! An organisation's directory with its sealed parts.

use std::collections::HashMap;

use memberline_domain::consent::Subscriber;
use memberline_domain::directory::{Directory, Organisation};
use memberline_domain::thread::Thread;
use memberline_domain::{ApplicationId, OrganisationId, PhoneNumber, SubscriberId, ThreadId};

use crate::error::StoreError;
use crate::item::{Item, text};
use crate::seal::vault::WrappedOrganisationKey;

use super::mail_stop;
use super::record_item;
use super::secrets::Secrets;

/// An organisation's directory with its sealed parts.
#[derive(Debug)]
pub struct Tenant {
    /// The records.
    pub directory: Directory,
    pub(super) keys: Vec<WrappedOrganisationKey>,
    pub(super) credentials: HashMap<String, Vec<u8>>,
}

impl Tenant {
    /// The organisation's id.
    pub fn id(&self) -> &OrganisationId {
        &self.directory.organisation.id
    }

    /// The organisation itself.
    pub fn organisation(&self) -> &Organisation {
        &self.directory.organisation
    }

    /// The id of an outside number's consent.
    pub fn subscriber_id(&self, number: &PhoneNumber) -> SubscriberId {
        SubscriberId::derive(self.id(), self.organisation().salt.as_bytes(), number)
    }

    /// The id of the thread between one of our numbers and an outside one.
    pub fn thread_id(&self, ours: &PhoneNumber, theirs: &PhoneNumber) -> ThreadId {
        ThreadId::derive(self.id(), self.organisation().salt.as_bytes(), ours, theirs)
    }

    /// The id of the application that its loan-origination system calls `los_id`.
    pub fn application_id(&self, los_id: &str) -> ApplicationId {
        ApplicationId::derive(self.id(), self.organisation().salt.as_bytes(), los_id)
    }

    /// A thread of which nothing is said yet.
    pub fn new_thread(&self, ours: &PhoneNumber, theirs: &PhoneNumber) -> Thread {
        let id = self.thread_id(ours, theirs);
        Thread::new(self.id().clone(), id, ours.clone(), theirs.clone())
    }

    /// A subscriber of whom nothing is known yet.
    pub fn new_subscriber(&self, number: &PhoneNumber) -> Subscriber {
        Subscriber::new(self.id().clone(), self.subscriber_id(number), number.clone())
    }

    pub(super) fn read(parts: &Parts) -> Result<Option<Self>, StoreError> {
        let mut records = Vec::new();
        for item in &parts.records {
            // A newer version may have written other kinds.
            if let Some(kind) = record_item::kind_of(text(item, "sk")?) {
                let versioned = record_item::read(kind, item)?;
                records.push((versioned.record, versioned.is_removed));
            }
        }
        let Some(mut directory) = Directory::of(records) else {
            return Ok(None);
        };
        for item in &parts.mail_stops {
            mail_stop::apply(item, &mut directory.agents)?;
        }
        let Secrets { keys, credentials } = Secrets::read(&parts.secrets)?;
        Ok(Some(Self {
            directory,
            keys,
            credentials,
        }))
    }
}

/// What an organisation's directory is read from: each has writers of its own, and so a partition or a table of its own.
#[derive(Debug)]
pub(super) struct Parts {
    /// Written by administration.
    pub(super) records: Vec<Item>,
    /// Written by administration, in a table of its own.
    pub(super) secrets: Vec<Item>,
    /// Written when a mailbox refuses email.
    pub(super) mail_stops: Vec<Item>,
}
