//! What is kept on a timeline.

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
            "2026-11-24T03:15:00Z",
            "2026-11-24T13:00:00Z",
            "Federal law allows texts from 8:00 to 21:00; it is 22:15 on Monday in Eastern time (America/New_York), \
             by area code 212.",
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
            "2026-11-29T16:00:00Z",
            "Rhode Island allows Saturday texts from 10:00 to 17:00; it is 17:00 on Saturday in Eastern time \
             (America/New_York), by ZIP code 902xx and area code 401, which disagree, so that all count. \
             Zones that count: America/New_York, America/Los_Angeles.",
        ),
        (
            "",
            "",
            "800",
            "2026-11-24T18:30:00Z",
            "2026-11-24T19:00:00Z",
            "Federal law allows texts from 8:00 to 21:00; it is 7:30 on Tuesday in Samoa time (Pacific/Pago_Pago), \
             and as nothing tells where the member is, all of the US counts.",
        ),
    ] {
        let ruling = rule(zip, state, area_code, at(now));
        assert!(!ruling.is_open(), "{words}");
        assert_eq!(ruling.because().words, words);
        assert_eq!(ruling.until(), at(until), "{words}");
    }
}

#[test]
fn el_17_a_text_that_went_out_keeps_the_window_that_allowed_it() {
    let ruling = rule("75201", "", "212", at("2026-11-22T18:00:00Z"));
    assert!(ruling.is_open());
    let basis = ruling.because();
    // New York closes first.
    assert_eq!((basis.zone, basis.law.state), (Zone::Eastern, None));
    assert_eq!(basis.law.source, "47 CFR 64.1200(c)(1)");
    assert_eq!(ruling.until(), at("2026-11-23T02:00:00Z"));
}

#[test]
fn el_17_a_stored_ruling_reads_back() {
    let ruling = rule("75201", "", "214", at("2026-11-22T16:30:00Z"));
    let stored = r#"{"quiet":{"until":"2026-11-22T18:00:00Z","because":{"law":{"state":"TX","opens":12,"closes":21,"source":"Referrizer, TCPA quiet hours and state-specific rules for text campaigns","as_of":"2026-11-22"},"zone":"America/Chicago","local":"2026-11-22T10:30:00","zones":["America/Chicago"],"known_by":[{"zip":"752"}],"words":"Texas allows Sunday texts from 12:00 to 21:00; it is 10:30 on Sunday in Central time (America/Chicago), by ZIP code 752xx."}}}"#;
    assert_eq!(serde_json::to_string(&ruling).unwrap(), stored);
    assert_eq!(serde_json::from_str::<Ruling>(stored).unwrap(), ruling);

    let stored = r#"{"open":{"until":"2026-11-24T02:00:00Z","because":{"law":{"opens":8,"closes":21,"source":"47 CFR 64.1200(c)(1)","as_of":"2026-11-22"},"zone":"America/New_York","local":"2026-11-23T12:00:00","zones":["America/New_York","America/Los_Angeles"],"known_by":[{"state":"NY"},{"area_code":310}],"words":"Federal law allows texts from 8:00 to 21:00; it is 12:00 on Monday in Eastern time (America/New_York), by state NY and area code 310, which disagree, so that all count. Zones that count: America/New_York, America/Los_Angeles."}}}"#;
    let ruling = rule("", "NY", "310", at("2026-11-23T17:00:00Z"));
    assert_eq!(serde_json::to_string(&ruling).unwrap(), stored);
    assert_eq!(serde_json::from_str::<Ruling>(stored).unwrap(), ruling);
}

#[test]
fn el_17_the_timeline_does_not_learn_the_address() {
    let ruling = rule("75203", "", "214", at("2026-11-22T16:30:00Z"));
    let stored = serde_json::to_string(&ruling).unwrap();
    assert!(
        !stored.contains("75203") && !stored.contains("5550100"),
        "{stored}"
    );
}
