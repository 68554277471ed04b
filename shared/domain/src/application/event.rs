//! What an application's timeline says: what its loan-origination system told, and what automation did.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::aggregate::{EntryKind, Event, UnknownEntry};
use crate::application::{Nudge, Person, PersonDetails, Unread};
use crate::id::{AgentId, MessageId, PersonId, TriggerId};
use crate::journey::Journey;
use crate::quiet_hours::{self, Basis};
use crate::reason::Reason;

/// An entry of an application's timeline, in the order in which it became known; `occurred_at` says when it happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum ApplicationEvent {
    /// It was created.
    #[serde(rename = "application_created")]
    ApplicationCreated(LosUpdate),
    /// Something about it changed.
    #[serde(rename = "application_updated")]
    ApplicationUpdated(LosUpdate),
    /// The applicant moved into a stage (EL-16).
    #[serde(rename = "stage_entered")]
    StageEntered(LosUpdate),
    /// The applicant finished it.
    #[serde(rename = "application_completed")]
    ApplicationCompleted(LosUpdate),
    /// It was given up.
    #[serde(rename = "application_withdrawn")]
    ApplicationWithdrawn(LosUpdate),
    /// A nudge is planned, or moved to another time.
    #[serde(rename = "nudge_planned")]
    NudgePlanned {
        #[serde(flatten)]
        nudge: Nudge,
        #[serde(rename = "due")]
        due: Timestamp,
    },
    /// A nudge that was due has to wait.
    #[serde(rename = "nudge_held")]
    NudgeHeld {
        #[serde(flatten)]
        nudge: Nudge,
        /// Until when; `None` until what it waits for happens.
        #[serde(rename = "until")]
        until: Option<Timestamp>,
        /// What it waits for.
        #[serde(rename = "reason")]
        reason: Reason,
        /// Whose quiet hours hold it, and by what was known of where the person is.
        #[serde(
            rename = "qh",
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "quiet_hours::kept"
        )]
        quiet_hours: Option<Box<Basis>>,
    },
    /// A nudge was written, to be sent.
    #[serde(rename = "nudge_sent")]
    NudgeSent {
        #[serde(flatten)]
        nudge: Nudge,
        /// To whom.
        #[serde(rename = "person")]
        person: PersonId,
        /// The text, in its thread.
        #[serde(rename = "message")]
        message: MessageId,
        /// Whose quiet hours allowed it, and by what was known of where the person is.
        #[serde(
            rename = "qh",
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "quiet_hours::kept"
        )]
        quiet_hours: Option<Box<Basis>>,
    },
    /// A nudge will not be sent.
    #[serde(rename = "nudge_cancelled")]
    NudgeCancelled {
        #[serde(flatten)]
        nudge: Nudge,
        #[serde(rename = "reason")]
        reason: Reason,
        /// Whose quiet hours it met, if it could not wait for their end.
        #[serde(
            rename = "qh",
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "quiet_hours::kept"
        )]
        quiet_hours: Option<Box<Basis>>,
    },
    /// A nudge was due and allowed, and is not sent: the application is one of those that the others are compared with.
    #[serde(rename = "nudge_withheld")]
    NudgeWithheld {
        #[serde(flatten)]
        nudge: Nudge,
    },
    /// Somebody on it texted after a nudge.
    #[serde(rename = "nudge_replied")]
    NudgeReplied {
        #[serde(rename = "trigger")]
        trigger: TriggerId,
    },
    /// Something that a later release brought.
    #[serde(skip)]
    Unknown(UnknownEntry),
}

impl ApplicationEvent {
    /// Which nudge it is about.
    pub fn nudge(&self) -> Option<&Nudge> {
        match self {
            Self::NudgePlanned { nudge, .. }
            | Self::NudgeHeld { nudge, .. }
            | Self::NudgeSent { nudge, .. }
            | Self::NudgeCancelled { nudge, .. }
            | Self::NudgeWithheld { nudge } => Some(nudge),
            _ => None,
        }
    }

    /// The trigger that it is about.
    pub fn trigger(&self) -> Option<&TriggerId> {
        match self {
            Self::NudgeReplied { trigger } => Some(trigger),
            _ => self.nudge().map(|nudge| &nudge.trigger),
        }
    }

    /// Why a nudge is held or cancelled.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Self::NudgeHeld { reason, .. } | Self::NudgeCancelled { reason, .. } => Some(reason),
            _ => None,
        }
    }

    /// Whose quiet hours counted, and by what was known of where the person is.
    pub fn quiet_hours(&self) -> Option<&Basis> {
        match self {
            Self::NudgeHeld { quiet_hours, .. }
            | Self::NudgeSent { quiet_hours, .. }
            | Self::NudgeCancelled { quiet_hours, .. } => quiet_hours.as_deref(),
            _ => None,
        }
    }
}

/// What an event of a loan-origination system told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LosUpdate {
    /// The event's id.
    #[serde(rename = "event")]
    pub event: String,
    /// When it happened.
    #[serde(rename = "occurred_at")]
    pub occurred_at: Timestamp,
    /// The stage that was entered.
    #[serde(rename = "stage", default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// What brought the applicant here.
    #[serde(rename = "journey", default, skip_serializing_if = "Option::is_none")]
    pub journey: Option<Journey>,
    #[serde(rename = "people", default, skip_serializing_if = "Option::is_none")]
    pub people: Option<Vec<Person>>,
    /// Who looks after it.
    #[serde(rename = "agents", default, skip_serializing_if = "Option::is_none")]
    pub agents: Option<Vec<AgentId>>,
    /// What it told besides and could not be read.
    #[serde(rename = "unread", default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<Unread>,
}

/// The sealed part of an application's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationContent {
    /// Of the people that it tells of.
    #[serde(rename = "people")]
    pub people: BTreeMap<PersonId, PersonDetails>,
}

impl Event for ApplicationEvent {
    type Content = ApplicationContent;

    const KINDS: &'static [EntryKind] = &[
        EntryKind::ApplicationCreated,
        EntryKind::ApplicationUpdated,
        EntryKind::StageEntered,
        EntryKind::ApplicationCompleted,
        EntryKind::ApplicationWithdrawn,
        EntryKind::NudgePlanned,
        EntryKind::NudgeHeld,
        EntryKind::NudgeSent,
        EntryKind::NudgeCancelled,
        EntryKind::NudgeWithheld,
        EntryKind::NudgeReplied,
    ];

    fn unknown(entry: UnknownEntry) -> Self {
        Self::Unknown(entry)
    }

    fn entry_kind(&self) -> Result<EntryKind, &UnknownEntry> {
        match self {
            Self::Unknown(entry) => Err(entry),
            Self::ApplicationCreated(_) => Ok(EntryKind::ApplicationCreated),
            Self::ApplicationUpdated(_) => Ok(EntryKind::ApplicationUpdated),
            Self::StageEntered(_) => Ok(EntryKind::StageEntered),
            Self::ApplicationCompleted(_) => Ok(EntryKind::ApplicationCompleted),
            Self::ApplicationWithdrawn(_) => Ok(EntryKind::ApplicationWithdrawn),
            Self::NudgePlanned { .. } => Ok(EntryKind::NudgePlanned),
            Self::NudgeHeld { .. } => Ok(EntryKind::NudgeHeld),
            Self::NudgeSent { .. } => Ok(EntryKind::NudgeSent),
            Self::NudgeCancelled { .. } => Ok(EntryKind::NudgeCancelled),
            Self::NudgeWithheld { .. } => Ok(EntryKind::NudgeWithheld),
            Self::NudgeReplied { .. } => Ok(EntryKind::NudgeReplied),
        }
    }
}
