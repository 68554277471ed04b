//! A text that looks like an opt-out pauses automation until somebody says whether it is one.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Subscriber, SubscriberEvent};
use crate::aggregate::Change;
use crate::phone::PhoneNumber;
use crate::rest::Rest;
use crate::thread::Actor;

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
            rest: Rest::default(),
        });
        let event = SubscriberEvent::AutomationHeld {
            number: ours.clone(),
            message,
            carrier_message_id: carrier_message_id.to_owned(),
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
