//! The times of a file of consents.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The characters of a date alone.
const DATE: usize = "2026-11-20".len();

/// The first year in which anybody could have agreed to texts from a bank: what is before it is a spreadsheet's nothing, such as 1970.
const FIRST_YEAR: i16 = 2000;

/// Reads when something was said: a time with its zone, or a day. A day counts from its first moment for what allows texts and from its
/// last for what ends them, in UTC: in doubt there is less consent. It is the same whenever it is read, so that a file can be read again.
pub(super) fn when(text: &str, allows: bool, now: Timestamp) -> Result<Timestamp, String> {
    let wrong = || {
        "at: it is no time with a zone, such as 2026-11-20T15:04:05-06:00, and no day, such as 2026-11-20"
            .to_owned()
    };
    let at = moment(text, allows).ok_or_else(wrong)?;
    if at > now {
        let has_begun = day(text, true).is_some_and(|begins| begins <= now);
        return Err(if has_begun {
            format!("at: {text} is not over yet in UTC: give the time, with its zone")
        } else {
            format!("at: {text} is in the future")
        });
    }
    if at.to_zoned(TimeZone::UTC).year() < FIRST_YEAR {
        return Err(format!("at: {text} is before {FIRST_YEAR}"));
    }
    Ok(at)
}

/// The moment that a time with its zone is, or a day: its first for what allows texts and its last for what ends them, in UTC. `None` of
/// anything else, such as a time without a zone.
pub fn moment(text: &str, allows: bool) -> Option<Timestamp> {
    text.parse().ok().or_else(|| day(text, allows))
}

fn day(text: &str, allows: bool) -> Option<Timestamp> {
    let date: Date = text.parse().ok().filter(|_| text.len() == DATE)?;
    let moment = if allows {
        date.at(0, 0, 0, 0)
    } else {
        date.at(23, 59, 59, 0)
    };
    Some(moment.to_zoned(TimeZone::UTC).ok()?.timestamp())
}
