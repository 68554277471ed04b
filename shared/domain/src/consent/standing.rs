//! How consent stands for a text.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::consent::{About, Answer, Category, Consent, Scope, Subscriber};
use crate::phone::PhoneNumber;

/// Consent as an agent sees it (IN-37).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    /// There is none.
    Red,
    /// It was asked for.
    Yellow,
    /// It was given.
    Green,
}

/// A colour, and what it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentState {
    pub colour: Colour,
    /// Since when, if anything was ever said or asked.
    pub since: Option<Timestamp>,
    /// Whose texts that was about; `None` for an opt-out, and where nothing was said or asked.
    pub scope: Option<Scope>,
}

/// Why automation may not text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AutomationRefusal {
    /// The member opted out.
    #[error("the member opted out of texts")]
    OptedOut,
    /// A text looks like an opt-out or a wrong number, and nobody has said yet what it means.
    #[error("somebody has to say whether the member opted out, or has the number at all")]
    Held,
    /// The member was asked, and has not answered.
    #[error("the member has not answered whether such texts are wanted")]
    Pending,
    /// The member did not agree to texts of the category.
    #[error("the member did not agree to such texts")]
    NotConsented,
}

impl AutomationRefusal {
    /// The stable machine code.
    pub fn code(self) -> &'static str {
        match self {
            Self::OptedOut => "opted_out",
            Self::Held => "automation_held",
            Self::Pending => "consent_pending",
            Self::NotConsented => "consent_missing",
        }
    }
}

impl Subscriber {
    /// How consent to texts of a category about an application stands. An opt-out in force makes all of it red.
    pub fn standing(&self, category: Category, about: &About) -> ConsentState {
        match self.opt_outs.iter().map(|o| o.at).max() {
            Some(at) => ConsentState {
                colour: Colour::Red,
                since: Some(at),
                scope: None,
            },
            None => self.consented(category, about),
        }
    }

    /// The colour of [`Subscriber::standing`].
    pub fn colour(&self, category: Category, about: &About) -> Colour {
        self.standing(category, about).colour
    }

    /// How consent stands, opt-outs aside. What was said last counts, whichever scope it was said of: a partner's member
    /// who takes consent back from the organisation takes it back from the partner, and may give it to the partner alone.
    /// A question can only add to no consent. Of an agreement and a refusal at the same instant, the refusal counts.
    pub fn consented(&self, category: Category, about: &About) -> ConsentState {
        let here = || {
            let of_category = self.consents.iter().filter(move |c| c.category == category);
            of_category.filter(|c| about.is_within(&c.scope))
        };
        let answers = here().filter_map(|c| c.answer.map(|a| (a, &c.scope)));
        let last = answers.max_by_key(|(answer, _)| (answer.at, !answer.granted));
        let asked = here()
            .filter(|c| c.is_pending())
            .filter_map(|c| c.question.as_ref().map(|q| (q.at, &c.scope)))
            .max_by_key(|(at, _)| *at);
        let (colour, since, scope) = match (last, asked) {
            (Some((Answer { granted: true, at }, scope)), _) => (Colour::Green, Some(at), Some(scope)),
            (_, Some((at, scope))) => (Colour::Yellow, Some(at), Some(scope)),
            (Some((Answer { granted: false, at }, scope)), None) => (Colour::Red, Some(at), Some(scope)),
            (None, None) => (Colour::Red, None, None),
        };
        ConsentState {
            colour,
            since,
            scope: scope.cloned(),
        }
    }

    /// Whether automation may text from `ours`, as far as consent goes.
    pub fn may_automate(
        &self,
        category: Category,
        about: &About,
        ours: &PhoneNumber,
    ) -> Result<(), AutomationRefusal> {
        if self.blocked(ours).is_some() {
            return Err(AutomationRefusal::OptedOut);
        }
        if !self.holds.is_empty() {
            return Err(AutomationRefusal::Held);
        }
        match self.consented(category, about).colour {
            Colour::Green => Ok(()),
            Colour::Yellow => Err(AutomationRefusal::Pending),
            Colour::Red => Err(AutomationRefusal::NotConsented),
        }
    }

    pub(crate) fn consent_mut(&mut self, category: Category, scope: &Scope) -> &mut Consent {
        let known = self
            .consents
            .iter()
            .position(|c| c.category == category && c.scope == *scope);
        let at = known.unwrap_or_else(|| {
            self.consents.push(Consent {
                category,
                scope: scope.clone(),
                answer: None,
                question: None,
                rest: Rest::default(),
            });
            self.consents.len() - 1
        });
        &mut self.consents[at]
    }
}
