//! Sundays, holidays, and days on which no hour is left.

use super::*;

/// Whether it is open at noon by the clock in the east.
fn at_noon(zip: &str, day: &str) -> bool {
    by_zip(zip, at(&format!("{day}T17:30:00Z"))).is_open()
}

#[test]
fn el_17_no_sunday_texts_where_the_law_has_none() {
    // Mississippi, Rhode Island, Utah, Alabama, Louisiana; South Dakota has no Saturdays either.
    for zip in ["39201", "02903", "84101", "35203", "70112", "57104"] {
        assert!(!at_noon(zip, "2026-11-15"), "{zip} on a Sunday");
        assert!(at_noon(zip, "2026-11-16"), "{zip} on a Monday");
    }
    assert_quiet(
        |now| by_zip("39201", now),
        "2026-11-15T02:00:00Z",
        "2026-11-16T14:00:00Z",
    );
    assert_quiet(
        |now| by_zip("02903", now),
        "2026-11-14T22:00:00Z",
        "2026-11-16T14:00:00Z",
    );
    assert_quiet(
        |now| by_zip("57104", now),
        "2026-11-14T03:00:00Z",
        "2026-11-16T15:00:00Z",
    );
    assert!(
        at_noon("39201", "2026-12-25"),
        "Mississippi has no holidays since 2023"
    );
}

#[test]
fn el_17_holidays_are_quiet_and_named() {
    for (zip, day, name) in [
        ("02903", "2026-11-26", "Thanksgiving Day"),
        ("02903", "2026-08-10", "Victory Day"),
        ("02903", "2026-05-04", "Rhode Island Independence Day"),
        ("02903", "2026-11-03", "Election Day"),
        ("84101", "2026-07-24", "Pioneer Day"),
        ("84101", "2027-06-21", "Juneteenth"),
        ("84101", "2028-06-19", "Juneteenth"),
        ("84101", "2029-06-18", "Juneteenth"),
        ("70112", "2027-02-09", "Mardi Gras"),
        ("70112", "2026-04-03", "Good Friday"),
        ("70112", "2026-11-27", "Acadian Day"),
        ("35203", "2026-04-27", "Confederate Memorial Day"),
        ("19103", "2026-06-15", "Flag Day"),
        ("19103", "2027-11-02", "Election Day"),
        ("19103", "2026-12-25", "Christmas Day"),
        // The Fourth of July of 2026 is a Saturday, kept on the Friday; of 2027 a Sunday, kept on the Monday.
        ("02903", "2026-07-03", "Independence Day"),
        ("02903", "2026-07-04", "Independence Day"),
        ("02903", "2027-07-05", "Independence Day"),
        // New Year's Day of 2028 is a Saturday.
        ("02903", "2027-12-31", "New Year's Day"),
        ("84101", "2026-02-16", "Washington's Birthday"),
        ("84101", "2026-05-25", "Memorial Day"),
        ("84101", "2026-09-07", "Labor Day"),
    ] {
        let ruling = by_zip(zip, at(&format!("{day}T17:30:00Z")));
        assert!(!ruling.is_open(), "{zip} on {day}");
        assert_eq!(law(&ruling).holiday.as_deref(), Some(name), "{zip} on {day}");
    }
    for (zip, day) in [
        ("02903", "2027-11-02"),
        ("84101", "2027-06-14"),
        ("70112", "2026-04-02"),
        ("19103", "2026-06-16"),
        ("10001", "2026-12-25"),
        ("02903", "2020-06-19"),
    ] {
        assert!(at_noon(zip, day), "{zip} on {day}");
    }
}

#[test]
fn el_17_a_sunday_and_a_monday_holiday_are_skipped_together() {
    // Rhode Island, Labor Day of 2026: from Saturday 17:00 to Tuesday 9:00.
    assert_quiet(
        |now| by_zip("02903", now),
        "2026-09-05T21:00:00Z",
        "2026-09-08T13:00:00Z",
    );
    // Louisiana, from the eve of Thanksgiving to Saturday, and from Saturday to Monday.
    assert_quiet(
        |now| by_zip("70112", now),
        "2026-11-26T02:00:00Z",
        "2026-11-28T14:00:00Z",
    );
}

#[test]
fn el_17_a_rule_holds_from_its_day_on() {
    // Oregon, 20:30 on the last day of 2025 and on the first of 2026.
    assert!(by_zip("97201", at("2026-01-01T04:30:00Z")).is_open());
    assert!(!by_zip("97201", at("2026-01-02T04:30:00Z")).is_open());
    // Pennsylvania's Sundays, from 18 October 2026.
    assert!(at_noon("19103", "2026-10-11"));
    assert!(!at_noon("19103", "2026-10-18"));
}

#[test]
fn el_17_where_no_hour_of_a_day_suits_all_places_it_is_the_next_day() {
    // South Dakota by address, Rhode Island by number: from Friday 18:00 in the east to Monday 9:00 in the mountains.
    let ask = |now| rule("", "SD", "401", now);
    assert_quiet(ask, "2026-11-13T23:00:00Z", "2026-11-16T16:00:00Z");
    // Texas opens at noon on a Sunday, Mississippi not at all.
    let ask = |now| rule("75201", "MS", "214", now);
    assert_quiet(ask, "2026-11-15T02:00:00Z", "2026-11-16T15:00:00Z");
}
