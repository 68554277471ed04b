//! What is kept in a history.

use super::*;

#[test]
fn el_17_a_held_text_says_in_words_why_and_until_when() {
    for (zip, state, area_code, now, until, words) in [
        (
            "75201",
            "",
            "800",
            "2026-11-22T16:30:00Z",
            "2026-11-22T18:00:00Z",
            "Texas allows Sunday texts from 12:00 to 21:00; it is 10:30 on Sunday in Central time (America/Chicago), \
             by ZIP code 752xx.",
        ),
        (
            "",
            "",
            "212",
            "2026-11-24T13:15:00Z",
            "2026-11-24T16:00:00Z",
            "Washington allows texts from 8:00 to 20:00; it is 5:15 on Tuesday in Pacific time (America/Los_Angeles), \
             by area code 212. A number alone says little of where somebody is, so that all of the contiguous US counts.",
        ),
        (
            "",
            "fl",
            "800",
            "2026-11-24T01:05:00Z",
            "2026-11-24T14:00:00Z",
            "Florida allows texts from 8:00 to 20:00; it is 20:05 on Monday in Eastern time (America/New_York), \
             by state FL. Zones that count: America/New_York, America/Chicago.",
        ),
        (
            "90210",
            "",
            "401",
            "2026-11-28T22:00:00Z",
            "2026-11-30T16:00:00Z",
            "Rhode Island allows Saturday texts from 10:00 to 17:00; it is 17:00 on Saturday in Eastern time \
             (America/New_York), by ZIP code 902xx and area code 401, which disagree, so that all count. \
             Zones that count: America/New_York, America/Los_Angeles.",
        ),
        (
            "2903",
            "",
            "800",
            "2026-11-26T17:00:00Z",
            "2026-11-27T14:00:00Z",
            "Rhode Island allows no texts on Thanksgiving Day; it is 12:00 on Thursday in Eastern time \
             (America/New_York), by ZIP code 029xx.",
        ),
        (
            "",
            "MS",
            "800",
            "2026-11-22T17:00:00Z",
            "2026-11-23T14:00:00Z",
            "Mississippi allows no Sunday texts; it is 11:00 on Sunday in Central time (America/Chicago), by state MS.",
        ),
        (
            "",
            "",
            "800",
            "2026-11-24T18:30:00Z",
            "2026-11-24T19:00:00Z",
            "Federal law allows texts from 8:00 to 21:00; it is 7:30 on Tuesday in Samoa time (Pacific/Pago_Pago). \
             Nothing tells where the member is, so that all of the US counts.",
        ),
        (
            "75x01",
            "?!",
            "212",
            "2026-11-24T18:30:00Z",
            "2026-11-24T19:00:00Z",
            "Federal law allows texts from 8:00 to 21:00; it is 7:30 on Tuesday in Samoa time (Pacific/Pago_Pago), \
             by area code 212. The ZIP code and the state could not be read, so that all of the US counts.",
        ),
    ] {
        let ruling = rule(zip, state, area_code, at(now));
        assert!(!ruling.is_open(), "{words}");
        assert_eq!(ruling.because().words(), words);
        assert_eq!(ruling.until(), Some(at(until)), "{words}");
    }
}

#[test]
fn el_17_a_text_that_waits_for_an_address_says_so() {
    let now = at("2026-07-14T12:00:00Z");
    for (address, number, words) in [
        (
            ("75001", "", ""),
            "+33612345678",
            "The number is of another country and no address in the US is told: a state or a country would tell.",
        ),
        (
            ("75001", "", "FR"),
            "+12125550100",
            "The address is in another country, whose quiet hours are not known here: only a person may write.",
        ),
        (
            ("", "", ""),
            "+16715550100",
            "No hour suits all places where the member may be, by area code 671: an address would tell. \
             A number alone says little of where somebody is, so that all of the contiguous US counts.",
        ),
    ] {
        assert_eq!(in_country(address, number, now).because().words(), words);
    }
}

#[test]
fn el_17_a_text_that_went_out_keeps_the_window_that_allowed_it() {
    let ruling = rule("75201", "", "212", at("2026-11-22T18:00:00Z"));
    assert!(ruling.is_open());
    let decided = ruling.because().decided.clone().expect("decided");
    // New York closes first.
    assert_eq!((decided.zone, decided.law.state), (Zone::Eastern, None));
    assert_eq!(decided.law.source, "47 CFR 64.1200(c)(1)");
    assert_eq!(ruling.until(), Some(at("2026-11-23T02:00:00Z")));
}

#[test]
fn el_17_a_stored_basis_reads_back() {
    for (ruling, stored) in [
        (
            rule("75201", "", "214", at("2026-11-22T16:30:00Z")),
            r#"{"win":{"law":{"st":"TX","from":12,"to":21,"day":"sun","src":"Tex. Bus. & Com. Code 301.051, texts by SB 140 (2025)","asof":"2026-11-28"},"zn":"America/Chicago","at":"2026-11-22T10:30:00"},"zns":["America/Chicago"],"by":[{"k":"zip","v":"752"}]}"#,
        ),
        (
            rule("", "NY", "310", at("2026-11-23T17:00:00Z")),
            r#"{"win":{"law":{"from":8,"to":21,"src":"47 CFR 64.1200(c)(1)","asof":"2026-11-28"},"zn":"America/New_York","at":"2026-11-23T12:00:00"},"zns":["America/New_York","America/Los_Angeles"],"by":[{"k":"st","v":"NY"},{"k":"ac","v":310}]}"#,
        ),
        (
            rule("75x01", "", "800", at("2026-11-26T20:00:00Z")),
            r#"{"win":{"law":{"st":"LA","from":0,"to":0,"day":"wd","hol":"Thanksgiving Day","src":"La. PSC General Order R-29617 V(A); exemptions do not lift it","asof":"2026-11-28"},"zn":"America/Chicago","at":"2026-11-26T14:00:00"},"wide":"us","bad":["zip"]}"#,
        ),
        (
            in_country(("", "", ""), "+33612345678", at("2026-11-23T17:00:00Z")),
            r#"{"unk":"foreign_number"}"#,
        ),
    ] {
        assert_eq!(serde_json::to_string(ruling.because()).unwrap(), stored);
        assert_eq!(&serde_json::from_str::<Basis>(stored).unwrap(), ruling.because());
    }
}

#[test]
fn el_17_the_history_does_not_learn_the_address() {
    for (zip, state) in [("75203", ""), ("75203x", "Springfield"), ("2903", "RI")] {
        let ruling = rule(zip, state, "214", at("2026-11-22T16:30:00Z"));
        let stored = serde_json::to_string(ruling.because()).unwrap() + &ruling.because().words();
        for secret in ["75203", "Springfield", "2903", "5550100"] {
            assert!(!stored.contains(secret), "{stored}");
        }
    }
}
