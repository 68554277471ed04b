//! Consent is given and taken back: by a text that answers a request, and elsewhere (IN-38, X-26, X-27).

use jiff::Timestamp;

use crate::aggregate::{Change, NewEntry};
use crate::consent::{
    Answer, Category, ConsentSource, ConsentStatement, Scope, Subscriber, SubscriberContent, SubscriberEvent,
};
use crate::phone::PhoneNumber;

/// Consent that was given or refused elsewhere than in a text to us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentRecord {
    pub category: Category,
    /// Whose texts.
    pub scope: Scope,
    /// Whether the member wants them.
    pub granted: bool,
    /// When the member said so; now when `None`, and never later than that.
    pub at: Option<Timestamp>,
    /// What the member was shown or read.
    pub wording: Option<String>,
    /// Who says so.
    pub source: ConsentSource,
}

impl Subscriber {
    /// Whether a question that came from `ours` awaits its answer.
    pub fn awaits_answer(&self, ours: &PhoneNumber) -> bool {
        self.consents.iter().any(|c| c.awaits(ours))
    }

    /// Answers every question that came from `ours` and awaits its answer. `None` when none does.
    pub fn answer(
        &self,
        ours: &PhoneNumber,
        granted: bool,
        carrier_message_id: &str,
        at: Timestamp,
    ) -> Option<Change<Self>> {
        let mut head = self.clone();
        let mut said: Vec<ConsentStatement> = Vec::new();
        for consent in head.consents.iter_mut().filter(|c| c.awaits(ours)) {
            let Some(question) = &mut consent.question else {
                continue;
            };
            question.numbers.clear();
            // What the member says now comes after all that was said before, whatever other clocks read.
            let at = consent.answer.map_or(at, |before| before.at.max(at));
            consent.answer = Some(Answer { granted, at });
            let source = ConsentSource::Text {
                number: ours.clone(),
                carrier_message_id: carrier_message_id.to_owned(),
                asked_at: question.at,
            };
            let together = said
                .iter_mut()
                .find(|s| s.scope == consent.scope && s.source == source && s.said_at == at);
            match together {
                Some(said) => said.categories.push(consent.category),
                None => said.push(ConsentStatement {
                    categories: vec![consent.category],
                    scope: consent.scope.clone(),
                    said_at: at,
                    source,
                }),
            }
        }
        let entries: Vec<_> = said.into_iter().map(|s| said_entry(granted, s, None)).collect();
        (!entries.is_empty()).then_some(Change {
            head,
            entries,
            archive: None,
        })
    }

    /// Records what was said elsewhere. What was said before something that is known changes nothing, and neither does what
    /// is known already: `None` when that is all. Whatever the order in which it is recorded, the ledger says the same in the end.
    pub fn record(
        &self,
        given: impl IntoIterator<Item = ConsentRecord>,
        now: Timestamp,
    ) -> Option<Change<Self>> {
        let mut head = self.clone();
        let mut entries = Vec::new();
        for given in given {
            let at = given.at.map_or(now, |at| at.min(now));
            let consent = head.consent_mut(given.category, &given.scope);
            let news = consent
                .answer
                .is_none_or(|known| (known.at, !known.granted) < (at, !given.granted));
            if !news {
                continue;
            }
            consent.answer = Some(Answer {
                granted: given.granted,
                at,
            });
            // It answers what was asked before it.
            if let Some(question) = consent.question.as_mut().filter(|q| q.at <= at) {
                question.numbers.clear();
            }
            let said = ConsentStatement {
                categories: vec![given.category],
                scope: given.scope,
                said_at: at,
                source: given.source,
            };
            entries.push(said_entry(given.granted, said, given.wording));
        }
        (!entries.is_empty()).then_some(Change {
            head,
            entries,
            archive: None,
        })
    }

    /// An opt-out answers all questions that came from the numbers it blocks, and whether a text was one.
    pub(crate) fn settle_by_opt_out(&mut self) {
        let blocked: Vec<Option<PhoneNumber>> = self.opt_outs.iter().map(|o| o.number.clone()).collect();
        let is_blocked = |ours: &PhoneNumber| {
            blocked
                .iter()
                .any(|b| b.as_ref().is_none_or(|number| number == ours))
        };
        for question in self.consents.iter_mut().filter_map(|c| c.question.as_mut()) {
            question.numbers.retain(|n| !is_blocked(n));
        }
        self.holds.retain(|h| !is_blocked(&h.number));
    }
}

fn said_entry(granted: bool, said: ConsentStatement, wording: Option<String>) -> NewEntry<SubscriberEvent> {
    NewEntry {
        event: if granted {
            SubscriberEvent::ConsentGranted(said)
        } else {
            SubscriberEvent::ConsentRevoked(said)
        },
        content: wording.map(|wording| SubscriberContent::Wording { wording }),
    }
}
