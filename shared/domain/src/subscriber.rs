//! The consent ledger of one outside telephone number within an organisation.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, Archive, Change, Event};
use crate::directory::OptOutScope;
use crate::id::{OrganisationId, SubscriberId};
use crate::phone::PhoneNumber;

/// The consent of one outside number: which of our numbers may text it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscriber {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The id derived from the number.
    pub id: SubscriberId,
    /// The number.
    pub number: PhoneNumber,
    /// The opt-outs in force.
    pub opt_outs: Vec<OptOut>,
}

/// An opt-out in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptOut {
    /// Since when: the instant that our answer to the carrier follows.
    pub at: Timestamp,
    /// Which of our numbers it blocks; all when `None`.
    pub number: Option<PhoneNumber>,
    /// How it reached us.
    pub source: OptOutSource,
    /// When the member last asked for it again while it was in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_at: Option<Timestamp>,
}

impl OptOut {
    fn blocks(&self, ours: &PhoneNumber) -> bool {
        self.number.as_ref().is_none_or(|n| n == ours)
    }
}

/// How an opt-out or its end reached us.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "via", rename_all = "snake_case")]
pub enum OptOutSource {
    /// By a text to one of our numbers.
    Text {
        /// The number that was texted.
        number: PhoneNumber,
        /// The carrier's id of the text.
        carrier_message_id: String,
    },
    /// By the carrier, which refused a message because it holds an opt-out itself (lessons 27, 28).
    Carrier {
        /// The number that the refused message came from.
        number: PhoneNumber,
        /// The carrier's error code.
        code: String,
    },
}

/// An entry of the consent ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum SubscriberEvent {
    /// Texts to the number ended.
    OptedOut {
        /// Which of our numbers it blocks; all when `None`.
        number: Option<PhoneNumber>,
        /// How it reached us.
        source: OptOutSource,
    },
    /// Texts to the number may resume.
    OptedIn {
        /// How it reached us.
        source: OptOutSource,
    },
}

impl Event for SubscriberEvent {
    type Content = ();

    fn kind(&self) -> &'static str {
        match self {
            Self::OptedOut { .. } => "opted_out",
            Self::OptedIn { .. } => "opted_in",
        }
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
    /// keeps the time and source it began with.
    pub fn opt_out(
        &self,
        ours: &PhoneNumber,
        scope: OptOutScope,
        source: OptOutSource,
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
        });
        Some(Change::one(head, SubscriberEvent::OptedOut { number, source }))
    }

    /// Notes that the member asked again to end texts from `ours`, which takes back the leave to answer that a text to
    /// another of our numbers gave. `None` when none are ended.
    pub fn opt_out_again(
        &self,
        ours: &PhoneNumber,
        source: OptOutSource,
        at: Timestamp,
    ) -> Option<Change<Self>> {
        let number = self.blocked(ours)?.number.clone();
        let mut head = self.clone();
        for opt_out in head.opt_outs.iter_mut().filter(|o| o.blocks(ours)) {
            opt_out.repeated_at = Some(at);
        }
        Some(Change::one(head, SubscriberEvent::OptedOut { number, source }))
    }

    /// Lifts what blocks texts from `ours`. `None` when nothing does.
    pub fn opt_in(&self, ours: &PhoneNumber, source: OptOutSource) -> Option<Change<Self>> {
        self.blocked(ours)?;
        let mut head = self.clone();
        head.opt_outs.retain(|o| !o.blocks(ours));
        Some(Change::one(head, SubscriberEvent::OptedIn { source }))
    }
}
