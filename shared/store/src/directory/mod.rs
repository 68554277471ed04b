//! The directory: read whole, one query an organisation, and kept for half a minute.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::directory::{
    Agent, Directory, Group, Location, MailStop, MailStopReason, Number, Organisation, Team,
};
use memberline_domain::trigger::Trigger;
use memberline_domain::{AgentId, OrganisationId, PhoneNumber};
use serde::Serialize;
use tokio::time::Instant;

use crate::Store;
use crate::error::StoreError;
use crate::item::{Item, b, bytes, json, s, text, to_json};
use crate::keys;
use crate::seal::OrganisationKey;
use crate::vault::WrappedOrganisationKey;

/// How long a directory is kept. A change of roles, teams or secrets takes this long to be known everywhere.
pub const KEPT_FOR: Duration = Duration::from_secs(30);

/// An organisation's directory with its sealed parts.
#[derive(Debug)]
pub struct Tenant {
    /// The records.
    pub directory: Directory,
    keys: Vec<WrappedOrganisationKey>,
    credentials: HashMap<String, Vec<u8>>,
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

    fn read(items: &[Item]) -> Result<Option<Self>, StoreError> {
        let mut organisation = None;
        let (mut numbers, mut locations, mut groups, mut teams, mut agents, mut triggers) =
            Default::default();
        let (mut wrapped_keys, mut credentials) = (Vec::new(), HashMap::new());
        for item in items {
            let sk = text(item, "sk")?;
            match sk.split_once('#').unwrap_or((sk, "")) {
                (keys::ONLY, _) => organisation = Some(json(item, "doc")?),
                ("NUMBER", _) => push(&mut numbers, item)?,
                ("LOCATION", _) => push(&mut locations, item)?,
                ("GROUP", _) => push(&mut groups, item)?,
                ("TEAM", _) => push(&mut teams, item)?,
                ("AGENT", _) => push(&mut agents, item)?,
                ("TRIGGER", _) => push(&mut triggers, item)?,
                ("KEY", version) => {
                    let version = version
                        .parse()
                        .map_err(|_| StoreError::Malformed("key version"))?;
                    let wrapped = bytes(item, "wrapped")
                        .ok_or(StoreError::Malformed("wrapped"))?
                        .to_vec();
                    wrapped_keys.push(WrappedOrganisationKey { version, wrapped });
                }
                ("CARRIER", carrier) => {
                    let sealed = bytes(item, "sealed").ok_or(StoreError::Malformed("sealed"))?;
                    credentials.insert(carrier.to_owned(), sealed.to_vec());
                }
                // Written by a newer version.
                _ => {}
            }
        }
        wrapped_keys.sort_by_key(|k| k.version);
        let directory = organisation.map(|organisation| Directory {
            organisation,
            numbers,
            locations,
            groups,
            teams,
            agents,
            triggers,
        });
        Ok(directory.map(|directory| Self {
            directory,
            keys: wrapped_keys,
            credentials,
        }))
    }
}

fn push<T: serde::de::DeserializeOwned>(records: &mut Vec<T>, item: &Item) -> Result<(), StoreError> {
    records.push(json(item, "doc")?);
    Ok(())
}

/// Values kept for [`KEPT_FOR`].
#[derive(Debug)]
pub(crate) struct Kept<K, V>(Mutex<HashMap<K, (Instant, V)>>);

/// A stranger who tries many keys must not fill the memory.
const MOST_KEPT: usize = 1_000;

impl<K: Eq + std::hash::Hash, V: Clone> Kept<K, V> {
    pub(crate) fn new() -> Self {
        Self(Mutex::default())
    }

    fn get(&self, key: &K) -> Option<V> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(key)
            .filter(|(since, _)| since.elapsed() < KEPT_FOR)
            .map(|(_, value)| value.clone())
    }

    fn put(&self, key: K, value: V) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        kept.insert(key, (Instant::now(), value));
    }

    fn forget(&self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

/// A record to write into the directory.
#[derive(Debug, Clone)]
pub enum Record {
    /// The organisation itself.
    Organisation(Organisation),
    /// One of its numbers.
    Number(Number),
    /// A location.
    Location(Location),
    /// A group.
    Group(Group),
    /// A team.
    Team(Team),
    /// An agent, and the subject that the issuer of tokens knows them by.
    Agent(Agent, String),
    /// When automation texts.
    Trigger(Trigger),
}

impl Store {
    /// An organisation's directory. One query when it is not kept.
    pub async fn tenant(&self, organisation: &OrganisationId) -> Result<Option<Arc<Tenant>>, StoreError> {
        if let Some(tenant) = self.tenants.get(organisation) {
            return Ok(Some(tenant));
        }
        let mut pages = self
            .dynamodb
            .query()
            .table_name(&self.tables.directory)
            .key_condition_expression("pk = :pk")
            .expression_attribute_values(":pk", s(keys::directory(organisation)))
            .into_paginator()
            .items()
            .send();
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item.map_err(StoreError::dynamodb("Query"))?);
        }
        let tenant = Tenant::read(&items)?.map(Arc::new);
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

    /// Makes an organisation look after webhooks for numbers that nobody has.
    pub async fn set_caretaker(&self, organisation: &OrganisationId) -> Result<(), StoreError> {
        self.write(pointer(
            keys::UNKNOWN_NUMBERS.to_owned(),
            &[("organisation", organisation.as_str())],
        ))
        .await
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

    /// The key that wraps the data keys of the organisation's aggregates: the newest, or the one of a given version.
    pub async fn organisation_key(
        &self,
        tenant: &Tenant,
        version: Option<u16>,
    ) -> Result<OrganisationKey, StoreError> {
        let wrapped = match version {
            Some(version) => tenant.keys.iter().find(|k| k.version == version),
            None => tenant.keys.last(),
        };
        self.vault
            .unwrap(
                tenant.id(),
                wrapped.ok_or(StoreError::Incomplete("organisation key"))?,
            )
            .await
    }

    /// The organisation's credentials with a carrier, as JSON, opened. `None` when it has none.
    pub async fn credentials(
        &self,
        tenant: &Tenant,
        carrier: &str,
    ) -> Result<Option<zeroize::Zeroizing<Vec<u8>>>, StoreError> {
        let Some(sealed) = tenant.credentials.get(carrier) else {
            return Ok(None);
        };
        let (version, sealed) = sealed
            .split_at_checked(2)
            .ok_or(StoreError::Malformed("sealed"))?;
        let version = u16::from_be_bytes([version[0], version[1]]);
        let key = self.organisation_key(tenant, Some(version)).await?;
        Ok(Some(
            key.key.open(&credentials_place(tenant.id(), carrier), sealed)?,
        ))
    }

    async fn write(&self, item: Item) -> Result<(), StoreError> {
        let put = self
            .dynamodb
            .put_item()
            .table_name(&self.tables.directory)
            .set_item(Some(item));
        put.send().await.map_err(StoreError::dynamodb("PutItem"))?;
        Ok(())
    }

    async fn write_record(
        &self,
        organisation: &OrganisationId,
        sk: String,
        doc: &impl Serialize,
    ) -> Result<(), StoreError> {
        self.write(Item::from([
            ("pk".to_owned(), s(keys::directory(organisation))),
            ("sk".to_owned(), s(sk)),
            ("doc".to_owned(), s(to_json(doc)?)),
        ]))
        .await
    }

    /// Writes a record of the directory, over an older one of the same id.
    pub async fn put_record(&self, organisation: &OrganisationId, record: &Record) -> Result<(), StoreError> {
        match record {
            Record::Organisation(doc) => self.write_record(organisation, keys::ONLY.to_owned(), doc).await,
            Record::Location(doc) => {
                self.write_record(organisation, format!("LOCATION#{}", doc.id), doc)
                    .await
            }
            Record::Group(doc) => {
                self.write_record(organisation, format!("GROUP#{}", doc.id), doc)
                    .await
            }
            Record::Trigger(doc) => {
                self.write_record(organisation, format!("TRIGGER#{}", doc.id), doc)
                    .await
            }
            Record::Team(doc) => {
                self.write_record(organisation, format!("TEAM#{}", doc.id), doc)
                    .await
            }
            Record::Number(doc) => {
                self.write_record(organisation, format!("NUMBER#{}", doc.number), doc)
                    .await?;
                let owner = [("organisation", organisation.as_str())];
                self.write(pointer(keys::number_owner(&doc.number), &owner)).await
            }
            Record::Agent(doc, subject) => {
                self.write_record(organisation, format!("AGENT#{}", doc.id), doc)
                    .await?;
                let agent = [
                    ("organisation", organisation.as_str()),
                    ("agent", doc.id.as_str()),
                ];
                self.write(pointer(keys::token_subject(subject), &agent)).await
            }
        }
    }

    /// Gives the organisation a new key, which wraps from then on; older ones go on unwrapping (rotation).
    pub async fn add_organisation_key(&self, organisation: &OrganisationId) -> Result<u16, StoreError> {
        self.forget_directory();
        let last = self
            .tenant(organisation)
            .await?
            .and_then(|t| t.keys.last().map(|k| k.version));
        let key = self.vault.generate(organisation, last.unwrap_or(0) + 1).await?;
        self.write(Item::from([
            ("pk".to_owned(), s(keys::directory(organisation))),
            ("sk".to_owned(), s(format!("KEY#{:05}", key.version))),
            ("wrapped".to_owned(), b(key.wrapped)),
        ]))
        .await?;
        self.forget_directory();
        Ok(key.version)
    }

    /// Writes the organisation's credentials with a carrier, sealed under its newest key.
    pub async fn put_credentials(
        &self,
        organisation: &OrganisationId,
        carrier: &str,
        credentials: &[u8],
    ) -> Result<(), StoreError> {
        self.forget_directory();
        let tenant = self
            .tenant(organisation)
            .await?
            .ok_or(StoreError::Incomplete("organisation"))?;
        let key = self.organisation_key(&tenant, None).await?;
        let mut sealed = key.version.to_be_bytes().to_vec();
        sealed.extend(
            key.key
                .seal(&credentials_place(organisation, carrier), credentials)?,
        );
        self.write(Item::from([
            ("pk".to_owned(), s(keys::directory(organisation))),
            ("sk".to_owned(), s(format!("CARRIER#{carrier}"))),
            ("sealed".to_owned(), b(sealed)),
        ]))
        .await?;
        self.forget_directory();
        Ok(())
    }

    /// Notes that no email is to be sent to an agent any more. `false` when there is no such agent.
    pub async fn stop_mail(
        &self,
        organisation: &OrganisationId,
        agent: &AgentId,
        reason: MailStopReason,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        // Written back whole, so it must not be a copy that was kept.
        self.forget_directory();
        let Some(tenant) = self.tenant(organisation).await? else {
            return Ok(false);
        };
        let Some(agent) = tenant.directory.agent(agent) else {
            return Ok(false);
        };
        let stopped = Agent {
            mail_stopped: Some(MailStop { reason, at }),
            ..agent.clone()
        };
        self.write_record(organisation, format!("AGENT#{}", agent.id), &stopped)
            .await?;
        self.forget_directory();
        Ok(true)
    }
}

fn pointer(pk: String, to: &[(&str, &str)]) -> Item {
    let mut item = Item::from([("pk".to_owned(), s(pk)), ("sk".to_owned(), s(keys::ONLY))]);
    item.extend(to.iter().map(|(name, value)| ((*name).to_owned(), s(*value))));
    item
}

fn credentials_place(organisation: &OrganisationId, carrier: &str) -> String {
    format!("{} CARRIER#{carrier}", keys::directory(organisation))
}
