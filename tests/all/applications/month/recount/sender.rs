//! Texts that come to be sent: which go out, and what is planned instead of the others.

use jiff::Timestamp;

use super::Recount;
use crate::applications::month::applicant::{Waiting, Written};
use crate::applications::month::rules::RULES;

impl Recount<'_> {
    /// The sender gets what is written: each once more decided.
    pub(super) fn offered(&mut self, texts: &[String], now: Timestamp) -> Result<(), String> {
        let nudges = texts
            .iter()
            .filter(|text| RULES.iter().any(|rule| text.starts_with(rule.id)));
        let mut got: Vec<&String> = nudges.collect();
        for at in 0..self.applications.len() {
            for written in std::mem::take(&mut self.applications[at].written) {
                let goes = self.goes_out(at, &written, now);
                let found = got.iter().position(|text| **text == written.text);
                match (goes, found) {
                    (Ok(()), Some(found)) => {
                        got.swap_remove(found);
                        self.applications[at].sent[written.rule] += 1;
                        let counts = self.totals.counts.entry(RULES[written.rule].id).or_default();
                        counts.sent += 1;
                    }
                    (Err(again), None) => {
                        self.totals.unsent += 1;
                        self.take_back(at, &written, again);
                    }
                    (goes, found) => {
                        return Err(format!(
                            "{written:?} at {now}: {goes:?}, and the carrier got {found:?}"
                        ));
                    }
                }
            }
        }
        if got.is_empty() {
            Ok(())
        } else {
            Err(format!("{got:?} at {now} was not to go out"))
        }
    }

    /// Whether a text that was written may go out; if not, when it may.
    fn goes_out(&self, at: usize, written: &Written, now: Timestamp) -> Result<(), Option<Timestamp>> {
        let application = &self.applications[at];
        let is_same = application.basis(&RULES[written.rule]).as_ref() == Some(&written.basis);
        // What was cancelled after it was written takes it along.
        let is_over = application.plans[written.rule]
            .as_ref()
            .is_some_and(|plan| plan.waiting == Waiting::Over && written.number < RULES[written.rule].most);
        if application.is_over()
            || is_over
            || !is_same
            || self.in_conversation
            || self.opted_out
            || self.paused
            || !self.is_green()
        {
            Err(None)
        } else if self.household.spot.allows(now) {
            Ok(())
        } else {
            Err(Some(self.household.spot.opens(now)))
        }
    }

    /// A text that was written did not go out: it is due again, or the plan is over, unless it went on from another basis.
    fn take_back(&mut self, at: usize, written: &Written, again: Option<Timestamp>) {
        let plan = &mut self.applications[at].plans[written.rule];
        let Some(plan) = plan.as_mut().filter(|plan| plan.basis == written.basis) else {
            return;
        };
        let was_last = written.number == RULES[written.rule].most;
        if was_last || plan.waiting != Waiting::Over {
            plan.number = written.number;
            plan.waiting = again.map_or(Waiting::Over, Waiting::From);
        }
    }
}
