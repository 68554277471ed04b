//! Whether texts in quarantine were heard after all.

use std::collections::BTreeSet;

use super::{BrokenPacket, Packet, Unheard};
use crate::thread::ThreadEvent;

impl Packet {
    /// Leaves out what was heard after all: its webhook came again, or was replayed.
    pub(super) fn without_heard(&self, unheard: Vec<Unheard>) -> Result<Vec<Unheard>, BrokenPacket> {
        let mut heard = BTreeSet::new();
        for exchange in &self.exchanges {
            for entry in exchange.timeline.read::<ThreadEvent>()? {
                if let ThreadEvent::MessageIn {
                    carrier,
                    carrier_message_id,
                    ..
                } = entry.event
                {
                    heard.insert((carrier, carrier_message_id));
                }
            }
        }
        let is_unheard =
            |text: &Unheard| !heard.contains(&(text.carrier.clone(), text.carrier_message_id.clone()));
        Ok(unheard.into_iter().filter(is_unheard).collect())
    }

    /// Whether they are in order, not younger than the packet, and not among what was heard.
    pub(super) fn check_unheard(&self) -> Result<(), BrokenPacket> {
        let in_order = self
            .unheard
            .is_sorted_by(|a, b| (a.received_at, &a.id) < (b.received_at, &b.id));
        let in_time = self.unheard.iter().all(|text| text.received_at <= self.made_at);
        if in_order && in_time && self.without_heard(self.unheard.clone())? == self.unheard {
            Ok(())
        } else {
            Err(BrokenPacket::Unheard)
        }
    }
}
