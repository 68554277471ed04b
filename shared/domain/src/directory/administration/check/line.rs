//! Names and places in menus.

use crate::directory::administration::problem::Problems;

/// The most characters of a name.
pub(super) const NAME_LIMIT: usize = 80;

/// Whether a text is 1 to `limit` characters that show, on one line.
pub(super) fn is_line(text: &str, limit: usize) -> bool {
    (1..=limit).contains(&text.chars().count())
        && !text.chars().any(char::is_control)
        && !text.trim().is_empty()
}

pub(super) fn check_name(name: &str, problems: &mut Problems) {
    let holds = is_line(name, NAME_LIMIT);
    let detail = format!("a name has 1 to {NAME_LIMIT} characters on one line");
    problems.want(holds, "/name", "invalid_name", detail);
}

/// The last place in a menu.
const LAST_PLACE: u16 = 9_999;

pub(super) fn check_order(order: u16, problems: &mut Problems) {
    problems.want(
        order <= LAST_PLACE,
        "/order",
        "order_out_of_range",
        format!("a place is of 0 to {LAST_PLACE}"),
    );
}
