//! DynamoDB: keys, reads, sealing and the one commit.

mod access;
mod aggregate;
mod application;
pub mod directory;
pub mod error;
mod evidence;
mod inbox;
mod item;
pub mod keys;
pub mod seal;

use std::sync::Arc;

use memberline_domain::{AgentId, OrganisationId, PhoneNumber};

pub use access::download::{DownloadLink, LinkToken};
pub use access::{quarantine, unheard};
pub use aggregate::commit::{Commit, Listed, retry_conflicts};
pub use aggregate::loaded::Loaded;
pub use aggregate::pager::Page;
pub use aggregate::pause::Pauses;
pub use application::case::{ApplicationCase, ApplicationPage};
pub use directory::{Record, Tenant};
pub use error::{CommitError, Lasting, MayConflict, StoreError};
pub use evidence::{NoEvidence, timeline_of};
pub use inbox::list::{Pair, Row};
pub use inbox::message::StoredMessage;
pub use inbox::timeline::{MalformedPlace, TimelinePage, TimelinePlace};
pub use inbox::unsettled::Overdue;
pub use item::{Item, chain_end, link};
pub use seal::vault::{self, Vault};

use crate::directory::cache::Kept;

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
