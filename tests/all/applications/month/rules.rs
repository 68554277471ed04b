//! The month's triggers, and what is counted of them.

use std::collections::BTreeMap;

use jiff::SignedDuration;

/// A trigger, as the month has it.
#[derive(Debug)]
pub struct Rule {
    pub id: &'static str,
    /// Whether it counts from the creation, not from the stage.
    pub from_creation: bool,
    pub loans_only: bool,
    /// All when there are none.
    pub stages: &'static [&'static str],
    pub delay: SignedDuration,
    pub most: u32,
    pub spacing: SignedDuration,
    pub holdout_percent: u8,
}

pub const RULES: [Rule; 3] = [
    Rule {
        id: "welcome",
        from_creation: true,
        loans_only: false,
        stages: &[],
        delay: SignedDuration::from_mins(15),
        most: 1,
        spacing: SignedDuration::from_hours(48),
        holdout_percent: 0,
    },
    Rule {
        id: "chase",
        from_creation: false,
        loans_only: false,
        stages: &[],
        delay: SignedDuration::from_hours(24),
        most: 3,
        spacing: SignedDuration::from_hours(48),
        holdout_percent: 10,
    },
    Rule {
        id: "rescue",
        from_creation: false,
        loans_only: true,
        stages: &["Documents requested", "Underwriting"],
        delay: SignedDuration::from_hours(72),
        most: 3,
        spacing: SignedDuration::from_hours(48),
        holdout_percent: 10,
    },
];

/// The counts of a trigger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub due: i64,
    pub sent: i64,
    pub nudged: i64,
    pub replied: i64,
    pub completed: i64,
    pub withheld: i64,
    pub withheld_completed: i64,
}

#[derive(Debug, Default)]
pub struct Totals {
    pub counts: BTreeMap<&'static str, Counts>,
    pub events: usize,
    pub fires: usize,
    pub held: usize,
    pub cancelled: usize,
    pub unsent: usize,
    /// What kept nudges from going out, and how often.
    pub reasons: BTreeMap<&'static str, usize>,
}

impl Totals {
    pub fn add(&mut self, other: &Self) {
        for (rule, more) in &other.counts {
            let counts = self.counts.entry(rule).or_default();
            counts.due += more.due;
            counts.sent += more.sent;
            counts.nudged += more.nudged;
            counts.replied += more.replied;
            counts.completed += more.completed;
            counts.withheld += more.withheld;
            counts.withheld_completed += more.withheld_completed;
        }
        self.events += other.events;
        self.fires += other.fires;
        self.held += other.held;
        self.cancelled += other.cancelled;
        self.unsent += other.unsent;
        for (reason, times) in &other.reasons {
            *self.reasons.entry(reason).or_default() += times;
        }
    }
}
