//! An application as the recount sees it: what was told of it, and what is planned.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::journey::{Kind, Told};
use super::rules::Rule;

/// Which event tells something, and when that happened.
pub type Stamp = (Timestamp, String);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Waiting {
    /// For a timer, from this instant on.
    From(Timestamp),
    ForConsent,
    ForMobile,
    Over,
}

#[derive(Debug, Clone)]
pub struct Plan {
    pub basis: Stamp,
    pub number: u32,
    pub due: Timestamp,
    pub waiting: Waiting,
}

/// A text that was written, and is not with the carrier yet.
#[derive(Debug)]
pub struct Written {
    pub rule: usize,
    pub basis: Stamp,
    pub number: u32,
    pub text: String,
}

#[derive(Debug, Default)]
pub struct Application {
    pub los_id: String,
    pub id: String,
    pub told: Vec<Told>,
    pub plans: [Option<Plan>; 3],
    pub written: Vec<Written>,
    pub came_due: BTreeSet<(usize, Stamp, u32)>,
    pub sent: [u32; 3],
    pub withheld: [bool; 3],
    pub replied: [bool; 3],
    pub completed: [bool; 3],
    pub held_out: [bool; 3],
}

impl Application {
    pub fn latest<T>(&self, of: impl Fn(&Told) -> Option<T>) -> Option<(Stamp, T)> {
        let told = self.told.iter();
        told.filter_map(|told| Some(((told.occurred_at, told.id.clone()), of(told)?)))
            .max_by(|a, b| a.0.cmp(&b.0))
    }

    pub fn is_over(&self) -> bool {
        let ends = [Kind::Completed, Kind::Withdrawn];
        self.told.iter().any(|told| ends.contains(&told.kind))
    }

    pub fn has_mobile(&self) -> bool {
        self.latest(|told| Some(told.borrower.as_ref()?.has_mobile))
            .is_some_and(|(_, has)| has)
    }

    pub fn stage(&self) -> Option<(Stamp, &'static str)> {
        self.latest(|told| told.stage)
    }

    /// What a rule counts from now.
    pub fn basis(&self, rule: &Rule) -> Option<Stamp> {
        let is_loan = self.latest(|told| told.is_loan).map(|(_, is_loan)| is_loan);
        if rule.loans_only && is_loan != Some(true) {
            return None;
        }
        if rule.from_creation {
            let created = self.told.iter().find(|told| told.kind == Kind::Created)?;
            return Some((created.occurred_at, created.id.clone()));
        }
        let (stamp, stage) = self.stage()?;
        (rule.stages.is_empty() || rule.stages.contains(&stage)).then_some(stamp)
    }

    pub fn text(&self, rule: &Rule) -> String {
        let stage = self.stage().map_or("-", |(_, stage)| stage);
        format!("{} {}: {stage}", rule.id, self.los_id)
    }
}
