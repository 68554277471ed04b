//! The directory: read whole, four queries at once for an organisation, and kept for half a minute.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use memberline_domain::directory::{Agent, Directory, Organisation};
use memberline_domain::{AgentId, OrganisationId, PhoneNumber};

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, json, s, text};
use crate::keys;
use crate::seal::vault::WrappedOrganisationKey;

use super::credentials::Secrets;
use super::{mail_stops, triggers};

/// How long a directory is kept. A change of roles, teams or secrets takes this long to be known everywhere.
pub const KEPT_FOR: Duration = Duration::from_secs(30);

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

    fn read(parts: &Parts) -> Result<Option<Self>, StoreError> {
        let mut organisation = None;
        let (mut numbers, mut locations, mut groups, mut teams) = Default::default();
        let mut agents = Vec::<Agent>::new();
        for item in &parts.records {
            let sk = text(item, "sk")?;
            match sk.split_once('#').unwrap_or((sk, "")) {
                (keys::ONLY, _) => organisation = Some(json(item, "doc")?),
                ("NUMBER", _) => push(&mut numbers, item)?,
                ("LOCATION", _) => push(&mut locations, item)?,
                ("GROUP", _) => push(&mut groups, item)?,
                ("TEAM", _) => push(&mut teams, item)?,
                ("AGENT", _) => push(&mut agents, item)?,
                // Written by a newer version.
                _ => {}
            }
        }
        let Some(organisation) = organisation else {
            return Ok(None);
        };
        for item in &parts.mail_stops {
            mail_stops::apply(item, &mut agents)?;
        }
        let (mut triggers, mut deleted_triggers) = (Vec::new(), Vec::new());
        for item in &parts.triggers {
            let is_deleted = item.contains_key(triggers::DELETED);
            push(
                if is_deleted {
                    &mut deleted_triggers
                } else {
                    &mut triggers
                },
                item,
            )?;
        }
        let Secrets { keys, credentials } = Secrets::read(&parts.secrets)?;
        Ok(Some(Self {
            directory: Directory {
                organisation,
                numbers,
                locations,
                groups,
                teams,
                agents,
                triggers,
                deleted_triggers,
            },
            keys,
            credentials,
        }))
    }
}

/// What an organisation's directory is read from: each has writers of its own, and so a partition or a table of its own.
#[derive(Debug)]
struct Parts {
    /// Written by administration.
    records: Vec<Item>,
    /// Written by administration, in a table of its own.
    secrets: Vec<Item>,
    /// Written by agents' API, for administrators.
    triggers: Vec<Item>,
    /// Written when a mailbox refuses email.
    mail_stops: Vec<Item>,
}

fn push<T: serde::de::DeserializeOwned>(records: &mut Vec<T>, item: &Item) -> Result<(), StoreError> {
    records.push(json(item, "doc")?);
    Ok(())
}

impl Store {
    /// An organisation's directory. Four queries at once when it is not kept.
    pub async fn tenant(&self, organisation: &OrganisationId) -> Result<Option<Arc<Tenant>>, StoreError> {
        if let Some(tenant) = self.tenants.get(organisation) {
            return Ok(Some(tenant));
        }
        let (records, secrets, triggers, mail_stops) = tokio::try_join!(
            Box::pin(self.partition(&self.tables.directory, keys::directory(organisation))),
            Box::pin(self.partition(&self.tables.keys, keys::secrets(organisation))),
            Box::pin(self.partition(&self.tables.timeline, keys::triggers(organisation))),
            Box::pin(self.partition(&self.tables.timeline, keys::mail_stops(organisation))),
        )?;
        let parts = Parts {
            records,
            secrets,
            triggers,
            mail_stops,
        };
        let tenant = Tenant::read(&parts)?.map(Arc::new);
        if let Some(tenant) = &tenant {
            self.tenants.put(organisation.clone(), Arc::clone(tenant));
        }
        Ok(tenant)
    }

    /// Forgets what is kept of the directory, so that the next read sees every change.
    pub fn forget_directory(&self) {
        self.tenants.forget();
        self.owners.forget();
        self.subjects.forget();
    }

    async fn only(&self, pk: String) -> Result<Option<Item>, StoreError> {
        let answer = self
            .dynamodb
            .get_item()
            .table_name(&self.tables.directory)
            .key("pk", s(pk))
            .key("sk", s(keys::ONLY))
            .send()
            .await
            .map_err(StoreError::dynamodb("GetItem"))?;
        Ok(answer.item)
    }

    /// The organisation that one of our numbers belongs to. One read when it is not kept.
    pub async fn owner_of(&self, number: &PhoneNumber) -> Result<Option<OrganisationId>, StoreError> {
        if let Some(owner) = self.owners.get(number) {
            return Ok(Some(owner));
        }
        let Some(item) = self.only(keys::number_owner(number)).await? else {
            return Ok(None);
        };
        let owner = OrganisationId::parse(text(&item, "organisation")?)
            .map_err(|_| StoreError::Malformed("organisation"))?;
        self.owners.put(number.clone(), owner.clone());
        Ok(Some(owner))
    }

    /// The organisation that looks after webhooks for numbers that nobody has.
    pub async fn caretaker(&self) -> Result<Option<OrganisationId>, StoreError> {
        let Some(item) = self.only(keys::UNKNOWN_NUMBERS.to_owned()).await? else {
            return Ok(None);
        };
        OrganisationId::parse(text(&item, "organisation")?)
            .map(Some)
            .map_err(|_| StoreError::Malformed("organisation"))
    }

    /// The agent that a token's subject is. One read when it is not kept.
    pub async fn agent_of(&self, subject: &str) -> Result<Option<(OrganisationId, AgentId)>, StoreError> {
        if let Some(agent) = self.subjects.get(&subject.to_owned()) {
            return Ok(Some(agent));
        }
        let Some(item) = self.only(keys::token_subject(subject)).await? else {
            return Ok(None);
        };
        let organisation = OrganisationId::parse(text(&item, "organisation")?)
            .map_err(|_| StoreError::Malformed("organisation"))?;
        let agent = AgentId::parse(text(&item, "agent")?).map_err(|_| StoreError::Malformed("agent"))?;
        self.subjects
            .put(subject.to_owned(), (organisation.clone(), agent.clone()));
        Ok(Some((organisation, agent)))
    }
}
