//! A webhook with all that its processing hangs on.

use std::sync::Arc;

use memberline_carriers::{Carrier, Credentials, Webhook};
use memberline_domain::{MessageRef, PhoneNumber};
use memberline_store::Tenant;

use crate::incoming::Incoming;

/// A webhook, the organisation that it is for, and the secrets that it may be signed with: found once, and handed on.
pub(crate) struct WebhookContext<'a> {
    pub(crate) incoming: &'a Incoming,
    /// The same as the carrier's module read it.
    pub(crate) webhook: Webhook<'a>,
    pub(crate) carrier: Carrier,
    pub(crate) tenant: Arc<Tenant>,
    /// Whether the organisation only looks after it, since the number is in nobody's directory.
    pub(crate) in_care: bool,
    /// The organisation's credentials at the carrier, if it has any.
    pub(crate) credentials: Option<Credentials>,
}

impl WebhookContext<'_> {
    /// Whether a number is the organisation's.
    pub(crate) fn is_ours(&self, number: &PhoneNumber) -> bool {
        self.tenant.directory.number(number).is_some()
    }

    /// Whether the carrier serves a number of the organisation's.
    pub(crate) fn serves(&self, number: &PhoneNumber) -> bool {
        let number = self.tenant.directory.number(number);
        number.is_some_and(|number| number.carrier == self.carrier.as_str())
    }

    /// A reference that came with a report, if it belongs to the organisation.
    pub(crate) fn own(&self, reference: Option<&MessageRef>) -> Option<MessageRef> {
        reference
            .filter(|reference| reference.organisation == *self.tenant.id())
            .cloned()
    }
}
