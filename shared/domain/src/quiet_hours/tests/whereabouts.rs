//! Whose clock counts.

use super::*;

const TUESDAY_NOON_IN_NEW_YORK: &str = "2026-01-13T17:00:00Z";

fn zones(zip: &str, state: &str, area_code: &str) -> Vec<Zone> {
    rule(zip, state, area_code, at(TUESDAY_NOON_IN_NEW_YORK))
        .because()
        .zones
        .clone()
}

#[test]
fn el_17_lesson_45_the_zip_code_comes_first_the_area_code_last() {
    use Zone::{Arizona, Central, Eastern, Hawaii, Mountain, Pacific};
    for (zip, state, area_code, expected) in [
        ("75201", "", "800", vec![Central]),
        ("75201-1234", "", "800", vec![Central]),
        ("752011234", "", "800", vec![Central]),
        (" 75201 ", "", "800", vec![Central]),
        ("", "TX", "800", vec![Central, Mountain]),
        ("", "texas", "800", vec![Central, Mountain]),
        ("", " New York ", "800", vec![Eastern]),
        // A better source narrows one that agrees with it.
        ("75201", "TX", "915", vec![Central]),
        ("46204", "IN", "812", vec![Eastern]),
        ("", "IN", "317", vec![Eastern, Central]),
        // Prefixes, states and area codes that span zones.
        ("37302", "", "800", vec![Eastern, Central]),
        ("79901", "", "800", vec![Central, Mountain]),
        ("86515", "", "800", vec![Mountain, Arizona]),
        ("86001", "", "800", vec![Mountain, Arizona]),
        ("85004", "AZ", "602", vec![Arizona]),
        ("89883", "", "800", vec![Mountain, Pacific]),
        ("96701", "", "808", vec![Hawaii]),
        // Sources that disagree all count.
        ("75201", "", "212", vec![Eastern, Central]),
        ("75201", "CA", "212", vec![Eastern, Central, Pacific]),
        ("90210", "CA", "808", vec![Pacific, Hawaii]),
        ("96799", "", "684", vec![Zone::Samoa]),
        ("99546", "", "907", vec![Zone::Aleutian]),
        ("99501", "", "907", vec![Zone::Alaska]),
        ("96910", "", "671", vec![Zone::Chamorro]),
        (
            "96945",
            "",
            "800",
            vec![
                Zone::Chamorro,
                Zone::Palau,
                Zone::Chuuk,
                Zone::Pohnpei,
                Zone::Marshall,
            ],
        ),
    ] {
        assert_eq!(
            zones(zip, state, area_code),
            expected,
            "{zip} {state} {area_code}"
        );
    }
}

#[test]
fn el_17_the_strictest_hours_hold_where_sources_disagree_or_span_zones() {
    // Dallas by address, New York by number: from 9:00 in Dallas to 21:00 in New York.
    let ask = |now| rule("75201", "", "212", now);
    assert_quiet(ask, "2026-01-14T02:00:00Z", "2026-01-14T15:00:00Z");
    // Tennessee's edge: 8:00 Central to 21:00 Eastern.
    assert_quiet(
        |now| by_zip("37302", now),
        "2026-01-14T02:00:00Z",
        "2026-01-14T14:00:00Z",
    );
    // The Navajo Nation in summer keeps Denver's time, Arizona does not: 8:00 in Phoenix to 21:00 in Denver.
    assert_quiet(
        |now| by_zip("86515", now),
        "2026-07-15T03:00:00Z",
        "2026-07-15T15:00:00Z",
    );
    // A number of Florida, whose law presumes that its area codes are in Florida, at an address in Georgia.
    assert_quiet(
        |now| rule("30301", "", "305", now),
        "2026-01-14T01:00:00Z",
        "2026-01-14T13:00:00Z",
    );
}

#[test]
fn el_17_lesson_46_where_nothing_is_known_it_waits_for_samoa_and_stops_for_the_east() {
    let toll_free = [
        "+18005550100",
        "+18335550100",
        "+18885550100",
        "+15555550100",
        "+19005550100",
        "+17105550100",
    ];
    for text in toll_free {
        for (zip, state, unread) in [
            ("", "", 0),
            (" ", "\u{200b}", 0),
            ("K1A 0B1", "ON", 2),
            ("75x01", "", 1),
        ] {
            let ask = |now| in_country((zip, state, ""), text, now);
            // Winter: from 8:00 in Pago Pago to 18:00 in Rhode Island.
            assert_quiet(ask, "2026-01-13T23:00:00Z", "2026-01-14T19:00:00Z");
            // Summer, and a weekend.
            assert_quiet(ask, "2026-07-14T22:00:00Z", "2026-07-15T19:00:00Z");
            assert_quiet(ask, "2026-07-17T22:00:00Z", "2026-07-20T19:00:00Z");
            let ruling = ask(at("2026-01-13T20:00:00Z"));
            assert_eq!(ruling.because().known_by, []);
            assert_eq!(ruling.because().wide, Some(Wide::Anywhere));
            assert_eq!(ruling.because().unread.len(), unread, "{zip} {state}");
        }
    }
    let anywhere: Vec<Zone> = Wide::Anywhere.places().into_iter().map(|place| place.1).collect();
    for zone in [
        Zone::Eastern,
        Zone::Pacific,
        Zone::Alaska,
        Zone::Hawaii,
        Zone::Atlantic,
        Zone::Samoa,
    ] {
        assert!(anywhere.contains(&zone), "{zone}");
    }
    let contiguous: Vec<Zone> = Wide::Contiguous
        .places()
        .into_iter()
        .map(|place| place.1)
        .collect();
    for zone in [
        Zone::Eastern,
        Zone::Central,
        Zone::Mountain,
        Zone::Arizona,
        Zone::Pacific,
    ] {
        assert!(contiguous.contains(&zone), "{zone}");
    }
    assert!(!contiguous.contains(&Zone::Hawaii) && !contiguous.contains(&Zone::Atlantic));
    // The area code says nothing; the address does.
    assert_eq!(zones("10001", "", "800"), [Zone::Eastern]);
    assert_eq!(zones("", "NY", "416"), [Zone::Eastern]);
}

#[test]
fn el_17_where_no_hour_suits_all_sources_the_better_ones_hold() {
    // Guam by address, Rhode Island by number: in summer 18:00 there is 8:00 here.
    let ruling = rule("96910", "", "401", at("2026-07-14T12:00:00Z"));
    assert_eq!(ruling.because().known_by, [KnownBy::Zip("96910".to_owned())]);
    assert_eq!(ruling.because().left_out, [KnownBy::AreaCode(401)]);
    assert!(
        ruling
            .because()
            .words()
            .ends_with(" Left out, as no hour suits all: area code 401.")
    );
}
