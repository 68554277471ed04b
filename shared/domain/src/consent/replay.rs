//! The head of a consent ledger follows from its entries.

use jiff::Timestamp;

use crate::aggregate::Entry;
use crate::aggregate::rest::Rest;
use crate::consent::{
    Answer, ConsentSource, ConsentStatement, Hold, OptOutSource, Question, Subscriber, SubscriberEvent,
};
use crate::phone::PhoneNumber;

impl OptOutSource {
    /// Our number that it came by, if it came by one.
    pub fn ours(&self) -> Option<&PhoneNumber> {
        match self {
            Self::Text { number, .. } | Self::Carrier { number, .. } | Self::Agent { number, .. } => {
                Some(number)
            }
            Self::Import { .. } => None,
        }
    }
}

impl Subscriber {
    /// The ledger as these entries, from the first on, leave it.
    #[must_use]
    pub fn replay<'a>(mut self, entries: impl IntoIterator<Item = &'a Entry<SubscriberEvent>>) -> Self {
        for entry in entries {
            self.follow(&entry.event, entry.at);
        }
        self
    }

    pub(crate) fn follow(&mut self, event: &SubscriberEvent, at: Timestamp) {
        match event {
            SubscriberEvent::OptedOut {
                number,
                source,
                received_at,
                said_at,
            } => self.follow_opt_out(number.as_ref(), source, (at, *received_at, *said_at)),
            SubscriberEvent::OptedIn {
                source,
                received_at,
                said_at,
            } => {
                if let Some(ours) = source.ours() {
                    self.follow_opt_in(ours, *received_at, *said_at);
                }
            }
            SubscriberEvent::ConsentRequested {
                categories,
                scope,
                number,
                ..
            } => {
                for category in categories {
                    self.consent_mut(*category, scope).ask(number, at);
                }
            }
            SubscriberEvent::ConsentGranted(said) => self.follow_said(said, true),
            SubscriberEvent::ConsentRevoked(said) => self.follow_said(said, false),
            SubscriberEvent::AutomationHeld {
                number, message, why, ..
            } => self.holds.push(Hold {
                number: number.clone(),
                message: *message,
                at,
                why: *why,
                rest: Rest::default(),
            }),
            SubscriberEvent::AutomationReleased { number, .. } => {
                self.holds.retain(|hold| hold.number != *number);
            }
            SubscriberEvent::Unknown(_) => {}
        }
    }

    fn follow_said(&mut self, said: &ConsentStatement, granted: bool) {
        let by_text = matches!(said.source, ConsentSource::Text { .. });
        for category in &said.categories {
            let consent = self.consent_mut(*category, &said.scope);
            consent.answer = Some(Answer {
                granted,
                at: said.said_at,
            });
            let answers = |q: &&mut Question| by_text || q.at <= said.said_at;
            if let Some(question) = consent.question.as_mut().filter(answers) {
                question.numbers.clear();
            }
        }
    }
}
