//! Consent is asked for, given and taken back (IN-38, X-26, X-27).

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::{Change, NewEntry};
use crate::consent::{
    About, Answer, Category, Colour, Consent, ConsentSource, ConsentStatement, Scope, Subscriber,
    SubscriberContent, SubscriberEvent,
};
use crate::phone::PhoneNumber;

/// Why consent cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AskRefusal {
    /// The member opted out.
    #[error("the member opted out of texts")]
    OptedOut,
    /// A text looks like an opt-out or a wrong number, and nobody has said yet what it means.
    #[error("somebody has to say first whether the member opted out, or has the number at all")]
    Held,
    /// There is nothing to ask.
    #[error("no category was named")]
    NoCategory,
    /// The member agreed to all of it already.
    #[error("the member agreed already")]
    AlreadyGranted,
    /// It was asked before, and only a person may ask again.
    #[error("it was asked before, and only a person may ask again")]
    AlreadyAsked,
}

impl AskRefusal {
    /// The stable machine code.
    pub fn code(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Held => "automation_held",
            Self::NoCategory => "no_category",
            Self::AlreadyGranted => "already_granted",
            Self::AlreadyAsked => "already_asked",
        }
    }
}

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
    /// The categories that are to be asked for when somebody wants to ask for `categories`: those that the member did not
    /// agree to, and for automation those that were never asked for or answered.
    pub fn to_ask(
        &self,
        categories: &[Category],
        about: &About,
        ours: &PhoneNumber,
        by: &Actor,
    ) -> Result<Vec<Category>, AskRefusal> {
        if self.blocked(ours).is_some() {
            return Err(AskRefusal::OptedOut);
        }
        if !self.holds.is_empty() {
            return Err(AskRefusal::Held);
        }
        let named = Category::ALL.into_iter().filter(|c| categories.contains(c));
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            return Err(AskRefusal::NoCategory);
        }
        let missing = named
            .into_iter()
            .filter(|c| self.consented(*c, about).colour != Colour::Green);
        let missing: Vec<_> = missing.collect();
        if missing.is_empty() {
            return Err(AskRefusal::AlreadyGranted);
        }
        if matches!(by, Actor::Agent { .. }) {
            return Ok(missing);
        }
        let unasked = |category: &Category| {
            let of_scope = |c: &&Consent| c.category == *category && c.scope == about.scope();
            !self.consents.iter().any(|c| of_scope(&c))
        };
        let new: Vec<_> = missing.into_iter().filter(unasked).collect();
        if new.is_empty() {
            return Err(AskRefusal::AlreadyAsked);
        }
        Ok(new)
    }

    /// Notes that the member is asked for what [`Subscriber::to_ask`] named.
    pub(crate) fn asked(
        &self,
        (categories, scope): (Vec<Category>, Scope),
        ours: &PhoneNumber,
        (by, wording): (Actor, String),
        at: Timestamp,
    ) -> Change<Self> {
        let mut head = self.clone();
        for category in &categories {
            head.consent_mut(*category, &scope).ask(ours, at);
        }
        let event = SubscriberEvent::ConsentRequested {
            categories,
            scope,
            number: ours.clone(),
            by,
            wording,
        };
        Change::one(head, event)
    }

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
