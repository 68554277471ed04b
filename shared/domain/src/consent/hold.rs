//! A text that looks like an opt-out, or says that the number is somebody else's, pauses automation until somebody says what it
//! is.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::consent::{Subscriber, SubscriberEvent};
use crate::phone::PhoneNumber;
use crate::text::keywords::Intent;

/// Why automation is paused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum HoldReason {
    /// A text may be an opt-out.
    #[default]
    #[serde(rename = "opt_out")]
    LooksLikeOptOut,
    /// A text says that the number is somebody else's.
    #[serde(rename = "wrong_number")]
    WrongNumber,
}

impl HoldReason {
    /// Whether it is the one that needs no saying.
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes what it may skip by reference"
    )]
    pub(crate) fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The intent of the text that it comes from.
    pub fn intent(self) -> Intent {
        match self {
            Self::LooksLikeOptOut => Intent::LooksLikeOptOut,
            Self::WrongNumber => Intent::WrongNumber,
        }
    }
}

/// A pause of automation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Our number that was texted.
    #[serde(rename = "us")]
    pub number: PhoneNumber,
    /// The text's place in the timeline of its thread.
    #[serde(rename = "msg")]
    pub message: u64,
    /// When the text came.
    #[serde(rename = "at")]
    pub at: Timestamp,
    /// Why.
    #[serde(rename = "why", default, skip_serializing_if = "HoldReason::is_usual")]
    pub why: HoldReason,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

impl Subscriber {
    /// The pause that a text to `ours` began, if it lasts.
    pub fn held(&self, ours: &PhoneNumber) -> Option<&Hold> {
        self.holds.iter().find(|h| h.number == *ours)
    }

    /// Pauses automation of all numbers because of the text at `message` to `ours`. `None` when texts from there are blocked, or
    /// paused by an earlier text.
    pub fn hold(
        &self,
        ours: &PhoneNumber,
        why: HoldReason,
        (message, carrier_message_id): (u64, &str),
        at: Timestamp,
    ) -> Option<Change<Self>> {
        if self.blocked(ours).is_some() || self.held(ours).is_some() {
            return None;
        }
        let mut head = self.clone();
        head.holds.push(Hold {
            number: ours.clone(),
            message,
            at,
            why,
            rest: Rest::default(),
        });
        let event = SubscriberEvent::AutomationHeld {
            number: ours.clone(),
            message,
            carrier_message_id: carrier_message_id.to_owned(),
            why,
        };
        Some(Change::one(head, event))
    }

    /// Ends the pause that a text to `ours` began. `None` when there is none.
    pub fn release(&self, ours: &PhoneNumber, by: Actor) -> Option<Change<Self>> {
        self.held(ours)?;
        let mut head = self.clone();
        head.holds.retain(|h| h.number != *ours);
        let event = SubscriberEvent::AutomationReleased {
            number: ours.clone(),
            by,
        };
        Some(Change::one(head, event))
    }
}
