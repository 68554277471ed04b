//! Whether a trigger may be kept.

use super::line::{NAME_LIMIT, check_name, is_line};
use super::template;
use crate::directory::administration::Records;
use crate::directory::administration::problem::Problems;
use crate::directory::{CONSENT_REQUEST, MAX_MINUTES, MAX_NUDGES, Trigger};

/// The most stages that a trigger is about.
const MAX_STAGES: usize = 20;

pub(super) fn check(trigger: &Trigger, others: &Records, problems: &mut Problems) {
    problems.want(
        trigger.id.as_str() != CONSENT_REQUEST,
        "/id",
        "trigger_id_reserved",
        format!("the id {CONSENT_REQUEST} is the product's own"),
    );
    check_name(&trigger.name, problems);
    problems.want(
        trigger.stages.len() <= MAX_STAGES && trigger.stages.iter().all(|stage| is_line(stage, NAME_LIMIT)),
        "/stages",
        "invalid_stages",
        format!("up to {MAX_STAGES} stages of 1 to {NAME_LIMIT} characters"),
    );
    problems.want(
        trigger.delay_minutes <= MAX_MINUTES,
        "/delay_minutes",
        "delay_out_of_range",
        format!("the delay is of 0 to {MAX_MINUTES} minutes"),
    );
    problems.want(
        (1..=MAX_MINUTES).contains(&trigger.spacing_minutes),
        "/spacing_minutes",
        "spacing_out_of_range",
        format!("the spacing is of 1 to {MAX_MINUTES} minutes"),
    );
    problems.want(
        (1..=MAX_NUDGES).contains(&trigger.max_nudges),
        "/max_nudges",
        "max_nudges_out_of_range",
        format!("there are 1 to {MAX_NUDGES} nudges"),
    );
    problems.want(
        trigger.holdout_percent <= 100,
        "/holdout_percent",
        "holdout_out_of_range",
        "the hold-out is of 0 to 100 percent",
    );
    if let Some(organisation) = others.organisation() {
        let stage = trigger.stages.first().map(String::as_str);
        let sample = template::applicant(organisation, trigger.journey, stage);
        template::check(&trigger.template, "/template", organisation, &sample, problems);
    }
}
