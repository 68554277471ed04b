//! Requests for consent (IN-38, X-26, X-27).

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::consent::{About, Category, Colour, Consent, Scope, Subscriber, SubscriberEvent};
use crate::phone::PhoneNumber;

/// Why consent cannot be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentRequestRefusal {
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

impl ConsentRequestRefusal {
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

impl Subscriber {
    /// The categories that are to be asked for when somebody wants to ask for `categories`: those that the member did not
    /// agree to, and for automation those that were never asked for or answered.
    pub fn to_ask(
        &self,
        categories: &[Category],
        about: &About,
        ours: &PhoneNumber,
        by: &Actor,
    ) -> Result<Vec<Category>, ConsentRequestRefusal> {
        if self.blocked(ours).is_some() {
            return Err(ConsentRequestRefusal::OptedOut);
        }
        if !self.holds.is_empty() {
            return Err(ConsentRequestRefusal::Held);
        }
        let named = Category::ALL.into_iter().filter(|c| categories.contains(c));
        let named: Vec<_> = named.collect();
        if named.is_empty() {
            return Err(ConsentRequestRefusal::NoCategory);
        }
        let missing = named
            .into_iter()
            .filter(|c| self.consented(*c, about).colour != Colour::Green);
        let missing: Vec<_> = missing.collect();
        if missing.is_empty() {
            return Err(ConsentRequestRefusal::AlreadyGranted);
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
            return Err(ConsentRequestRefusal::AlreadyAsked);
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
}
