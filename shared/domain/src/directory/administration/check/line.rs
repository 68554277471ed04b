//! Names and places in menus.

use crate::directory::administration::problem::Problems;
use crate::invisible::is_invisible;

/// The most characters of a name.
pub(super) const NAME_LIMIT: usize = 80;

/// Whether a text is 1 to `limit` characters on one line, which something is seen of, and which read in the order in which they are
/// written.
pub(super) fn is_line(text: &str, limit: usize) -> bool {
    let is_seen = |character: char| !character.is_whitespace() && !is_invisible(character);
    (1..=limit).contains(&text.chars().count())
        && !text
            .chars()
            .any(|character| character.is_control() || turns_or_breaks(character))
        && text.chars().any(is_seen)
}

/// Whether it turns the order of what stands beside it (the explicit controls of UAX #9), or breaks the line.
fn turns_or_breaks(character: char) -> bool {
    matches!(character, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

pub(super) fn check_name(name: &str, problems: &mut Problems) {
    let holds = is_line(name, NAME_LIMIT);
    let detail = format!(
        "a name has 1 to {NAME_LIMIT} characters on one line, and none that is a control or turns the order of writing"
    );
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
