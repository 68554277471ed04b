//! Whether one of our numbers may be kept.

use super::line::{NAME_LIMIT, is_line};
use crate::directory::administration::problem::Problems;
use crate::directory::{Number, NumberOwner};

pub(super) fn check(number: &Number, problems: &mut Problems) {
    let NumberOwner::Campaign { campaign, .. } = &number.owner else {
        return;
    };
    problems.want(
        is_line(campaign, NAME_LIMIT),
        "/owner/campaign",
        "invalid_name",
        format!("a campaign's name has 1 to {NAME_LIMIT} characters on one line"),
    );
}
