//! A carrier's report of a message: whether it can be about it, whether it tells anything new, and what it does.

use jiff::Timestamp;

use crate::aggregate::Change;
use crate::reason::Reason;
use crate::thread::{Delivery, DeliveryStatus, ForeignReceipt, Message, OutMessage, Report};

impl OutMessage {
    /// Whether a receipt of `carrier` can be about this message: a carrier speaks for what it was given itself, and for nothing else.
    ///
    /// As long as the carrier's id is not known, the receipt came before the answer to the send, and the address that it was
    /// sent to, which names our message, decides. The id that it gives is the message's from then on.
    pub fn admits(&self, carrier: &str, receipt: &Report) -> Result<(), ForeignReceipt> {
        if self.carrier.as_deref() != Some(carrier) {
            return Err(ForeignReceipt::WrongCarrier);
        }
        match &self.carrier_message_id {
            Some(known) if receipt.carrier_message_id.as_ref() != Some(known) => {
                Err(ForeignReceipt::WrongMessage)
            }
            _ => Ok(()),
        }
    }

    /// Whether a report tells something new: a status further on, or the reason of a failure that had none (lesson 21).
    fn is_news(&self, report: &Report) -> bool {
        report.status > self.status
            || (report.status == self.status
                && self.status == DeliveryStatus::Failed
                && self.reason.is_none()
                && report.reason.is_some())
    }

    /// Whether a report that the member opted out with the carrier tells so of a failure that had another reason before.
    pub(crate) fn is_news_of_an_opt_out(&self, report: &Report) -> bool {
        let told = |reason: &Reason| {
            let mut reasons = self.history.iter().filter_map(|(_, d)| d.reason.as_ref());
            reasons.any(|r| r.code == reason.code)
        };
        report.status == self.status
            && self.status == DeliveryStatus::Failed
            && report.reason.as_ref().is_some_and(|r| !told(r))
    }
}

impl Message {
    /// What a carrier's report does to the message, of which `message` is what is known. `None` when it tells nothing new.
    pub fn report(&self, message: &OutMessage, report: Report, now: Timestamp) -> Option<Change<Self>> {
        message.is_news(&report).then(|| self.note(message, report, now))
    }

    /// Notes a report, whatever it tells.
    pub(crate) fn note(&self, message: &OutMessage, report: Report, now: Timestamp) -> Change<Self> {
        let Report {
            status,
            carrier_message_id,
            reason,
            ..
        } = report;
        let carrier_message_id =
            carrier_message_id.filter(|id| message.carrier_message_id.as_ref() != Some(id));
        let delivery = Delivery {
            carrier_message_id,
            reason,
            ..Delivery::of(message, status)
        };
        self.told(delivery, now)
    }
}
