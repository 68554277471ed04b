//! Reading the directory, and what is kept of it.

use std::sync::Arc;

use memberline_domain::{AgentId, OrganisationId, PhoneNumber};

use super::tenant::{Parts, Tenant};
use crate::error::StoreError;
use crate::item::{Item, s, text};
use crate::keys;
use crate::store::Store;

impl Store {
    /// An organisation's directory. Three queries at once when it is not kept.
    pub async fn tenant(&self, organisation: &OrganisationId) -> Result<Option<Arc<Tenant>>, StoreError> {
        if let Some(tenant) = self.tenants.get(organisation) {
            return Ok(Some(tenant));
        }
        let (records, secrets, mail_stops) = tokio::try_join!(
            Box::pin(self.partition(&self.tables.directory, keys::directory(organisation))),
            Box::pin(self.partition(&self.tables.keys, keys::secrets(organisation))),
            Box::pin(self.partition(&self.tables.timeline, keys::mail_stops(organisation))),
        )?;
        let parts = Parts {
            records,
            secrets,
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
