//! What speaks for a webhook that nobody is known to have signed.

use memberline_carriers::InboundEvent;
use memberline_domain::PhoneNumber;
use memberline_store::quarantine::Standing;

use crate::context::WebhookContext;
use crate::incoming::Target;

impl WebhookContext<'_> {
    /// The standing of a webhook that does not verify. A genuine one, which comes while a secret is being changed, has the right
    /// account, number and form; it must not compete for room with what anyone can post.
    pub(crate) fn standing(&self) -> Standing {
        if !self.in_care && is_of_ours(self) && is_of_account(self) {
            Standing::Plausible
        } else {
            Standing::Noise
        }
    }
}

fn is_of_ours(context: &WebhookContext<'_>) -> bool {
    let serves = |number: &PhoneNumber| context.serves(number);
    let Ok(event) = context.webhook.event(serves) else {
        return false;
    };
    match (&context.incoming.target, &event) {
        (Target::Messages(_), InboundEvent::Message(message)) => serves(&message.to),
        (Target::Messages(_), InboundEvent::Receipt(receipt)) => {
            context.own(receipt.reference.as_ref()).is_some()
        }
        // Which message it is about, the path says; whose it is, is known from that.
        (Target::Receipt(..), InboundEvent::Receipt(_)) => true,
        (_, InboundEvent::Ignored { .. }) | (Target::Receipt(..), InboundEvent::Message(_)) => false,
    }
}

/// Without credentials nothing is known of the account.
fn is_of_account(context: &WebhookContext<'_>) -> bool {
    let credentials = context.credentials.as_ref();
    credentials.is_none_or(|credentials| credentials.claimed_by(&context.webhook))
}
