//! What Twilio's API tells of numbers and Messaging Services, as far as it matters.

use serde::Deserialize;

/// The numbers of an account that a search found.
#[derive(Debug, Deserialize)]
pub(super) struct Numbers {
    pub(super) incoming_phone_numbers: Vec<OwnNumber>,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct OwnNumber {
    pub(super) sid: String,
    pub(super) phone_number: String,
    pub(super) sms_url: Option<String>,
    pub(super) sms_method: Option<String>,
    /// An application whose addresses count instead of the number's own.
    pub(super) sms_application_sid: Option<String>,
    pub(super) capabilities: Option<Capabilities>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
pub(super) struct Capabilities {
    pub(super) sms: Option<bool>,
    pub(super) mms: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Services {
    pub(super) services: Vec<Service>,
    meta: Option<Meta>,
}

#[derive(Debug, Deserialize)]
struct Meta {
    next_page_url: Option<String>,
}

impl Services {
    /// Whether there is another page.
    pub(super) fn goes_on(&self) -> bool {
        self.meta
            .as_ref()
            .is_some_and(|meta| meta.next_page_url.is_some())
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Service {
    pub(super) sid: String,
    pub(super) inbound_request_url: Option<String>,
    pub(super) inbound_method: Option<String>,
    /// Whether the numbers' own addresses count instead of the service's.
    pub(super) use_inbound_webhook_on_number: Option<bool>,
}

/// The campaigns of a Messaging Service.
#[derive(Debug, Deserialize)]
pub(super) struct Campaigns {
    pub(super) compliance: Vec<OneCampaign>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OneCampaign {
    pub(super) campaign_status: Option<String>,
}

/// What is known of the Messaging Service that a number is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Within {
    Unknown,
    None,
    Service(Service),
}
