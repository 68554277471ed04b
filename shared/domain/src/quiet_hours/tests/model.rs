//! The rules once more, written as naively as can be: offsets and daylight saving by hand, minute after minute.

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::{Span, Timestamp};

/// A zone by its hours from UTC in winter, and whether it moves its clocks in summer; and a state's postal code.
pub(super) type Spot = (i64, bool, &'static str);

/// The ZIP code, state and area code that are known, and every spot that counts by them.
pub(super) type Case = (&'static str, &'static str, &'static str, &'static [Spot]);

pub(super) const CASES: &[Case] = &[
    ("10001", "", "800", &[(-5, true, "NY")]),
    ("60601", "IL", "312", &[(-6, true, "IL")]),
    ("80202", "", "", &[(-7, true, "CO")]),
    ("", "", "310", &[(-8, true, "CA")]),
    ("", "AK", "", &[(-9, true, "AK"), (-10, true, "AK")]),
    ("85004", "", "602", &[(-7, false, "AZ")]),
    ("86515", "", "", &[(-7, false, "AZ"), (-7, true, "AZ")]),
    ("96813", "", "", &[(-10, false, "HI")]),
    ("00901", "PR", "787", &[(-4, false, "PR")]),
    ("", "Guam", "671", &[(10, false, "GU")]),
    ("06103", "", "", &[(-5, true, "CT")]),
    ("02903", "RI", "401", &[(-5, true, "RI")]),
    ("75201", "", "", &[(-6, true, "TX")]),
    ("", "TX", "", &[(-6, true, "TX"), (-7, true, "TX")]),
    ("75201", "", "212", &[(-6, true, "TX"), (-5, true, "NY")]),
    ("96813", "", "401", &[(-10, false, "HI"), (-5, true, "RI")]),
    (
        "85004",
        "CA",
        "203",
        &[(-7, false, "AZ"), (-8, true, "CA"), (-5, true, "CT")],
    ),
    ("", "", "850", &[(-6, true, "FL"), (-5, true, "FL")]),
    ("97901", "", "", &[(-7, true, "OR"), (-8, true, "OR")]),
    ("99501", "", "787", &[(-9, true, "AK"), (-4, false, "PR")]),
    ("96799", "", "684", &[(-11, false, "AS")]),
];

fn sunday(year: i16, month: i8, nth: i8) -> Date {
    date(year, month, 1)
        .nth_weekday_of_month(nth, Weekday::Sunday)
        .unwrap()
}

/// Local time by the law of 2007: an hour ahead from 2:00 on the second Sunday of March to 2:00, by then 1:00 in winter's
/// time, on the first Sunday of November.
fn local(now: Timestamp, (hours, saves, _): Spot) -> DateTime {
    let utc = jiff::tz::TimeZone::UTC.to_datetime(now);
    let winter = utc + Span::new().hours(hours);
    let starts = sunday(winter.year(), 3, 2).at(2, 0, 0, 0);
    let ends = sunday(winter.year(), 11, 1).at(1, 0, 0, 0);
    if saves && starts <= winter && winter < ends {
        winter + Span::new().hours(1)
    } else {
        winter
    }
}

fn spot_is_open(now: Timestamp, spot: Spot) -> bool {
    let local = local(now, spot);
    let minutes = i32::from(local.hour()) * 60 + i32::from(local.minute());
    let between = |from: i32, to: i32| from * 60 <= minutes && minutes < to * 60;
    let weekend = matches!(local.weekday(), Weekday::Saturday | Weekday::Sunday);
    let state = match spot.2 {
        "CT" => between(9, 20),
        "FL" | "MD" | "MS" | "NJ" | "OK" => between(8, 20),
        "RI" if weekend => between(10, 17),
        "RI" => between(9, 18),
        "TX" if local.weekday() == Weekday::Sunday => between(12, 21),
        "TX" => between(9, 21),
        _ => true,
    };
    between(8, 21) && state
}

/// Whether every spot allows a text.
pub(super) fn is_open(now: Timestamp, spots: &[Spot]) -> bool {
    spots.iter().all(|&spot| spot_is_open(now, spot))
}
