//! When each agent last signed in, as their tokens say: an item of an agent, which a review of who may do what reads.

use std::collections::BTreeMap;

use jiff::Timestamp;
use memberline_domain::{AgentId, OrganisationId};

use crate::error::StoreError;
use crate::item::{Item, n, number, s, text};
use crate::keys;
use crate::store::Store;

impl Store {
    /// Notes that an agent signed in at a time, unless they did so later. One write for each sign-in: none when this process knows of it.
    pub async fn note_sign_in(
        &self,
        organisation: &OrganisationId,
        agent: &AgentId,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let at = at.as_second();
        let who = (organisation.clone(), agent.clone());
        if self.sign_ins.has(&who, at) {
            return Ok(());
        }
        let item = Item::from([
            ("pk".to_owned(), s(keys::sign_ins(organisation))),
            ("sk".to_owned(), s(agent.as_str())),
            ("at".to_owned(), n(at)),
        ]);
        let put = self
            .dynamodb
            .put_item()
            .table_name(&self.tables.access)
            .set_item(Some(item))
            .condition_expression("attribute_not_exists(pk) or #at < :at")
            .expression_attribute_names("#at", "at")
            .expression_attribute_values(":at", n(at));
        self.put_if(put).await?;
        self.sign_ins.put(who, at);
        Ok(())
    }

    /// When the agents of an organisation last signed in: those of whom it is known. One query.
    pub async fn last_sign_ins(
        &self,
        organisation: &OrganisationId,
    ) -> Result<BTreeMap<AgentId, Timestamp>, StoreError> {
        let items = self
            .partition_now(&self.tables.access, keys::sign_ins(organisation))
            .await?;
        let read = items.iter().map(|item| {
            let agent = AgentId::parse(text(item, "sk")?).map_err(|_| StoreError::Malformed("sk"))?;
            let at = i64::try_from(number(item, "at")?).ok();
            let at = at.and_then(|at| Timestamp::from_second(at).ok());
            Ok((agent, at.ok_or(StoreError::Malformed("at"))?))
        });
        read.collect()
    }
}
