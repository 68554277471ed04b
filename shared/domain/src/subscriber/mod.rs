//! The consent ledger of one outside telephone number within an organisation.

mod ask;
mod consent;
mod event;
mod hold;
mod replay;
mod stored;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, Archive, Change};
use crate::directory::OptOutScope;
use crate::id::{OrganisationId, SubscriberId};
use crate::phone::PhoneNumber;
use crate::rest::Rest;

pub use ask::{AskRefusal, Given};
pub use consent::{
    About, Answer, AutomationRefusal, Category, Colour, Consent, ConsentStatus, Question, Scope, Standing,
};
pub use event::{Channel, ConsentSource, OptOutSource, Said, SubscriberContent, SubscriberEvent};
pub use hold::Hold;
use stored::StoredOptOut;

/// The consent of one outside number: which of our numbers may text it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    /// The organisation.
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    /// The id derived from the number.
    #[serde(rename = "id")]
    pub id: SubscriberId,
    /// The number.
    #[serde(rename = "num")]
    pub number: PhoneNumber,
    /// The opt-outs in force.
    #[serde(rename = "stop", default, skip_serializing_if = "Vec::is_empty")]
    pub opt_outs: Vec<OptOut>,
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

/// An opt-out in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredOptOut", into = "StoredOptOut")]
pub struct OptOut {
    /// Since when: the instant that our answer to the carrier follows.
    pub at: Timestamp,
    /// Which of our numbers it blocks; all when `None`.
    pub number: Option<PhoneNumber>,
    /// How it reached us.
    pub source: OptOutSource,
    /// When the member last asked for it again while it was in force.
    pub repeated_at: Option<Timestamp>,
    /// When it reached us, if that is known.
    pub received_at: Option<Timestamp>,
    /// What a later release says of it.
    pub rest: Rest,
}

impl OptOut {
    fn blocks(&self, ours: &PhoneNumber) -> bool {
        self.number.as_ref().is_none_or(|n| n == ours)
    }

    /// When the member asked for it: five minutes of 47 CFR 64.1200(a)(12) begin then.
    pub fn asked_at(&self) -> Timestamp {
        self.received_at.map_or(self.at, |received| received.min(self.at))
    }
}

impl Aggregate for Subscriber {
    type Event = SubscriberEvent;
    type Secret = ();
    type Archive = NoArchive;

    fn secret(&self) -> &() {
        &()
    }

    fn set_secret(&mut self, (): ()) {}

    fn owner(&self) -> Option<&PhoneNumber> {
        Some(&self.number)
    }
}

/// The archive of an aggregate of which no part ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoArchive {}

impl Archive for NoArchive {
    type Secret = ();

    fn ordinal(&self) -> u32 {
        match *self {}
    }

    fn secret(&self) -> &() {
        match *self {}
    }

    fn set_secret(&mut self, (): ()) {}
}

impl Subscriber {
    /// A number of which nothing is known yet.
    pub fn new(organisation: OrganisationId, id: SubscriberId, number: PhoneNumber) -> Self {
        Self {
            organisation,
            id,
            number,
            opt_outs: Vec::new(),
            consents: Vec::new(),
            holds: Vec::new(),
            rest: Rest::default(),
        }
    }

    /// The opt-out that blocks texts from `ours`, if one does; the earliest when several do.
    pub fn blocked(&self, ours: &PhoneNumber) -> Option<&OptOut> {
        self.opt_outs.iter().find(|o| o.blocks(ours))
    }

    /// When the member last ended texts from `ours` or said so again, if they are ended.
    pub fn last_opt_out(&self, ours: &PhoneNumber) -> Option<Timestamp> {
        let in_force = self.opt_outs.iter().filter(|o| o.blocks(ours));
        in_force.map(|o| o.repeated_at.unwrap_or(o.at)).max()
    }

    /// Ends texts from `ours`, or from all numbers of the organisation. `None` when they are ended already: an opt-out
    /// keeps the time and source it began with. `received_at` is when the wish reached us, if that is known.
    pub fn opt_out(
        &self,
        ours: &PhoneNumber,
        scope: OptOutScope,
        (source, received_at): (OptOutSource, Option<Timestamp>),
        at: Timestamp,
    ) -> Option<Change<Self>> {
        let in_force = match scope {
            OptOutScope::Organisation => self.opt_outs.iter().any(|o| o.number.is_none()),
            OptOutScope::Number => self.blocked(ours).is_some(),
        };
        if in_force {
            return None;
        }
        let number = match scope {
            OptOutScope::Organisation => None,
            OptOutScope::Number => Some(ours.clone()),
        };
        let mut head = self.clone();
        head.opt_outs.push(OptOut {
            at,
            number: number.clone(),
            source: source.clone(),
            repeated_at: None,
            received_at,
            rest: Rest::default(),
        });
        head.settle_by_opt_out();
        let event = SubscriberEvent::OptedOut {
            number,
            source,
            received_at,
        };
        Some(Change::one(head, event))
    }

    /// Notes that the member asked again to end texts from `ours`, which takes back the leave to answer that a text to
    /// another of our numbers gave. `None` when none are ended.
    pub fn opt_out_again(
        &self,
        ours: &PhoneNumber,
        (source, received_at): (OptOutSource, Option<Timestamp>),
        at: Timestamp,
    ) -> Option<Change<Self>> {
        let number = self.blocked(ours)?.number.clone();
        let mut head = self.clone();
        for opt_out in head.opt_outs.iter_mut().filter(|o| o.blocks(ours)) {
            opt_out.repeated_at = Some(at);
        }
        let event = SubscriberEvent::OptedOut {
            number,
            source,
            received_at,
        };
        Some(Change::one(head, event))
    }

    /// Lifts what blocks texts from `ours`. `None` when nothing does.
    pub fn opt_in(&self, ours: &PhoneNumber, source: OptOutSource) -> Option<Change<Self>> {
        self.blocked(ours)?;
        let mut head = self.clone();
        head.opt_outs.retain(|o| !o.blocks(ours));
        Some(Change::one(head, SubscriberEvent::OptedIn { source }))
    }
}
