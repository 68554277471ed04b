//! DynamoDB: keys, reads, sealing and the one commit.

mod applications;
mod batch;
mod commit;
mod count;
pub mod directory;
mod download;
pub mod error;
mod evidence;
mod item;
mod keyring;
pub mod keys;
mod loaded;
mod message;
mod page;
mod pause;
pub mod quarantine;
mod read;
pub mod seal;
mod shred;
mod timeline;
pub mod unheard;
mod unsettled;
pub mod vault;

use std::sync::Arc;

use memberline_domain::{AgentId, OrganisationId, PhoneNumber};

pub use applications::{ApplicationCase, ApplicationPage};
pub use commit::{Commit, Listed, retry_conflicts};
pub use directory::{Record, Tenant};
pub use download::{DownloadLink, LinkToken};
pub use error::{CommitError, Lasting, MayConflict, StoreError};
pub use evidence::{NoEvidence, timeline_of};
pub use item::{Item, chain_end, link};
pub use loaded::Loaded;
pub use message::StoredMessage;
pub use page::Page;
pub use pause::Pauses;
pub use read::{Pair, Row};
pub use timeline::{MalformedPlace, TimelinePage, TimelinePlace};
pub use unsettled::Overdue;
pub use vault::Vault;

use crate::directory::Kept;

/// The names of the tables.
#[derive(Debug, Clone)]
pub struct Tables {
    /// Aggregates with their entries.
    pub timeline: String,
    /// Organisations and what belongs to them, as administration writes it.
    pub directory: String,
    /// Organisations' keys and credentials.
    pub keys: String,
    /// What expires by itself.
    pub access: String,
}

/// The tables and the keys to what is sealed in them.
#[derive(Debug)]
pub struct Store {
    dynamodb: aws_sdk_dynamodb::Client,
    tables: Tables,
    vault: Vault,
    tenants: Kept<OrganisationId, Arc<Tenant>>,
    owners: Kept<PhoneNumber, OrganisationId>,
    subjects: Kept<String, (OrganisationId, AgentId)>,
}

impl Store {
    /// A store over these tables.
    pub fn new(dynamodb: aws_sdk_dynamodb::Client, tables: Tables, vault: Vault) -> Self {
        Self {
            dynamodb,
            tables,
            vault,
            tenants: Kept::new(),
            owners: Kept::new(),
            subjects: Kept::new(),
        }
    }
}
