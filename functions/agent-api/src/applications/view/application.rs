//! Applications, and what automation plans for them.

use jiff::Timestamp;
use memberline_domain::TriggerId;
use memberline_domain::aggregate::{Entry, Event as _};
use memberline_domain::application::{
    Application as DomainApplication, ApplicationEvent, LosUpdate, NudgePlan, NudgePlanState,
};
use memberline_domain::directory::Directory;
use memberline_domain::quiet_hours::Basis;
use memberline_domain::reason;
use serde::Serialize;
use utoipa::ToSchema;

use super::abilities::Known;
use super::person::ApplicationPerson;
use crate::applications::access::LoadedApplication;
use crate::view::names::Named;
use crate::view::stage::Stage;
use crate::view::words::{ApplicationStatus, Journey};
use memberline_http_api::caller::Caller;

/// An application (EL-07, IN-33, IN-34).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Application {
    /// Its id.
    #[schema(examples("0123456789abcdef"))]
    id: String,
    /// What its loan-origination system calls it.
    los_id: String,
    /// What brought the applicant here.
    journey: Journey,
    /// How far it got.
    status: ApplicationStatus,
    /// The current stage.
    stage: Option<Stage>,
    /// Everybody on it.
    people: Vec<ApplicationPerson>,
    /// Who looks after it.
    agents: Vec<Named>,
    /// When its loan-origination system last changed it.
    updated_at: Timestamp,
    /// What automation plans for it, or did last, one row for each trigger.
    nudges: Vec<Nudge>,
}

/// The next nudge of a trigger, or what became of the last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Nudge {
    /// The trigger.
    trigger: Named,
    /// Which of its nudges about the stage, from 1.
    number: u32,
    /// When it is, or was, due.
    due_at: Timestamp,
    /// What it is up to.
    state: NudgeState,
    /// Why it is held or cancelled.
    reason: Option<NudgeReason>,
    /// Until when it is held; null when it waits for something to happen.
    until: Option<Timestamp>,
}

/// What a nudge is up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NudgeState {
    /// It waits to be due.
    Planned,
    /// It was due, and has to wait.
    Held,
    /// It is not sent, to compare with.
    Withheld,
    /// It was sent.
    Sent,
    /// It will not be sent.
    Cancelled,
}

/// Why a nudge is not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct NudgeReason {
    /// A stable code.
    code: String,
    /// What an agent can make of it.
    detail: String,
}

impl From<&reason::Reason> for NudgeReason {
    fn from(reason: &reason::Reason) -> Self {
        Self {
            code: reason.code.clone(),
            detail: reason.detail.clone(),
        }
    }
}

fn trigger(directory: &Directory, id: &TriggerId) -> Named {
    Named::new(id, directory.trigger_name(id).map(str::to_owned).as_ref())
}

fn nudge(directory: &Directory, id: &TriggerId, plan: &NudgePlan) -> Nudge {
    let now = plan.state_in(id, directory);
    let (state, reason, until) = match &now {
        NudgePlanState::Planned => (NudgeState::Planned, None, None),
        NudgePlanState::Held { until, reason } => (NudgeState::Held, Some(reason), *until),
        NudgePlanState::Sent { .. } => (NudgeState::Sent, None, None),
        NudgePlanState::Cancelled { reason } => (NudgeState::Cancelled, Some(reason), None),
        NudgePlanState::Withheld => (NudgeState::Withheld, None, None),
    };
    Nudge {
        trigger: trigger(directory, id),
        number: plan.number,
        due_at: plan.due,
        state,
        reason: reason.map(NudgeReason::from),
        until,
    }
}

impl LoadedApplication {
    /// It, as callers see it.
    pub(crate) fn view(&self, caller: &Caller) -> Application {
        let directory = caller.directory();
        let head: &DomainApplication = &self.application.head;
        Application {
            id: head.id.to_string(),
            los_id: head.los_id.clone(),
            journey: head.journey().into(),
            status: head.status().into(),
            stage: head.stage.as_ref().map(|stage| Stage {
                name: stage.value.clone(),
                since: Some(stage.stamp.at),
            }),
            people: head
                .people()
                .iter()
                .map(|person| {
                    ApplicationPerson::of(Known {
                        caller,
                        application: head,
                        person,
                        ledger: self.ledger(person).map(|ledger| &ledger.head),
                        thread: self.thread(caller, person).map(|thread| &thread.head),
                    })
                })
                .collect(),
            agents: head
                .agents()
                .iter()
                .map(|id| Named::agent(directory, id))
                .collect(),
            updated_at: head.updated_at,
            nudges: head
                .nudge_plans
                .iter()
                .map(|(id, plan)| nudge(directory, id, plan))
                .collect(),
        }
    }
}

/// Something that happened to an application (EL-06).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Tracked {
    /// Its place in the history, from 1.
    id: String,
    /// What it is: `application_created`, `application_updated`, `stage_entered`, `application_completed`, `application_withdrawn`,
    /// `nudge_planned`, `nudge_held`, `nudge_sent`, `nudge_cancelled`, `nudge_withheld`, `nudge_replied`. More may come.
    kind: String,
    /// When it became known here.
    at: Timestamp,
    /// When it happened, as the loan-origination system says.
    occurred_at: Option<Timestamp>,
    /// The stage that was entered.
    stage: Option<String>,
    /// The journey that was told.
    journey: Option<Journey>,
    /// The trigger.
    trigger: Option<Named>,
    /// Which of the trigger's nudges.
    number: Option<u32>,
    /// When the nudge is due.
    due_at: Option<Timestamp>,
    /// Until when it is held.
    until: Option<Timestamp>,
    /// Why it is held or cancelled.
    reason: Option<NudgeReason>,
    /// Whose quiet hours allowed or held it, by what was known of where the person is, and what of it could not be read.
    quiet_hours: Option<String>,
    /// The text that was written.
    message: Option<String>,
    /// What of the event could not be read, and was passed over.
    unread: Vec<Unread>,
}

/// Something in an event of a loan-origination system that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Unread {
    /// Where, as a JSON path.
    #[schema(examples("$.application.people[0].role"))]
    path: String,
    /// A stable code.
    #[schema(examples("unknown_role"))]
    code: String,
}

/// An entry of an application's history.
pub(crate) fn tracked(directory: &Directory, entry: &Entry<ApplicationEvent>) -> Tracked {
    let event = &entry.event;
    let mut shown = Tracked {
        id: entry.seq.to_string(),
        kind: event.kind().to_owned(),
        at: entry.at,
        trigger: event.trigger().map(|id| trigger(directory, id)),
        number: event.nudge().map(|nudge| nudge.number),
        reason: event.reason().map(NudgeReason::from),
        quiet_hours: event.quiet_hours().map(Basis::words),
        ..Tracked::default()
    };
    match event {
        ApplicationEvent::ApplicationCreated(told)
        | ApplicationEvent::ApplicationUpdated(told)
        | ApplicationEvent::StageEntered(told)
        | ApplicationEvent::ApplicationCompleted(told)
        | ApplicationEvent::ApplicationWithdrawn(told) => {
            let LosUpdate {
                occurred_at,
                stage,
                journey,
                unread,
                ..
            } = told;
            let unread = unread.iter().map(|unread| Unread {
                path: unread.path.clone(),
                code: unread.code.clone(),
            });
            shown.unread = unread.collect();
            shown.occurred_at = Some(*occurred_at);
            shown.stage.clone_from(stage);
            shown.journey = journey.map(Journey::from);
        }
        ApplicationEvent::NudgePlanned { due, .. } => shown.due_at = Some(*due),
        ApplicationEvent::NudgeHeld { until, .. } => shown.until = *until,
        ApplicationEvent::NudgeSent { message, .. } => shown.message = Some(message.to_string()),
        // Of what a later release wrote, its kind and time are known.
        ApplicationEvent::NudgeCancelled { .. }
        | ApplicationEvent::NudgeWithheld { .. }
        | ApplicationEvent::NudgeReplied { .. }
        | ApplicationEvent::Unknown(_) => {}
    }
    shown
}
