//! Timers that go off: what was to become of each.

use jiff::{SignedDuration, Timestamp};

use super::Recount;
use crate::applications::month::applicant::{Plan, Waiting, Written};
use crate::applications::month::rules::RULES;

/// How long after it was due a nudge is still sent.
const TOO_LATE: SignedDuration = SignedDuration::from_hours(7 * 24);

fn expect(what: &str, outcome: &str, expected: &str) -> Result<(), String> {
    if outcome == expected {
        Ok(())
    } else {
        Err(format!("{what}: {outcome}, not {expected}"))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Send,
    Hold(Timestamp),
    WaitForConsent,
    WaitForMobile,
    Cancel(&'static str),
    Withhold,
}

impl Recount<'_> {
    pub(super) fn fired(
        &mut self,
        application: &str,
        trigger: &str,
        outcome: &str,
        now: Timestamp,
    ) -> Result<(), String> {
        self.totals.fires += 1;
        let rule = RULES.iter().position(|rule| rule.id == trigger).unwrap();
        let at = self
            .applications
            .iter()
            .position(|a| a.id == application)
            .unwrap();
        let what = format!("{} {trigger} at {now}", self.applications[at].los_id);
        if outcome == "nothing" {
            // A timer that was told of already, or is not that of the plan any more.
            return Ok(());
        }
        let plan = self.applications[at].plans[rule].clone();
        let plan = plan.filter(|plan| plan.waiting != Waiting::Over);
        let Some(mut plan) = plan else {
            return Err(format!("{what}: {outcome}, and there was nothing to do"));
        };
        let ready = match plan.waiting {
            Waiting::From(from) => from,
            other => return Err(format!("{what}: {outcome}, while it was {other:?}")),
        };
        if now < ready {
            return expect(&what, outcome, "planned");
        }
        let verdict = self.verdict(at, rule, &plan, now);
        let application = &mut self.applications[at];
        application
            .came_due
            .insert((rule, plan.basis.clone(), plan.number));
        let expected = match verdict {
            Verdict::Send => {
                application.written.push(Written {
                    rule,
                    basis: plan.basis.clone(),
                    number: plan.number,
                    text: application.text(&RULES[rule]),
                });
                if plan.number < RULES[rule].most {
                    plan.number += 1;
                    plan.due = now + RULES[rule].spacing;
                    plan.waiting = Waiting::From(plan.due);
                } else {
                    plan.waiting = Waiting::Over;
                }
                "sent"
            }
            Verdict::Hold(until) => {
                plan.waiting = Waiting::From(until);
                "held"
            }
            Verdict::WaitForConsent => {
                plan.waiting = Waiting::ForConsent;
                "held"
            }
            Verdict::WaitForMobile => {
                plan.waiting = Waiting::ForMobile;
                "held"
            }
            Verdict::Cancel(_) => {
                plan.waiting = Waiting::Over;
                "cancelled"
            }
            Verdict::Withhold => {
                plan.waiting = Waiting::Over;
                application.withheld[rule] = true;
                "withheld"
            }
        };
        application.plans[rule] = Some(plan);
        self.tally(verdict);
        expect(&format!("{what}: {verdict:?}"), outcome, expected)
    }

    fn tally(&mut self, verdict: Verdict) {
        let reason = match verdict {
            Verdict::Send => return,
            Verdict::Hold(_) => "quiet",
            Verdict::WaitForConsent => "no consent yet",
            Verdict::WaitForMobile => "no mobile yet",
            Verdict::Cancel(reason) => reason,
            Verdict::Withhold => "held out",
        };
        *self.totals.reasons.entry(reason).or_default() += 1;
        match verdict {
            Verdict::Cancel(_) => self.totals.cancelled += 1,
            Verdict::Withhold | Verdict::Send => {}
            _ => self.totals.held += 1,
        }
    }

    fn verdict(&self, at: usize, rule: usize, plan: &Plan, now: Timestamp) -> Verdict {
        let application = &self.applications[at];
        if now.duration_since(plan.due) > TOO_LATE {
            Verdict::Cancel("too late")
        } else if !application.has_mobile() {
            Verdict::WaitForMobile
        } else if self.in_conversation {
            Verdict::Cancel("in conversation")
        } else if self.opted_out {
            Verdict::Cancel("opted out")
        } else if self.paused {
            Verdict::Cancel("paused")
        } else if !self.is_green() {
            Verdict::WaitForConsent
        } else if !self.household.spot.allows(now) {
            Verdict::Hold(self.household.spot.opens(now))
        } else if application.held_out[rule] {
            Verdict::Withhold
        } else {
            Verdict::Send
        }
    }
}
