//! Texts that went out in the middle of a night, or on a day of rest.

use super::*;

#[test]
fn el_17_a_zip_code_that_lost_its_zero_is_rhode_island_s() {
    // 18:36 in Providence, where texts end at 18:00.
    for zip in [
        "2903",
        "02903",
        "2903.0",
        "02903-1234",
        "2903-1234",
        "02903\u{2013}1234",
        "02903 1234",
        "029031234",
        "29031234",
    ] {
        let ruling = rule(zip, "", "212", at("2026-11-17T23:36:00Z"));
        assert!(!ruling.is_open(), "{zip}");
        assert_eq!(law(&ruling).state, Some(State::RI), "{zip}");
        assert_eq!(ruling.because().unread, [], "{zip}");
    }
}

#[test]
fn el_17_a_number_of_new_york_alone_sleeps_at_five_in_los_angeles() {
    // 8:00 in New York is 5:00 in Los Angeles.
    let ask = |now| rule("", "", "212", now);
    assert!(!ask(at("2026-11-17T13:00:00Z")).is_open());
    assert!(!ask(at("2026-11-17T15:59:59Z")).is_open(), "7:59 in Los Angeles");
    // From 8:00 in the west to 18:00 in Rhode Island.
    assert_quiet(ask, "2026-11-17T23:00:00Z", "2026-11-18T16:00:00Z");
    // A number of Los Angeles is quiet by the same clock: at 20:00 there it is 23:00 in New York.
    let ask = |now| rule("", "", "310", now);
    assert!(!ask(at("2026-11-18T04:00:00Z")).is_open());
    assert_quiet(ask, "2026-11-17T23:00:00Z", "2026-11-18T16:00:00Z");
    // With a ZIP code the place is known.
    assert!(rule("10001", "", "212", at("2026-11-17T13:00:00Z")).is_open());
}

#[test]
fn el_17_a_number_alone_does_not_text_on_days_of_rest_of_any_state() {
    for day in ["2026-11-14", "2026-11-15", "2026-11-26", "2026-07-24"] {
        assert!(
            !rule("", "", "212", at(&format!("{day}T18:00:00Z"))).is_open(),
            "{day}"
        );
    }
    assert!(rule("", "", "212", at("2026-11-16T18:00:00Z")).is_open());
}

#[test]
fn el_17_posts_of_the_armed_forces_have_their_own_night() {
    for (zip, state) in [
        ("96201", ""),
        ("96201", "AP"),
        ("", "AP"),
        ("96301-1234", "Armed Forces Pacific"),
    ] {
        // 4:00 in Japan is afternoon in New York.
        let ruling = rule(zip, state, "800", at("2026-11-17T19:00:00Z"));
        assert!(!ruling.is_open(), "{zip} {state}");
    }
    // Korea, Japan and Guam: from 8:00 in Japan to 21:00 in Guam.
    assert_quiet(
        |now| by_zip("96201", now),
        "2026-11-17T11:00:00Z",
        "2026-11-17T23:00:00Z",
    );
    // Germany, 22:00 in winter and in summer.
    for now in ["2026-11-17T21:00:00Z", "2026-07-14T20:00:00Z"] {
        assert!(!by_zip("09012", at(now)).is_open(), "{now}");
        assert!(!rule("", "AE", "800", at(now)).is_open(), "{now}");
    }
    // From 8:00 in London to 21:00 in Bahrain.
    assert_quiet(
        |now| by_zip("09012", now),
        "2026-11-17T18:00:00Z",
        "2026-11-18T08:00:00Z",
    );
    assert_quiet(
        |now| by_zip("09012", now),
        "2026-07-14T18:00:00Z",
        "2026-07-15T07:00:00Z",
    );
    // A zero is lost there too, and the number of home counts as well: 8:00 in New York.
    assert_quiet(
        |now| rule("9012", "", "212", now),
        "2026-11-17T18:00:00Z",
        "2026-11-18T13:00:00Z",
    );
    // The Americas, from 8:00 in Guatemala to 21:00 in Brasilia.
    assert_quiet(
        |now| by_zip("34002", now),
        "2026-11-18T00:00:00Z",
        "2026-11-18T14:00:00Z",
    );
}

const NOON: &str = "2026-11-17T18:00:00Z";

#[test]
fn el_17_a_foreign_number_waits_until_somebody_says_where_the_person_is() {
    let foreign = [
        "+33612345678",
        "+528112345678",
        "+14165550100",
        "+18765550100",
        "+18095550100",
        "+1212555010",
    ];
    for number in foreign {
        for address in [
            ("", "", ""),
            ("75001", "", ""),
            ("64000", "", ""),
            ("K1A 0B1", "ON", ""),
            ("", "Nuevo León", ""),
            ("", "", "US"),
        ] {
            let ruling = in_country(address, number, at(NOON));
            assert_eq!(ruling.until(), None, "{number} {address:?}");
            assert_eq!(
                ruling.because().unknown,
                Some(Unknown::ForeignNumber),
                "{number} {address:?}"
            );
        }
        // A state or a country says it.
        for address in [
            ("75001", "", "US"),
            ("75001", "TX", ""),
            ("", "tx", ""),
            ("", "", "Puerto Rico"),
        ] {
            let ruling = in_country(address, number, at(NOON));
            assert!(ruling.is_open(), "{number} {address:?}");
        }
    }
}

#[test]
fn el_17_a_zip_code_of_another_country_is_none() {
    for (zip, state, country) in [
        ("75001", "", "FR"),
        ("75001", "", "France"),
        ("64000", "", "MX"),
        ("64000", "Nuevo León", "México"),
        ("75001", "TX", "FR"),
        ("10115", "", "DE"),
        ("30000", "", "Georgia"),
        ("92110", "", "CA"),
    ] {
        // Whatever the number is: 75001 would be open in Texas.
        for number in ["+33612345678", "+12125550100", "+18005550100"] {
            let ruling = in_country((zip, state, country), number, at(NOON));
            assert_eq!(ruling.until(), None, "{zip} {country}");
            assert_eq!(
                ruling.because().unknown,
                Some(Unknown::ForeignAddress),
                "{zip} {country}"
            );
        }
    }
    for country in [
        "US",
        "usa",
        "U.S.A.",
        "United States",
        "United States of America",
        "",
        " ",
    ] {
        let ruling = in_country(("75001", "", country), "+12145550100", at(NOON));
        assert!(ruling.is_open(), "{country}");
    }
    let guam = in_country(("", "", "GU"), "+16715550100", at("2026-11-17T23:00:00Z"));
    assert_eq!(guam.because().known_by, [KnownBy::State(State::GU)]);
}

#[test]
fn el_17_a_new_number_of_mississippi_is_held_to_mississippi_s_hours_in_tennessee() {
    // 20:15 in Nashville.
    let now = at("2026-11-18T02:15:00Z");
    assert!(rule("37203", "", "615", now).is_open());
    assert!(!rule("37203", "", "471", now).is_open());
}

#[test]
fn el_17_guam_s_number_without_an_address_waits_where_no_hour_suits_all() {
    // In summer 8:00 in Guam is 18:00 in Rhode Island, in winter an hour is left.
    let summer = rule("", "", "671", at("2026-07-14T12:00:00Z"));
    assert_eq!(
        (summer.until(), summer.because().unknown),
        (None, Some(Unknown::NoHour))
    );
    assert_quiet(
        |now| rule("", "", "671", now),
        "2026-01-13T23:00:00Z",
        "2026-01-14T22:00:00Z",
    );
    assert!(rule("96910", "", "671", at("2026-07-14T23:00:00Z")).is_open());
}
