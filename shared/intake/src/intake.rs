//! Whose a webhook claims to be.

use std::sync::Arc;

use memberline_carriers::Webhook;
use memberline_domain::{OrganisationId, PhoneNumber};
use memberline_store::{CommandError, Store, StoreError, Tenant};

use crate::incoming::Target;
use crate::refusal::Refusal;

/// Takes in the webhooks of carriers.
#[derive(Debug)]
pub struct Intake {
    pub(crate) store: Arc<Store>,
    pub(crate) public_url: String,
}

impl Intake {
    /// Over the tables. `public_url` is the base that carriers sign.
    pub fn new(store: Arc<Store>, public_url: String) -> Self {
        Self { store, public_url }
    }

    /// Finds the organisation that a webhook claims to be for, before anything in it is trusted, and whether it only looks after it.
    pub(crate) async fn address(
        &self,
        target: &Target,
        webhook: &Webhook<'_>,
    ) -> Result<Option<(Arc<Tenant>, bool)>, CommandError<Refusal>> {
        let owner = match target {
            Target::Receipt(_, message) => Some(message.organisation.clone()),
            Target::Messages(_) => {
                let claimed = webhook.our_numbers().map_err(Refusal::Unreadable)?;
                self.owner(&claimed).await?
            }
        };
        let in_care = owner.is_none();
        let organisation: Option<OrganisationId> = match owner {
            Some(owner) => Some(owner),
            None => self.store.caretaker().await?,
        };
        let Some(organisation) = organisation else {
            return Ok(None);
        };
        let tenant = self.store.tenant(&organisation).await?;
        Ok(tenant.map(|tenant| (tenant, in_care)))
    }

    /// Whose number the first of these is that is anybody's.
    async fn owner(&self, numbers: &[PhoneNumber]) -> Result<Option<OrganisationId>, StoreError> {
        for number in numbers {
            if let Some(owner) = self.store.owner_of(number).await? {
                return Ok(Some(owner));
            }
        }
        Ok(None)
    }
}
