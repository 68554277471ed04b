//! Counts the month again from what happened, by rules written down here a second time, and says where the product did
//! otherwise.

mod events;
mod sender;
mod timers;

use jiff::{SignedDuration, Timestamp};
use memberline_domain::application::is_held_out;
use memberline_domain::{ApplicationId, TriggerId};

use crate::applications::month::applicant::{Application, Plan, Waiting};
use crate::applications::month::journey::Household;
use crate::applications::month::play::{Happened, LATEST};
use crate::applications::month::rules::{RULES, Rule, Totals};

/// What goes on besides the lateness of timers.
const SLACK: SignedDuration = SignedDuration::from_mins(1);

/// A household as the rules see it.
pub struct Recount<'a> {
    household: &'a Household,
    applications: Vec<Application>,
    opted_out: bool,
    paused: bool,
    in_conversation: bool,
    /// The last answer: when, and whether it was a refusal.
    consent: Option<(Timestamp, bool)>,
    totals: Totals,
}

impl<'a> Recount<'a> {
    pub fn of(household: &'a Household, salt: &str, id_of: impl Fn(&str) -> ApplicationId) -> Self {
        let application = |los_id: &String| {
            let id = id_of(los_id);
            let drawn = |rule: &Rule| {
                let trigger = TriggerId::parse(rule.id).unwrap();
                is_held_out(salt, &trigger, &id, rule.holdout_percent)
            };
            Application {
                los_id: los_id.clone(),
                id: id.as_str().to_owned(),
                held_out: RULES.each_ref().map(drawn),
                ..Application::default()
            }
        };
        Self {
            household,
            applications: household.applications.iter().map(application).collect(),
            opted_out: false,
            paused: false,
            in_conversation: false,
            consent: None,
            totals: Totals::default(),
        }
    }

    /// Goes through what happened, up to the first thing that should not have.
    pub fn check(mut self, happened: &[(Timestamp, Happened)]) -> Result<Totals, String> {
        for (now, what) in happened {
            let now = *now;
            self.nothing_is_overdue(now)?;
            match what {
                Happened::Told(told) => self.told(told, now),
                Happened::Texted(text) => self.texted(*text),
                Happened::ToldAgainOfText => self.heard_text(),
                Happened::Closed => self.in_conversation = false,
                Happened::Settled { opt_out } => self.settled(*opt_out),
                Happened::Fired {
                    application,
                    trigger,
                    outcome,
                } => self.fired(application, trigger, outcome, now)?,
                Happened::Offered(texts) => self.offered(texts, now)?,
            }
        }
        self.nothing_is_overdue(Timestamp::MAX)?;
        Ok(self.count())
    }

    fn is_green(&self) -> bool {
        self.consent.is_some_and(|(_, refused)| !refused)
    }

    /// Every nudge that is due is dealt with, as soon as a timer tells.
    fn nothing_is_overdue(&self, now: Timestamp) -> Result<(), String> {
        for application in &self.applications {
            if now == Timestamp::MAX && !application.written.is_empty() {
                return Err(format!("{:?} never went to the sender", application.written));
            }
            for (rule, plan) in RULES.iter().zip(&application.plans) {
                let Some(Plan {
                    waiting: Waiting::From(from),
                    ..
                }) = plan
                else {
                    continue;
                };
                if now.duration_since(*from) > LATEST + SLACK {
                    let what = format!("{} {}", application.los_id, rule.id);
                    return Err(format!(
                        "{what}: due at {from}, and nothing came of it until {now}"
                    ));
                }
            }
        }
        Ok(())
    }

    /// The plans of all applications that the number is on.
    fn plans(&mut self) -> impl Iterator<Item = &mut Plan> {
        let linked = self
            .applications
            .iter_mut()
            .filter(|application| application.has_mobile());
        linked.flat_map(|application| application.plans.iter_mut().flatten())
    }

    fn count(mut self) -> Totals {
        for application in &self.applications {
            for (index, rule) in RULES.iter().enumerate() {
                let counts = self.totals.counts.entry(rule.id).or_default();
                let due = application
                    .came_due
                    .iter()
                    .filter(|(of, _, _)| *of == index)
                    .count();
                counts.due += i64::try_from(due).unwrap();
                let nudged = application.sent[index] > 0;
                let withheld = application.withheld[index];
                counts.nudged += i64::from(nudged);
                counts.replied += i64::from(application.replied[index]);
                counts.completed += i64::from(nudged && application.completed[index]);
                counts.withheld += i64::from(withheld);
                counts.withheld_completed += i64::from(!nudged && application.completed[index]);
            }
        }
        self.totals
    }
}
