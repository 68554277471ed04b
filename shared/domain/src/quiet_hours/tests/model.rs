//! The rules once more, written as naively as can be: offsets, daylight saving and holidays by hand, minute after minute.

use jiff::civil::{Date, DateTime, Weekday, date};
use jiff::{Span, Timestamp};

/// A zone by its hours from UTC in winter, and whether it moves its clocks in summer; and a state's postal code.
pub(super) type Spot = (i64, bool, &'static str);

/// The ZIP code, state and area code that are known, and every spot that counts by them.
pub(super) type Case = (&'static str, &'static str, &'static str, &'static [Spot]);

/// What counts besides the spot of a number that nothing else is known of: the contiguous states whose law is stricter than
/// the federal one, in each of their zones, and the zones.
const CONTIGUOUS: &[Spot] = &[
    (-5, true, ""),
    (-6, true, ""),
    (-7, true, ""),
    (-7, false, ""),
    (-8, true, ""),
    (-5, true, "AL"),
    (-6, true, "AL"),
    (-5, true, "CT"),
    (-5, true, "FL"),
    (-6, true, "FL"),
    (-5, true, "KY"),
    (-6, true, "KY"),
    (-6, true, "LA"),
    (-5, true, "MA"),
    (-5, true, "MD"),
    (-6, true, "MS"),
    (-5, true, "NJ"),
    (-7, true, "NM"),
    (-6, true, "OK"),
    (-7, true, "OR"),
    (-8, true, "OR"),
    (-5, true, "PA"),
    (-5, true, "RI"),
    (-6, true, "SD"),
    (-7, true, "SD"),
    (-6, true, "TX"),
    (-7, true, "TX"),
    (-7, true, "UT"),
    (-8, true, "WA"),
    (-7, true, "WY"),
];

pub(super) const CASES: &[Case] = &[
    ("10001", "", "800", &[(-5, true, "NY")]),
    ("60601", "IL", "312", &[(-6, true, "IL")]),
    ("80202", "", "800", &[(-7, true, "CO")]),
    ("", "", "310", CONTIGUOUS),
    ("", "", "401", CONTIGUOUS),
    ("", "AK", "800", &[(-9, true, "AK"), (-10, true, "AK")]),
    ("85004", "", "602", &[(-7, false, "AZ")]),
    ("86515", "", "800", &[(-7, false, "AZ"), (-7, true, "AZ")]),
    ("96813", "", "800", &[(-10, false, "HI")]),
    ("00901", "PR", "787", &[(-4, false, "PR")]),
    ("901", "PR", "787", &[(-4, false, "PR")]),
    ("", "Guam", "671", &[(10, false, "GU")]),
    ("06103", "", "800", &[(-5, true, "CT")]),
    ("6103", "", "800", &[(-5, true, "CT")]),
    ("02903", "RI", "401", &[(-5, true, "RI")]),
    ("2903", "R.I.", "800", &[(-5, true, "RI")]),
    ("75201", "", "800", &[(-6, true, "TX")]),
    ("", "TX", "800", &[(-6, true, "TX"), (-7, true, "TX")]),
    ("75201", "", "212", &[(-6, true, "TX"), (-5, true, "NY")]),
    ("96813", "", "401", &[(-10, false, "HI"), (-5, true, "RI")]),
    (
        "85004",
        "CA",
        "203",
        &[(-7, false, "AZ"), (-8, true, "CA"), (-5, true, "CT")],
    ),
    ("", "AL", "800", &[(-6, true, "AL"), (-5, true, "AL")]),
    ("", "LA", "504", &[(-6, true, "LA")]),
    ("", "PA", "800", &[(-5, true, "PA")]),
    ("", "UT", "800", &[(-7, true, "UT")]),
    ("", "SD", "800", &[(-6, true, "SD"), (-7, true, "SD")]),
    ("97901", "", "800", &[(-7, true, "OR"), (-8, true, "OR")]),
    ("99501", "", "787", &[(-9, true, "AK"), (-4, false, "PR")]),
    ("96799", "", "684", &[(-11, false, "AS")]),
    ("96201", "", "800", &[(9, false, ""), (10, false, "")]),
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

/// Easter Sunday by Oudin's rule of 1940.
fn easter(year: i32) -> (i8, i8) {
    let (golden, century) = (year % 19, year / 100);
    let h = (century - century / 4 - (8 * century + 13) / 25 + 19 * golden + 15) % 30;
    let i = h - (h / 28) * (1 - (h / 28) * (29 / (h + 1)) * ((21 - golden) / 11));
    let j = (year + year / 4 + i + 2 - century + century / 4) % 7;
    let month = 3 + (i - j + 40) / 44;
    let day = i - j + 28 - 31 * (month / 4);
    (i8::try_from(month).unwrap(), i8::try_from(day).unwrap())
}

fn easter_plus(year: i16, days: i64) -> Date {
    let (month, day) = easter(i32::from(year));
    date(year, month, day) + Span::new().days(days)
}

/// All dates of a year on which a state's offices are closed, however they count.
fn holidays(state: &str, year: i16) -> Vec<Date> {
    use Weekday::{Monday, Thursday, Tuesday};
    let nth = |month, nth, weekday| date(year, month, 1).nth_weekday_of_month(nth, weekday).unwrap();
    let mut fixed = vec![(1, 1), (7, 4), (11, 11), (12, 25)];
    if year >= 2021 {
        fixed.push((6, 19));
    }
    let thanksgiving = nth(11, 4, Thursday);
    let mut days = vec![
        nth(1, 3, Monday),
        nth(2, 3, Monday),
        nth(5, -1, Monday),
        nth(9, 1, Monday),
        nth(10, 2, Monday),
        thanksgiving,
    ];
    let election = nth(11, 1, Monday) + Span::new().days(1);
    assert_eq!(election.weekday(), Tuesday);
    match state {
        "AL" => {
            fixed.push((12, 1));
            days.extend([nth(4, 4, Monday), nth(6, 1, Monday), easter_plus(year, -47)]);
        }
        "LA" => {
            fixed.extend([(1, 8), (8, 30), (11, 1)]);
            days.extend([
                easter_plus(year, -47),
                easter_plus(year, -2),
                thanksgiving + Span::new().days(1),
            ]);
            days.extend((year % 2 == 0).then_some(election));
        }
        "PA" => {
            fixed.push((6, 14));
            days.extend([easter_plus(year, -2), election]);
        }
        "RI" => {
            fixed.push((5, 4));
            days.push(nth(8, 2, Monday));
            days.extend((year % 2 == 0).then_some(election));
        }
        "UT" => {
            fixed.push((7, 24));
            let juneteenth = date(year, 6, 19);
            let shift = match juneteenth.weekday() {
                Weekday::Saturday => 2,
                Weekday::Sunday => 1,
                weekday => i64::from(Monday.to_monday_zero_offset() - weekday.to_monday_zero_offset()),
            };
            days.extend((year >= 2022).then_some(juneteenth + Span::new().days(shift)));
        }
        _ => return Vec::new(),
    }
    for (month, day) in fixed {
        let day = date(year, month, day);
        days.push(day);
        match day.weekday() {
            Weekday::Saturday => days.push(day - Span::new().days(1)),
            Weekday::Sunday => days.push(day + Span::new().days(1)),
            _ => {}
        }
    }
    days
}

fn is_holiday(state: &str, day: Date) -> bool {
    // New Year's Day of the year after may be kept on the last day of this one.
    holidays(state, day.year()).contains(&day)
        || (day.year() < 2_100 && holidays(state, day.year() + 1).contains(&day))
}

fn spot_is_open(now: Timestamp, spot: Spot) -> bool {
    let local = local(now, spot);
    let minutes = i32::from(local.hour()) * 60 + i32::from(local.minute());
    let between = |from: i32, to: i32| from * 60 <= minutes && minutes < to * 60;
    let (saturday, sunday) = (
        local.weekday() == Weekday::Saturday,
        local.weekday() == Weekday::Sunday,
    );
    let state = match spot.2 {
        "CT" => between(9, 20),
        "FL" | "MA" | "MD" | "NJ" | "OK" | "WA" | "WY" => between(8, 20),
        "OR" => local.year() < 2026 || between(8, 20),
        "MS" | "AL" | "LA" => between(8, 20) && !sunday,
        "KY" => between(10, 21),
        "PA" => !sunday || local.date() < date(2026, 10, 18),
        "UT" => !sunday,
        "SD" => between(9, 21) && !saturday && !sunday,
        "RI" if saturday => between(10, 17),
        "RI" => between(9, 18) && !sunday,
        "TX" if sunday => between(12, 21),
        "NM" | "TX" => between(9, 21),
        _ => true,
    };
    let free = is_holiday(spot.2, local.date()) && (spot.2 != "PA" || local.date() >= date(2019, 12, 3));
    between(8, 21) && state && !free
}

/// Whether every spot allows a text.
pub(super) fn is_open(now: Timestamp, spots: &[Spot]) -> bool {
    spots.iter().all(|&spot| spot_is_open(now, spot))
}
