//! How addresses are written.

use super::*;
use crate::quiet_hours::address::zip_digits;

#[test]
fn el_17_lesson_56_zip_codes_are_read_as_systems_write_them() {
    for (text, state, digits) in [
        ("02903", None, Some("02903")),
        ("2903", None, Some("02903")),
        ("2903.0", None, Some("02903")),
        ("75201.00", None, Some("75201")),
        (" 75201 ", None, Some("75201")),
        ("\u{a0}75201\u{200b}", None, Some("75201")),
        ("75201-1234", None, Some("75201")),
        ("75201 1234", None, Some("75201")),
        ("75201 - 1234", None, Some("75201")),
        ("75201\u{2010}1234", None, Some("75201")),
        ("75201\u{2013}1234", None, Some("75201")),
        ("75201\u{2014}1234", None, Some("75201")),
        ("75201\u{2212}1234", None, Some("75201")),
        ("75201\u{ff0d}1234", None, Some("75201")),
        ("752011234", None, Some("75201")),
        ("29031234", None, Some("02903")),
        ("75201-", None, Some("75201")),
        ("\u{ff17}\u{ff15}\u{ff12}\u{ff10}\u{ff11}", None, Some("75201")),
        ("901", Some(State::PR), Some("00901")),
        ("802", Some(State::VI), Some("00802")),
        // A prefix, half a code, a code of Canada, and what is none.
        ("752", None, None),
        ("752", Some(State::TX), None),
        ("75201-12", None, None),
        ("752011", None, None),
        ("7520a", None, None),
        ("75x01", None, None),
        ("K1A 0B1", None, None),
        ("-75201", None, None),
        ("75201.5", None, None),
        ("75201.", None, None),
        ("N/A", None, None),
        ("", None, None),
    ] {
        assert_eq!(zip_digits(text, state).as_deref(), digits, "{text:?}");
    }
    assert_eq!(zip_digits(&"1".repeat(10_000), None), None);
}

#[test]
fn el_17_states_are_read_in_their_common_spellings() {
    for (text, state) in [
        ("RI", State::RI),
        ("ri", State::RI),
        ("R.I.", State::RI),
        ("R. I.", State::RI),
        ("US-RI", State::RI),
        ("usa-ri", State::RI),
        ("Rhode Island", State::RI),
        ("rhode  island", State::RI),
        ("Rhode Island and Providence Plantations", State::RI),
        ("Washington DC", State::DC),
        ("Washington, D.C.", State::DC),
        ("D.C.", State::DC),
        ("District of Columbia", State::DC),
        ("Washington", State::WA),
        ("Wash.", State::WA),
        ("Virgin Islands", State::VI),
        ("U.S. Virgin Islands", State::VI),
        ("USVI", State::VI),
        ("AE", State::AE),
        ("AP", State::AP),
        ("AA", State::AA),
        ("Armed Forces Europe", State::AE),
        ("Tex.", State::TX),
        ("TX - Texas", State::TX),
        ("Texas (TX)", State::TX),
        ("Calif.", State::CA),
        ("N. Mex.", State::NM),
        ("W.Va.", State::WV),
        ("West Virginia", State::WV),
        ("Commonwealth of Massachusetts", State::MA),
        ("State of New York", State::NY),
        ("\u{ff34}\u{ff38}", State::TX),
        ("Puerto Rico", State::PR),
    ] {
        assert_eq!(State::parse(text), Some(state), "{text}");
    }
    for text in [
        "",
        "T",
        "Texa",
        "XX",
        "ON",
        "Nuevo León",
        "NY/NJ",
        "\u{202e}",
        "USA",
        "US",
        "New",
        &"a".repeat(9_999),
    ] {
        assert_eq!(State::parse(text), None, "{text:.20}");
    }
}

#[test]
fn el_17_an_address_that_cannot_be_read_is_never_ignored() {
    let nothing = |now| rule("", "", "800", now);
    for (zip, state, unread) in [
        ("75x01", "", vec![Part::Zip]),
        ("N/A", "", vec![Part::Zip]),
        ("00000", "", vec![Part::Zip]),
        ("K1A 0B1", "ON", vec![Part::Zip, Part::State]),
        ("", "Unknown", vec![Part::State]),
        ("10001", "Nowhere", vec![Part::State]),
        ("1000", "NY", vec![]),
        ("100011", "NY", vec![Part::Zip]),
    ] {
        for code in ["212", "800"] {
            // 10:00 in New York is 7:00 in Los Angeles and 4:00 in Pago Pago.
            let ruling = rule(zip, state, code, at("2026-11-17T15:00:00Z"));
            assert_eq!(ruling.because().unread, unread, "{zip} {state}");
            if unread.is_empty() {
                continue;
            }
            assert!(!ruling.is_open(), "{zip} {state} {code}");
            assert_eq!(ruling.because().wide, Some(Wide::Anywhere));
            assert_eq!(
                ruling.until(),
                nothing(at("2026-11-17T15:00:00Z")).until(),
                "{zip} {state} {code}"
            );
        }
    }
}
