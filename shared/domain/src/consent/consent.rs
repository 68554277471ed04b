//! What a person agreed to: by category of text, and by whose texts they are (IN-37, IN-39, X-26, X-27).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Subscriber;
use super::stored::StoredConsent;
use crate::application::ApplicationLink;
use crate::id::{ApplicationId, PartnerId};
use crate::phone::PhoneNumber;
use crate::aggregate::rest::Rest;

/// What a text is for, which consent is given to one by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Category {
    /// A person answers or asks about the application.
    #[serde(rename = "service")]
    Service,
    /// Automation reminds of the application (EL-17).
    #[serde(rename = "automation")]
    Automation,
    /// Something is offered.
    #[serde(rename = "marketing")]
    Marketing,
}

impl Category {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Service, Self::Automation, Self::Marketing];
}

/// Whose texts a consent is about. By X-27 consent belongs to the partner and the number, or, where there is no partner, to
/// the organisation and the number; one that was given for a single application stays with that.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "of", content = "id")]
pub enum Scope {
    /// All texts of the organisation.
    #[serde(rename = "organisation")]
    Organisation,
    /// Texts about one application.
    #[serde(rename = "application")]
    Application(ApplicationId),
    /// Texts about all applications of a partner (IN-39).
    #[serde(rename = "partner")]
    Partner(PartnerId),
}

/// What a text would be about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The application.
    pub application: ApplicationId,
    /// The partner that brought it.
    pub partner: Option<PartnerId>,
}

impl About {
    /// Whose texts a consent to it is about, unless it is said otherwise (IN-39, X-27).
    pub fn scope(&self) -> Scope {
        match &self.partner {
            Some(partner) => Scope::Partner(partner.clone()),
            None => Scope::Organisation,
        }
    }

    fn is_within(&self, scope: &Scope) -> bool {
        match scope {
            Scope::Organisation => true,
            Scope::Application(application) => *application == self.application,
            Scope::Partner(partner) => self.partner.as_ref() == Some(partner),
        }
    }
}

impl From<&ApplicationLink> for About {
    fn from(link: &ApplicationLink) -> Self {
        Self {
            application: link.application.clone(),
            partner: link.partner.clone(),
        }
    }
}

/// The last answer to whether texts are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Whether they are.
    pub granted: bool,
    /// When it was given.
    pub at: Timestamp,
}

/// The last question whether texts are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// When it was asked.
    pub at: Timestamp,
    /// The numbers of ours to which an answer may still come.
    pub numbers: Vec<PhoneNumber>,
}

/// How consent to one category of texts stands within one scope.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredConsent", into = "StoredConsent")]
pub struct Consent {
    /// The category.
    pub category: Category,
    /// Whose texts.
    pub scope: Scope,
    /// The last answer.
    pub answer: Option<Answer>,
    /// The last question.
    pub question: Option<Question>,
    /// What a later release says of it.
    pub rest: Rest,
}

/// A consent in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ConsentStatus {
    /// It was asked for, and not answered yet.
    #[serde(rename = "pending")]
    Pending,
    /// It was given.
    #[serde(rename = "granted")]
    Granted,
    /// It was refused or taken back.
    #[serde(rename = "revoked")]
    Revoked,
    /// It was asked for in vain: the member opted out instead.
    #[serde(rename = "lapsed")]
    Lapsed,
}

impl Consent {
    /// How it stands.
    pub fn status(&self) -> ConsentStatus {
        match (&self.answer, self.is_pending()) {
            (_, true) => ConsentStatus::Pending,
            (Some(Answer { granted: true, .. }), false) => ConsentStatus::Granted,
            (Some(Answer { granted: false, .. }), false) => ConsentStatus::Revoked,
            (None, false) => ConsentStatus::Lapsed,
        }
    }

    /// Whether an answer is awaited.
    pub fn is_pending(&self) -> bool {
        self.question.as_ref().is_some_and(|q| !q.numbers.is_empty())
    }

    /// It is asked for from `ours`; what was asked before from other numbers may still be answered there.
    pub(super) fn ask(&mut self, ours: &PhoneNumber, at: Timestamp) {
        let mut numbers = self.question.take().map_or_else(Vec::new, |q| q.numbers);
        if !numbers.contains(ours) {
            numbers.push(ours.clone());
        }
        self.question = Some(Question { at, numbers });
    }

    /// Whether an answer to `ours` is awaited.
    pub(super) fn awaits(&self, ours: &PhoneNumber) -> bool {
        self.question.as_ref().is_some_and(|q| q.numbers.contains(ours))
    }
}

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
pub struct Standing {
    /// The colour.
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
    pub fn standing(&self, category: Category, about: &About) -> Standing {
        match self.opt_outs.iter().map(|o| o.at).max() {
            Some(at) => Standing {
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
    pub fn consented(&self, category: Category, about: &About) -> Standing {
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
        Standing {
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

    pub(super) fn consent_mut(&mut self, category: Category, scope: &Scope) -> &mut Consent {
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
