//! An event as it was understood.

use jiff::Timestamp;

use crate::application::{Person, PersonDetails, Unread};
use crate::consent::{Category, Channel};
use crate::id::AgentId;
use crate::journey::Journey;
use crate::phone::PhoneNumber;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosEvent {
    /// Its id, by which it is taken in once.
    pub id: String,
    /// What happened.
    pub kind: LosEventKind,
    pub occurred_at: Timestamp,
    /// What its system calls the application.
    pub application: String,
    /// The stage that was entered.
    pub stage: Option<String>,
    /// What brought the applicant here.
    pub journey: Option<Journey>,
    pub people: Option<Vec<LosPerson>>,
    /// Who looks after it.
    pub agents: Option<Vec<AgentId>>,
    /// Who took consent back without being on it: more than there may be were told.
    pub besides: Vec<LosPerson>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// What happened to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LosEventKind {
    /// It was created.
    Created,
    /// Something about it changed.
    Updated,
    /// The applicant moved into a stage.
    StageEntered,
    /// The applicant finished it.
    Completed,
    /// It was given up.
    Withdrawn,
}

/// Somebody on an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosPerson {
    /// What the table may read.
    pub person: Person,
    /// What is sealed.
    pub details: PersonDetails,
    /// The number that their consents are about: their mobile number, even where the application cannot have one more.
    pub number: Option<PhoneNumber>,
    /// What they consented to elsewhere.
    pub consents: Vec<LosConsent>,
}

/// A consent that somebody gave, or took back, in the loan-origination system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosConsent {
    /// To what texts.
    pub category: Category,
    /// Whether it was given.
    pub granted: bool,
    /// What they were shown; `None` where consent was taken back without.
    pub wording: Option<String>,
    /// Where they said so.
    pub channel: Channel,
    pub at: Timestamp,
}
