//! What a webhook says, as the module of its carrier reads it.

use memberline_domain::PhoneNumber;

use crate::form::Form;
use crate::inbound::{InboundEvent, InboundMessage};
use crate::parse_error::ParseError;

/// What a webhook says, decoded once: whatever is asked of a webhook later is asked of this.
pub(crate) trait Content: Send + Sync {
    /// The fields, where the body is a form.
    fn form(&self) -> Option<&Form<'_>> {
        None
    }

    /// See [`Webhook::our_numbers`](crate::Webhook::our_numbers).
    fn our_numbers(&self) -> Result<Vec<PhoneNumber>, ParseError>;

    /// See [`Webhook::event`](crate::Webhook::event).
    fn event(&self, is_ours: &dyn Fn(&PhoneNumber) -> bool) -> Result<InboundEvent, ParseError>;

    /// What it still says of a text where `event` refuses it, for people to look at.
    fn claimed_message(&self) -> Option<InboundMessage> {
        None
    }
}
