use super::*;

fn number(text: &str) -> PhoneNumber {
    PhoneNumber::parse(text).unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn by_zip(zip: &str, now: &str) -> Ruling {
    let number = number("+18005550100");
    let whereabouts = Whereabouts {
        number: &number,
        zip: Some(zip),
        state: None,
    };
    ruling(&whereabouts, at(now))
}

#[test]
fn el_17_a_state_and_the_federal_window_both_apply() {
    let ruling = by_zip("75201", "2026-11-22T16:30:00Z");
    assert!(!ruling.is_open());
    assert_eq!(ruling.until(), at("2026-11-22T18:00:00Z"));
    assert_eq!(
        ruling.because().words,
        "Texas allows Sunday texts from 12:00 to 21:00; it is 10:30 on Sunday in Central time (America/Chicago), \
         by ZIP code 752xx."
    );
}
