//! The tables and the keys to what is sealed in them.

use std::sync::Arc;

use memberline_domain::{AgentId, OrganisationId, PhoneNumber};

use crate::access::known_sign_ins::KnownSignIns;
use crate::directory::cache::TtlCache;
use crate::directory::tenant::Tenant;
use crate::seal::vault::Vault;

/// The names of the tables.
#[derive(Debug, Clone)]
pub struct Tables {
    /// Aggregates with their entries.
    pub timeline: String,
    /// Organisations and what belongs to them, as administration writes it.
    pub directory: String,
    /// Organisations' keys and credentials.
    pub keys: String,
    /// What expires by itself, and when agents last signed in.
    pub access: String,
}

/// The tables and the keys to what is sealed in them.
#[derive(Debug)]
pub struct Store {
    pub(crate) dynamodb: aws_sdk_dynamodb::Client,
    pub(crate) tables: Tables,
    pub(crate) vault: Vault,
    pub(crate) tenants: TtlCache<OrganisationId, Arc<Tenant>>,
    pub(crate) owners: TtlCache<PhoneNumber, OrganisationId>,
    pub(crate) subjects: TtlCache<String, (OrganisationId, AgentId)>,
    pub(crate) sign_ins: KnownSignIns,
}

impl Store {
    /// A store over these tables.
    pub fn new(dynamodb: aws_sdk_dynamodb::Client, tables: Tables, vault: Vault) -> Self {
        Self {
            dynamodb,
            tables,
            vault,
            tenants: TtlCache::new(),
            owners: TtlCache::new(),
            subjects: TtlCache::new(),
            sign_ins: KnownSignIns::default(),
        }
    }
}
