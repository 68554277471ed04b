//! Whether the hours of a team may be kept.

use crate::directory::administration::problem::Problems;
use crate::directory::{BusinessHours, OpenHours};

/// The most windows of a week, and the most closed days.
const MAX_WINDOWS: usize = 28;
const MAX_CLOSED: usize = 200;

pub(super) fn check(hours: &BusinessHours, problems: &mut Problems) {
    problems.want(
        hours.open.len() <= MAX_WINDOWS,
        "/open",
        "too_many_windows",
        format!("up to {MAX_WINDOWS} windows"),
    );
    problems.want(
        hours.closed_on.len() <= MAX_CLOSED,
        "/closed_on",
        "too_many_days",
        format!("up to {MAX_CLOSED} days"),
    );
    for (place, window) in hours.open.iter().take(MAX_WINDOWS).enumerate() {
        check_window(place, window, &hours.open[..place], problems);
    }
}

fn check_window(place: usize, window: &OpenHours, before: &[OpenHours], problems: &mut Problems) {
    let field = format!("/open/{place}");
    problems.want(
        !window.days.is_empty(),
        &format!("{field}/days"),
        "no_days",
        "a window is on one day of the week at least",
    );
    problems.want(
        window.from < window.to,
        &format!("{field}/to"),
        "ends_before_it_begins",
        "a window ends later on the same day than it begins; one over midnight is written as two",
    );
    let overlaps = before.iter().any(|other| {
        other.days.iter().any(|day| window.days.contains(day))
            && other.from < window.to
            && window.from < other.to
    });
    problems.want(
        !overlaps,
        &field,
        "windows_overlap",
        "it overlaps with a window before it",
    );
}
