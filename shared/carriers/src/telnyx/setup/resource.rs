//! What Telnyx's API tells of numbers and messaging profiles, as far as it matters.

use serde::Deserialize;

use crate::setup::Campaign;

/// What most answers are wrapped in.
#[derive(Debug, Deserialize)]
pub(super) struct Data<T> {
    pub(super) data: T,
}

#[derive(Debug, Deserialize)]
pub(super) struct OwnNumber {
    pub(super) id: String,
    pub(super) phone_number: String,
    pub(super) status: Option<String>,
    pub(super) messaging_profile_id: Option<String>,
}

impl OwnNumber {
    /// The messaging profile that it has.
    pub(super) fn profile(&self) -> Option<&str> {
        self.messaging_profile_id.as_deref().filter(|id| !id.is_empty())
    }
}

/// What a number can carry: each is null where it cannot.
#[derive(Debug, Deserialize)]
pub(super) struct Features {
    pub(super) features: Carried,
}

#[derive(Debug, Deserialize)]
pub(super) struct Carried {
    pub(super) sms: Option<Directions>,
    pub(super) mms: Option<Directions>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Directions {
    pub(super) domestic_two_way: Option<bool>,
}

impl Directions {
    /// Whether texts go both ways within the country.
    pub(super) fn both_ways(of: Option<&Self>) -> bool {
        of.is_some_and(|directions| directions.domestic_two_way != Some(false))
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Profile {
    pub(super) enabled: Option<bool>,
    pub(super) webhook_url: Option<String>,
    pub(super) webhook_api_version: Option<String>,
    /// The countries that may be texted; `*` for all.
    pub(super) whitelisted_destinations: Option<Vec<String>>,
}

/// The answers that a profile gives by itself.
#[derive(Debug, Deserialize)]
pub(super) struct Answers {
    pub(super) data: Vec<OneAnswer>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OneAnswer {
    /// `start`, `stop` or `info`.
    pub(super) op: String,
    pub(super) country_code: Option<String>,
}

/// A number's place in a campaign. It comes without a wrapper.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Assignment {
    pub(super) phone_number: String,
    assignment_status: Option<String>,
}

impl Assignment {
    pub(super) fn campaign(&self) -> Campaign {
        match self.assignment_status.as_deref() {
            // Older assignments tell no status.
            None | Some("ASSIGNED") => Campaign::Registered,
            Some("PENDING_ASSIGNMENT") => Campaign::Pending,
            Some("PENDING_UNASSIGNMENT") => Campaign::None,
            Some(_) => Campaign::Failed,
        }
    }
}

/// What is known of a number.
#[derive(Debug, Default)]
pub(super) struct Known {
    pub(super) number: Option<OwnNumber>,
    pub(super) features: Option<Features>,
    pub(super) profile: Option<Profile>,
    pub(super) answers: Option<Answers>,
    pub(super) campaign: Option<Campaign>,
}
