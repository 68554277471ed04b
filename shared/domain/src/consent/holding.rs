//! Pausing automation, and going on.

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::consent::{Hold, HoldReason, Subscriber, SubscriberEvent};
use crate::phone::PhoneNumber;

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
