//! The hours of the laws, to the millisecond, and the days on which clocks do odd things.

use jiff::civil::date;

use super::*;
use crate::quiet_hours::zone::rules;

#[test]
fn el_17_lesson_47_the_start_is_allowed_and_the_end_is_not() {
    // New York, a Tuesday in winter: 8:00 is 13:00 UTC, 21:00 is 02:00 UTC.
    for (now, open) in [
        ("2026-01-13T12:59:59.999Z", false),
        ("2026-01-13T12:59:59.999999999Z", false),
        ("2026-01-13T13:00:00Z", true),
        ("2026-01-13T13:00:00.001Z", true),
        ("2026-01-14T01:59:59.999Z", true),
        ("2026-01-14T01:59:59.999999999Z", true),
        ("2026-01-14T02:00:00Z", false),
        ("2026-01-14T02:00:00.001Z", false),
    ] {
        assert_eq!(by_zip("10001", at(now)).is_open(), open, "{now}");
    }
}

/// A ZIP code and the local hours of Monday to Friday, Saturday and Sunday, as the rules say them.
type Row = (&'static str, [(i8, i8); 3]);

const HOURS: &[Row] = &[
    ("10001", [(8, 21), (8, 21), (8, 21)]),
    ("90210", [(8, 21), (8, 21), (8, 21)]),
    ("85004", [(8, 21), (8, 21), (8, 21)]),
    ("96813", [(8, 21), (8, 21), (8, 21)]),
    ("00901", [(8, 21), (8, 21), (8, 21)]),
    ("99701", [(8, 21), (8, 21), (8, 21)]),
    ("06103", [(9, 20), (9, 20), (9, 20)]),
    ("33101", [(8, 20), (8, 20), (8, 20)]),
    ("21201", [(8, 20), (8, 20), (8, 20)]),
    ("39201", [(8, 20), (8, 20), (0, 0)]),
    ("07302", [(8, 20), (8, 20), (8, 20)]),
    ("73102", [(8, 20), (8, 20), (8, 20)]),
    ("02903", [(9, 18), (10, 17), (0, 0)]),
    ("97201", [(8, 20), (8, 20), (8, 20)]),
    ("84101", [(8, 21), (8, 21), (0, 0)]),
    ("98101", [(8, 20), (8, 20), (8, 20)]),
    ("02108", [(8, 20), (8, 20), (8, 20)]),
    ("35203", [(8, 20), (8, 20), (0, 0)]),
    ("70112", [(8, 20), (8, 20), (0, 0)]),
    ("40202", [(10, 21), (10, 21), (10, 21)]),
    ("87102", [(9, 21), (9, 21), (9, 21)]),
    ("57104", [(9, 21), (0, 0), (0, 0)]),
    ("82001", [(8, 20), (8, 20), (8, 20)]),
    ("19103", [(8, 21), (8, 21), (8, 21)]),
    ("89101", [(8, 21), (8, 21), (8, 21)]),
    ("60601", [(8, 21), (8, 21), (8, 21)]),
    ("75201", [(9, 21), (9, 21), (12, 21)]),
];

#[test]
fn el_17_each_state_s_hours_hold_on_each_day_of_the_week() {
    for &(zip, hours) in HOURS {
        let noon = by_zip(zip, at("2026-01-13T18:00:00Z"));
        let zone = noon.because().decided.as_ref().expect("decided").zone;
        // A week in winter and one in summer, from Monday on.
        for monday in [date(2026, 1, 12), date(2026, 7, 13)] {
            for day in 0..7_i8 {
                let date = monday.checked_add(jiff::Span::new().days(day)).unwrap();
                let (opens, closes) = hours[usize::try_from((day - 4).max(0)).unwrap()];
                let instant = |hour| {
                    let local = date.at(hour, 0, 0, 0);
                    rules(zone).to_timestamp(local).unwrap()
                };
                if opens == closes {
                    for hour in [0, 9, 12, 18, 23] {
                        assert!(!by_zip(zip, instant(hour)).is_open(), "{zip} on {date} at {hour}");
                    }
                    continue;
                }
                let (opens, closes) = (instant(opens), instant(closes));
                for (now, open) in [
                    (opens - MILLISECOND, false),
                    (opens, true),
                    (closes - MILLISECOND, true),
                    (closes, false),
                ] {
                    assert_eq!(by_zip(zip, now).is_open(), open, "{zip} on {date} at {now}");
                }
                assert_eq!(
                    by_zip(zip, opens - MILLISECOND).until(),
                    Some(opens),
                    "{zip} on {date}"
                );
                assert_eq!(by_zip(zip, opens).until(), Some(closes), "{zip} on {date}");
            }
        }
    }
}

#[test]
fn el_17_the_night_that_loses_or_gains_an_hour_ends_at_eight() {
    for (zip, from, to) in [
        // New York, spring: 21:00 EST to 8:00 EDT, ten hours; autumn: 21:00 EDT to 8:00 EST, twelve.
        ("10001", "2026-03-08T02:00:00Z", "2026-03-08T12:00:00Z"),
        ("10001", "2026-11-01T01:00:00Z", "2026-11-01T13:00:00Z"),
        ("60601", "2026-03-08T03:00:00Z", "2026-03-08T13:00:00Z"),
        ("80202", "2026-11-01T03:00:00Z", "2026-11-01T15:00:00Z"),
        ("90210", "2027-03-14T05:00:00Z", "2027-03-14T15:00:00Z"),
        ("99501", "2026-11-01T05:00:00Z", "2026-11-01T17:00:00Z"),
        // Texas, where that Sunday opens at noon.
        ("75201", "2026-03-08T03:00:00Z", "2026-03-08T17:00:00Z"),
        ("75201", "2026-11-01T02:00:00Z", "2026-11-01T18:00:00Z"),
        // Without daylight saving: Phoenix, Honolulu, Pago Pago, Guam, San Juan.
        ("85004", "2026-03-08T04:00:00Z", "2026-03-08T15:00:00Z"),
        ("96813", "2026-03-08T07:00:00Z", "2026-03-08T18:00:00Z"),
        ("96799", "2026-03-08T08:00:00Z", "2026-03-08T19:00:00Z"),
        ("96910", "2026-03-08T11:00:00Z", "2026-03-08T22:00:00Z"),
        ("00901", "2026-11-01T01:00:00Z", "2026-11-01T12:00:00Z"),
        // The leap day and the night before it, the year's end, and a year's end in a state with hours of its own.
        ("10001", "2028-02-29T02:00:00Z", "2028-02-29T13:00:00Z"),
        ("10001", "2028-03-01T02:00:00Z", "2028-03-01T13:00:00Z"),
        ("10001", "2027-01-01T02:00:00Z", "2027-01-01T13:00:00Z"),
        ("02903", "2026-12-30T23:00:00Z", "2026-12-31T14:00:00Z"),
        // New Year's Day is a holiday there, and a Friday.
        ("02903", "2026-12-31T23:00:00Z", "2027-01-02T15:00:00Z"),
        // 2100 is no leap year.
        ("10001", "2100-03-01T02:00:00Z", "2100-03-01T13:00:00Z"),
    ] {
        assert_quiet(|now| by_zip(zip, now), from, to);
    }
}

#[test]
fn el_17_the_repeated_and_the_missing_hour_are_quiet() {
    for now in [
        "2026-03-08T06:59:59.999Z", // 1:59:59.999 EST, the last before the gap
        "2026-03-08T07:00:00Z",     // 3:00 EDT
        "2026-11-01T05:30:00Z",     // 1:30 EDT
        "2026-11-01T06:30:00Z",     // 1:30 EST, the second time
    ] {
        assert!(!by_zip("10001", at(now)).is_open(), "{now}");
    }
}

#[test]
fn el_17_no_clock_changes_near_an_hour_that_matters() {
    for &zone in Zone::ALL {
        let from = at("2007-01-01T00:00:00Z");
        for transition in rules(zone)
            .following(from)
            .take_while(|t| t.timestamp() < at("2200-01-01T00:00:00Z"))
        {
            let before = rules(zone).to_datetime(transition.timestamp() - MILLISECOND);
            let after = rules(zone).to_datetime(transition.timestamp());
            let far_from_day = |hour: i8| !(5..23).contains(&hour);
            assert!(
                far_from_day(before.hour()) && far_from_day(after.hour()),
                "{zone}: {before} {after}"
            );
        }
    }
}

#[test]
fn el_17_the_ends_of_time_are_quiet_or_open_and_never_a_panic() {
    for now in [Timestamp::MIN, Timestamp::MAX, Timestamp::UNIX_EPOCH] {
        for zip in ["10001", "96910", "96799", "75201", ""] {
            let ruling = by_zip(zip, now);
            assert!(ruling.until().is_none_or(|until| until >= now), "{ruling:?}");
        }
    }
    assert!(!by_zip("10001", Timestamp::MAX).is_open());
}
