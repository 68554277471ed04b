//! What an application's timeline says: what its loan-origination system told, and what automation did.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Person, PersonDetails};
use crate::aggregate::Event;
use crate::id::{AgentId, MessageId, PersonId, TriggerId};
use crate::thread::{Journey, Reason};

/// An entry of an application's timeline, in the order in which it became known; `occurred_at` says when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ApplicationEvent {
    /// It was created.
    ApplicationCreated(Told),
    /// Something about it changed.
    ApplicationUpdated(Told),
    /// The applicant moved into a stage (EL-16).
    StageEntered(Told),
    /// The applicant finished it.
    ApplicationCompleted(Told),
    /// It was given up.
    ApplicationWithdrawn(Told),
    /// A nudge is planned, or moved to another time.
    NudgePlanned {
        /// Which.
        #[serde(flatten)]
        nudge: Nudge,
        /// When it is due.
        due: Timestamp,
    },
    /// A nudge that was due has to wait.
    NudgeHeld {
        /// Which.
        #[serde(flatten)]
        nudge: Nudge,
        /// Until when; `None` until what it waits for happens.
        until: Option<Timestamp>,
        /// What it waits for.
        reason: Reason,
    },
    /// A nudge was written, to be sent.
    NudgeSent {
        /// Which.
        #[serde(flatten)]
        nudge: Nudge,
        /// To whom.
        person: PersonId,
        /// The text, in its thread.
        message: MessageId,
    },
    /// A nudge will not be sent.
    NudgeCancelled {
        /// Which.
        #[serde(flatten)]
        nudge: Nudge,
        /// Why.
        reason: Reason,
    },
    /// A nudge was due and allowed, and is not sent: the application is one of those that the others are compared with.
    NudgeWithheld {
        /// Which.
        #[serde(flatten)]
        nudge: Nudge,
    },
    /// Somebody on it texted after a nudge.
    NudgeReplied {
        /// By which trigger.
        trigger: TriggerId,
    },
}

/// A nudge: the first, second ... text that a trigger sends about one stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nudge {
    /// The trigger.
    pub trigger: TriggerId,
    /// Which of its nudges, from 1.
    pub number: u32,
}

/// What an event of a loan-origination system told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// The event's id.
    pub event: String,
    /// When it happened.
    pub occurred_at: Timestamp,
    /// The stage that was entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// What brought the applicant here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<Journey>,
    /// Who is on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<Person>>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agents: Option<Vec<AgentId>>,
}

/// The sealed part of an application's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationContent {
    /// Of the people that it tells of.
    pub people: BTreeMap<PersonId, PersonDetails>,
}

impl Event for ApplicationEvent {
    type Content = ApplicationContent;

    fn kind(&self) -> &'static str {
        match self {
            Self::ApplicationCreated(_) => "application_created",
            Self::ApplicationUpdated(_) => "application_updated",
            Self::StageEntered(_) => "stage_entered",
            Self::ApplicationCompleted(_) => "application_completed",
            Self::ApplicationWithdrawn(_) => "application_withdrawn",
            Self::NudgePlanned { .. } => "nudge_planned",
            Self::NudgeHeld { .. } => "nudge_held",
            Self::NudgeSent { .. } => "nudge_sent",
            Self::NudgeCancelled { .. } => "nudge_cancelled",
            Self::NudgeWithheld { .. } => "nudge_withheld",
            Self::NudgeReplied { .. } => "nudge_replied",
        }
    }
}
