//! What a person agreed to: by category of text, and by whose texts they are (IN-37, IN-39, X-26, X-27).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::consent::{Category, Incomplete, Scope, StoredConsent};
use crate::id::{ApplicationId, PartnerId};
use crate::phone::PhoneNumber;

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
    pub(crate) fn ask(&mut self, ours: &PhoneNumber, at: Timestamp) {
        let mut numbers = self.question.take().map_or_else(Vec::new, |q| q.numbers);
        if !numbers.contains(ours) {
            numbers.push(ours.clone());
        }
        self.question = Some(Question { at, numbers });
    }

    /// Whether an answer to `ours` is awaited.
    pub(crate) fn awaits(&self, ours: &PhoneNumber) -> bool {
        self.question.as_ref().is_some_and(|q| q.numbers.contains(ours))
    }
}

impl TryFrom<StoredConsent> for Consent {
    type Error = Incomplete;

    fn try_from(stored: StoredConsent) -> Result<Self, Incomplete> {
        let scope = match stored.scope.split_once(':') {
            None if stored.scope == "org" => Some(Scope::Organisation),
            Some(("app", id)) => ApplicationId::parse(id).ok().map(Scope::Application),
            Some(("par", id)) => PartnerId::parse(id).ok().map(Scope::Partner),
            _ => None,
        };
        let numbers = stored.numbers;
        Ok(Self {
            category: stored.category,
            scope: scope.ok_or(Incomplete("of"))?,
            answer: match (stored.granted, stored.answered_at) {
                (Some(granted), Some(at)) => Some(Answer { granted, at }),
                (None, None) => None,
                _ => return Err(Incomplete("yes or at")),
            },
            question: stored.asked_at.map(|at| Question { at, numbers }),
            rest: stored.rest,
        })
    }
}

impl From<Consent> for StoredConsent {
    fn from(consent: Consent) -> Self {
        let (asked_at, numbers) = consent.question.map(|q| (q.at, q.numbers)).unzip();
        Self {
            category: consent.category,
            scope: match consent.scope {
                Scope::Organisation => "org".to_owned(),
                Scope::Application(id) => format!("app:{id}"),
                Scope::Partner(id) => format!("par:{id}"),
            },
            granted: consent.answer.map(|answer| answer.granted),
            answered_at: consent.answer.map(|answer| answer.at),
            asked_at,
            numbers: numbers.unwrap_or_default(),
            rest: consent.rest,
        }
    }
}
