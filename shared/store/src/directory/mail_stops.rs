//! Whom no email is sent to any more: the notifier writes it beside, never into, the agent's own record.

use jiff::Timestamp;
use memberline_domain::directory::{MailStop, MailStopReason};
use memberline_domain::{AgentId, OrganisationId};

use super::mail_stop::address;
use crate::error::StoreError;
use crate::item::{Item, b, s, to_json};
use crate::keys;
use crate::store::Store;

impl Store {
    /// Notes that no email is to be sent to an agent any more, as long as they have the address that they have now. `false` when there
    /// is no such agent.
    pub async fn stop_mail(
        &self,
        organisation: &OrganisationId,
        agent: &AgentId,
        reason: MailStopReason,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let tenant = self.tenant(organisation).await?;
        let agent = tenant.as_ref().and_then(|tenant| tenant.directory.agent(agent));
        let Some(agent) = agent else {
            return Ok(false);
        };
        let item = Item::from([
            ("pk".to_owned(), s(keys::mail_stops(organisation))),
            ("sk".to_owned(), s(agent.id.as_str())),
            ("doc".to_owned(), s(to_json(&MailStop { reason, at })?)),
            ("address".to_owned(), b(address(&agent.email))),
        ]);
        let put = self.dynamodb.put_item().table_name(&self.tables.timeline);
        let put = put.set_item(Some(item)).send();
        put.await.map_err(StoreError::dynamodb("PutItem"))?;
        self.forget_directory();
        Ok(true)
    }
}
