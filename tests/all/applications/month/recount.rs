//! Counts the month again from what happened, by rules written down here a second time, and says where the product did
//! otherwise.

use jiff::{SignedDuration, Timestamp};
use memberline_domain::application::is_held_out;
use memberline_domain::{ApplicationId, TriggerId};

use super::applicant::{Application, Plan, Waiting, Written};
use super::journey::{Household, Kind, Text, Told};
use super::play::{Happened, LATEST};
use super::rules::{RULES, Rule, Totals};

/// How long after it was due a nudge is still sent.
const TOO_LATE: SignedDuration = SignedDuration::from_hours(7 * 24);

/// What goes on besides the lateness of timers.
const SLACK: SignedDuration = SignedDuration::from_mins(1);

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

    fn told(&mut self, told: &Told, now: Timestamp) {
        self.totals.events += 1;
        let mobile = told.borrower.as_ref().filter(|borrower| borrower.has_mobile);
        let said = mobile.and_then(|borrower| borrower.consent);
        let application = &mut self.applications[told.application];
        application.told.push(told.clone());
        if told.kind == Kind::Completed {
            for rule in 0..RULES.len() {
                application.completed[rule] |= application.sent[rule] > 0 || application.withheld[rule];
            }
        }
        for (index, rule) in RULES.iter().enumerate() {
            let basis = application.basis(rule);
            let (is_over, has_mobile) = (application.is_over(), application.has_mobile());
            let Some(basis) = basis else {
                application.plans[index] = None;
                continue;
            };
            let plan = &mut application.plans[index];
            if plan.as_ref().is_none_or(|plan| plan.basis != basis) {
                let due = basis.0 + rule.delay;
                *plan = Some(Plan {
                    basis,
                    number: 1,
                    due,
                    waiting: Waiting::From(due.max(now)),
                });
            }
            let Some(plan) = plan else { continue };
            if is_over {
                plan.waiting = Waiting::Over;
            } else if has_mobile && plan.waiting == Waiting::ForMobile {
                plan.waiting = Waiting::From(now);
            }
        }
        if let Some((granted, at)) = said {
            let answer = (at.min(now), !granted);
            if self.consent.is_none_or(|known| known < answer) {
                self.consent = Some(answer);
                self.heard_consent(!granted, now);
            }
        }
    }

    /// Nudges that wait for consent are due once it is there; those that wait for a timer end with it.
    fn heard_consent(&mut self, revoked: bool, now: Timestamp) {
        let (stopped, green) = (self.opted_out || self.paused, self.is_green());
        for plan in self.plans() {
            match plan.waiting {
                Waiting::Over => {}
                _ if stopped || (revoked && !green) => plan.waiting = Waiting::Over,
                Waiting::ForConsent if green => plan.waiting = Waiting::From(now),
                _ => {}
            }
        }
    }

    /// The plans of all applications that the number is on.
    fn plans(&mut self) -> impl Iterator<Item = &mut Plan> {
        let linked = self
            .applications
            .iter_mut()
            .filter(|application| application.has_mobile());
        linked.flat_map(|application| application.plans.iter_mut().flatten())
    }

    fn texted(&mut self, text: Text) {
        match text {
            Text::Stop => {
                self.opted_out = true;
                self.paused = false;
                self.in_conversation = false;
                self.heard_consent(false, Timestamp::MIN);
                return;
            }
            Text::Start if self.opted_out => self.opted_out = false,
            Text::Start => self.paused = false,
            Text::LooksLikeStop if !self.opted_out => self.paused = true,
            Text::LooksLikeStop | Text::Reply => {}
        }
        self.in_conversation = true;
        self.heard_text();
    }

    /// A person answers now, so that automation keeps quiet.
    fn heard_text(&mut self) {
        for application in self.applications.iter_mut().filter(|a| a.has_mobile()) {
            for rule in 0..RULES.len() {
                application.replied[rule] |= application.sent[rule] > 0;
            }
        }
        if self.in_conversation {
            for plan in self.plans() {
                plan.waiting = Waiting::Over;
            }
        }
    }

    fn settled(&mut self, opt_out: bool) {
        if !std::mem::take(&mut self.paused) {
            return;
        }
        if opt_out {
            self.opted_out = true;
            self.in_conversation = false;
            self.heard_consent(false, Timestamp::MIN);
        }
    }

    fn fired(
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

    /// The sender gets what is written: each once more decided.
    fn offered(&mut self, texts: &[String], now: Timestamp) -> Result<(), String> {
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
