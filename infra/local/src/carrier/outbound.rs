//! The institution texts.

use std::sync::Arc;

use memberline_carriers::Carrier as Kind;

use super::book::{Message, Status};
use super::network::Carrier;

impl Carrier {
    /// Takes a text for a member: it arrives on the handset, and receipts follow as the behaviour has it.
    pub(super) fn accept(self: &Arc<Self>, message: &Message) {
        self.change(|book| book.add(message.clone()));
        for (delay, status) in self.behaviour().receipts.schedule() {
            let (carrier, id) = (Arc::clone(self), message.id.clone());
            tokio::spawn(async move {
                tokio::time::sleep(delay).await;
                carrier.change(|book| book.advance(&id, status));
                carrier.report(&id, status).await;
            });
        }
    }

    async fn report(&self, id: &str, status: Status) {
        let Some(message) = self.read(|book| book.get(id).cloned()) else {
            return;
        };
        let Some(callback) = message.callback.clone() else {
            return;
        };
        match message.carrier {
            Kind::Twilio => self.report_twilio(&message, &callback, status).await,
            Kind::Telnyx => self.report_telnyx(&message, &callback, status).await,
        }
    }
}
