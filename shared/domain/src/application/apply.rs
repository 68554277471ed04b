//! An event of a loan-origination system comes in.

use std::collections::BTreeMap;

use crate::aggregate::rest::Rest;
use crate::aggregate::{Change, NewEntry};
use crate::application::{
    Application, ApplicationContent, ApplicationEvent, LosEvent, LosEventKind, LosPerson, LosUpdate, Outcome,
    Register, Stamp, Tallies,
};
use crate::directory::Directory;

/// What something does to an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationChange {
    /// To the application itself.
    pub change: Change<Application>,
    /// To the counts of its triggers.
    pub tallies: Tallies,
}

/// Whether what `stamp` tells is later than what stands.
fn is_news<T>(standing: Option<&Register<T>>, stamp: &Stamp) -> bool {
    standing.is_none_or(|register| *stamp > register.stamp)
}

fn told(event: &LosEvent) -> NewEntry<ApplicationEvent> {
    let told = LosUpdate {
        event: event.id.clone(),
        occurred_at: event.occurred_at,
        stage: event.stage.clone(),
        journey: event.journey,
        people: event.people.as_ref().map(|people| readable(people)),
        agents: event.agents.clone(),
        unread: event.unread.clone(),
    };
    let content = event
        .people
        .as_ref()
        .filter(|people| !people.is_empty())
        .map(|people| ApplicationContent {
            people: people
                .iter()
                .map(|p| (p.person.id.clone(), p.details.clone()))
                .collect(),
        });
    let event = match event.kind {
        LosEventKind::Created => ApplicationEvent::ApplicationCreated(told),
        LosEventKind::Updated => ApplicationEvent::ApplicationUpdated(told),
        LosEventKind::StageEntered => ApplicationEvent::StageEntered(told),
        LosEventKind::Completed => ApplicationEvent::ApplicationCompleted(told),
        LosEventKind::Withdrawn => ApplicationEvent::ApplicationWithdrawn(told),
    };
    NewEntry { event, content }
}

fn readable(people: &[LosPerson]) -> Vec<super::Person> {
    people.iter().map(|p| p.person.clone()).collect()
}

impl Application {
    /// Takes in an event, however late: it enters the history, changes what it is the last to tell of, and plans anew what
    /// automation is to do. No event is refused; that one is taken in once is its once-key's care, and a second time would
    /// change nothing of the head.
    pub fn apply(&self, event: &LosEvent, directory: &Directory) -> ApplicationChange {
        let mut head = self.clone();
        let stamp = Stamp {
            at: event.occurred_at,
            event: event.id.clone(),
            rest: Rest::default(),
        };
        head.updated_at = head.updated_at.max(event.occurred_at);
        if event.kind == LosEventKind::Created && head.created.as_ref().is_none_or(|first| stamp < *first) {
            head.created = Some(stamp.clone());
        }
        let outcome = match event.kind {
            LosEventKind::Completed => Some(Outcome::Completed),
            LosEventKind::Withdrawn => Some(Outcome::Withdrawn),
            LosEventKind::Created | LosEventKind::Updated | LosEventKind::StageEntered => None,
        };
        if let Some(people) = &event.people
            && is_news(head.people.as_ref(), &stamp)
        {
            let details = people.iter().map(|p| (p.person.id.clone(), p.details.clone()));
            head.secret.people = details.collect();
        }
        set(&mut head.journey, &stamp, event.journey);
        set(
            &mut head.people,
            &stamp,
            event.people.as_ref().map(|people| readable(people)),
        );
        set(&mut head.agents, &stamp, event.agents.clone());
        set(&mut head.stage, &stamp, event.stage.clone());
        set(&mut head.outcome, &stamp, outcome);
        let mut entries = vec![told(event)];
        entries.extend(head.replan(directory));
        let tallies = if outcome == Some(Outcome::Completed) {
            head.count_completion()
        } else {
            Tallies::new()
        };
        ApplicationChange {
            change: Change {
                head,
                entries,
                archive: None,
            },
            tallies,
        }
    }

    /// Counts the completion for the triggers that nudged the applicant, or withheld it to compare with: once for each.
    fn count_completion(&mut self) -> Tallies {
        let mut tallies: Tallies = BTreeMap::new();
        for (trigger, plan) in &mut self.nudge_plans {
            if plan.completed || !(plan.nudged || plan.withheld) {
                continue;
            }
            plan.completed = true;
            let tally = tallies.entry(trigger.clone()).or_default();
            // Who was nudged by an earlier version of the trigger counts as nudged.
            if plan.nudged {
                tally.completed = 1;
            } else {
                tally.withheld_completed = 1;
            }
        }
        tallies
    }
}

fn set<T>(register: &mut Option<Register<T>>, stamp: &Stamp, told: Option<T>) {
    if let Some(value) = told
        && is_news(register.as_ref(), stamp)
    {
        *register = Some(Register {
            stamp: stamp.clone(),
            value,
            rest: Rest::default(),
        });
    }
}
