//! What speaks for a webhook that nobody is known to have signed.

use memberline_carriers::InboundEvent;
use memberline_domain::PhoneNumber;
use memberline_store::StoreError;
use memberline_store::quarantine::Standing;

use crate::incoming::{Incoming, Target};
use crate::intake::{Addressed, Intake, own};

impl Intake {
    /// The standing of a webhook that does not verify. A genuine one, which comes while a secret is being changed, has the right
    /// account, number and form; it must not compete for room with what anyone can post.
    pub(crate) async fn standing(
        &self,
        incoming: &Incoming,
        addressed: &Addressed,
    ) -> Result<Standing, StoreError> {
        let (tenant, carrier) = (&addressed.tenant, incoming.target.carrier());
        if addressed.in_care {
            return Ok(Standing::Noise);
        }
        let url = incoming.url(&self.public_url);
        let webhook = incoming.webhook(&url);
        let serves = |number: &PhoneNumber| {
            let number = tenant.directory.number(number);
            number.is_some_and(|number| number.carrier == carrier.as_str())
        };
        let Ok(event) = carrier.parse_inbound(&webhook, serves) else {
            return Ok(Standing::Noise);
        };
        let of_ours = match (&incoming.target, &event) {
            (Target::Messages(_), InboundEvent::Message(message)) => serves(&message.to),
            (Target::Messages(_), InboundEvent::Receipt(receipt)) => {
                let about = receipt.reference.clone();
                about.and_then(|about| own(about, tenant)).is_some()
            }
            // Which message it is about, the path says; whose it is, is known from that.
            (Target::Receipt(..), InboundEvent::Receipt(_)) => true,
            (_, InboundEvent::Ignored { .. }) | (Target::Receipt(..), InboundEvent::Message(_)) => false,
        };
        if !of_ours {
            return Ok(Standing::Noise);
        }
        // Without credentials nothing is known of the account.
        let credentials = self.credentials(tenant, carrier).await?;
        let of_account = credentials.is_none_or(|credentials| credentials.claimed_by(&webhook));
        Ok(if of_account {
            Standing::Plausible
        } else {
            Standing::Noise
        })
    }
}
