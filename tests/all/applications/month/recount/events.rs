//! What loan systems tell, and what members write.

use jiff::Timestamp;

use super::Recount;
use crate::applications::month::applicant::{Plan, Waiting};
use crate::applications::month::journey::{Kind, Text, Told};
use crate::applications::month::rules::RULES;

impl Recount<'_> {
    pub(super) fn told(&mut self, told: &Told, now: Timestamp) {
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

    pub(super) fn texted(&mut self, text: Text) {
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
    pub(super) fn heard_text(&mut self) {
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

    pub(super) fn settled(&mut self, opt_out: bool) {
        if !std::mem::take(&mut self.paused) {
            return;
        }
        if opt_out {
            self.opted_out = true;
            self.in_conversation = false;
            self.heard_consent(false, Timestamp::MIN);
        }
    }
}
