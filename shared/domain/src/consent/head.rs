//! The head of a consent ledger.

use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::aggregate::{Aggregate, NoArchive};
use crate::consent::{Consent, Hold, OptIn, OptOut, SubscriberEvent};
use crate::id::{OrganisationId, SubscriberId};
use crate::phone::PhoneNumber;

/// The consent of one outside number: which of our numbers may text it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    /// The id derived from the number.
    #[serde(rename = "id")]
    pub id: SubscriberId,
    #[serde(rename = "num")]
    pub number: PhoneNumber,
    /// The opt-outs in force.
    #[serde(rename = "stop", default, skip_serializing_if = "Vec::is_empty")]
    pub opt_outs: Vec<OptOut>,
    /// When the member last allowed texts again, by our number that it came by, where the carrier says when that was.
    #[serde(rename = "start", default, skip_serializing_if = "Vec::is_empty")]
    pub opt_ins: Vec<OptIn>,
    /// What was asked and said of texts, by category and scope.
    #[serde(rename = "said", default, skip_serializing_if = "Vec::is_empty")]
    pub consents: Vec<Consent>,
    /// The pauses of automation, at most one for each of our numbers.
    #[serde(rename = "hold", default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Hold>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Aggregate for Subscriber {
    type Event = SubscriberEvent;
    type Secret = ();
    type Archive = NoArchive;
    type Branch = Self;

    fn secret(&self) -> &() {
        &()
    }

    fn set_secret(&mut self, (): ()) {}

    fn owner(&self) -> Option<&PhoneNumber> {
        Some(&self.number)
    }
}

impl Subscriber {
    /// A number of which nothing is known yet.
    pub fn new(organisation: OrganisationId, id: SubscriberId, number: PhoneNumber) -> Self {
        Self {
            organisation,
            id,
            number,
            opt_outs: Vec::new(),
            opt_ins: Vec::new(),
            consents: Vec::new(),
            holds: Vec::new(),
            rest: Rest::default(),
        }
    }
}
