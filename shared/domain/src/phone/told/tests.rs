//! Numbers as they come.

use jiff::Timestamp;
use proptest::prelude::*;

use super::*;
use crate::quiet_hours::{Sending, Whereabouts, ruling};

fn told(text: &str) -> Result<String, NumberProblem> {
    PhoneNumber::told(text).map(|number| number.to_string())
}

#[test]
fn el_16_a_clear_number_is_read_however_it_is_written() {
    for text in [
        "+13195550142",
        "3195550142",
        "13195550142",
        "(319) 555-0142",
        "1 319.555.0142",
        "+1 (319) 555-0142",
        "(+1) 319-555-0142",
        "319/555/0142",
        "319\u{a0}555\u{a0}0142",
        "319\u{2011}555\u{2011}0142",
        "319–555—0142",
        "\u{202a}+1 319-555-0142\u{202c}",
        "\u{2068}319-555-0142\u{2069}\u{200e}",
        "\u{feff}319-555-0142",
        "３１９５５５０１４２",
        "＋13195550142",
        "tel:+1-319-555-0142",
        "TEL: 319-555-0142",
        "Cell 319-555-0142",
        "mobile: (319) 555-0142",
        "tel:+1-319-555-0142;ext=5",
        "319-555-0142 x5",
        "319-555-0142 ext. 512",
        "319-555-0142 Extension: 7",
        "319-555-0142 #5",
        "319-555-0142,,5",
        "+3195550142",
        "011 1 319 555 0142",
        "  319 555 0142\t\n",
        "3195550142.0",
        "13195550142.00",
        "+13195550142.0",
        "3.195550142E+9",
        "3.1955501420e9",
        "319-555-0142 (cell)",
        "(319) 555-0142 (Cell phone)",
        "(cell) 319-555-0142",
        "C: 319-555-0142",
        "m. 319 555 0142",
        "(m) (319) 555-0142",
        "my cell: 319-555-0142",
        "Home 319-555-0142 (text)",
        "319-555-0142 - mobile",
        "319-555-0142, work",
        "319-555-0142c",
        "Cell #: 319-555-0142",
        "Móvil 319-555-0142",
        "(cell) 319-555-0142 x5",
        "319-555-0142 ext. 5 (work)",
    ] {
        assert_eq!(told(text).as_deref(), Ok("+13195550142"), "{text:?}");
    }
}

#[test]
fn el_16_a_number_abroad_keeps_its_country() {
    for (text, number) in [
        ("+49 151 12345678", "+4915112345678"),
        ("011 49 151 12345678", "+4915112345678"),
        ("0049 151 12345678", "+4915112345678"),
        ("+44 20 7946 0018", "+442079460018"),
        ("+47 41 23 45 67", "+4741234567"),
        ("+354 611 1234", "+3546111234"),
    ] {
        assert_eq!(told(text).as_deref(), Ok(number), "{text:?}");
    }
}

#[test]
fn el_16_what_nobody_has_is_no_number() {
    for (text, problem) in [
        ("", NumberProblem::NotANumber),
        ("call after six", NumberProblem::NotANumber),
        ("1-800-FLOWERS", NumberProblem::NotANumber),
        ("319-555-0142 or 319-555-0143", NumberProblem::NotANumber),
        ("319-555-0142 ext. 12345678", NumberProblem::NotANumber),
        ("cell", NumberProblem::NotANumber),
        ("319-555-0142 (fax)", NumberProblem::NotANumber),
        ("319-555-0142 cell, 319-555-0143 home", NumberProblem::NotANumber),
        ("319-555-0142 (cell) 319-555-0143", NumberProblem::NotANumber),
        ("319-555-0142, 555-0143", NumberProblem::NotANumber),
        ("319-555-0142, 5550143", NumberProblem::NotANumber),
        ("3.19555e9", NumberProblem::NotANumber),
        ("3195550142.5", NumberProblem::TooLong),
        ("319555014.0", NumberProblem::TooShort),
        ("31955501420.0", NumberProblem::TooLong),
        ("319+5550142", NumberProblem::NotANumber),
        ("++13195550142", NumberProblem::NotANumber),
        ("maria@example.com", NumberProblem::NotANumber),
        ("319-555-014", NumberProblem::TooShort),
        ("555-0142", NumberProblem::TooShort),
        ("+1 319 555 014", NumberProblem::TooShort),
        ("+1 319 555 0142 5", NumberProblem::TooLong),
        ("319-555-0142 / 319-555-0143", NumberProblem::TooLong),
        ("49 151 12345678", NumberProblem::TooLong),
        ("9999999999", NumberProblem::Unassignable),
        ("+9999999999", NumberProblem::Unassignable),
        ("5555555555", NumberProblem::Unassignable),
        ("0000000000", NumberProblem::Unassignable),
        ("1234567890", NumberProblem::Unassignable),
        ("119-555-0142", NumberProblem::Unassignable),
        ("319-155-0142", NumberProblem::Unassignable),
        ("319-911-0142", NumberProblem::Unassignable),
        ("911-555-0142", NumberProblem::Unassignable),
        ("800-555-0142", NumberProblem::Unassignable),
        ("900-555-0142", NumberProblem::Unassignable),
        ("298-555-0142", NumberProblem::Unassignable),
        ("371-555-0142", NumberProblem::Unassignable),
        ("+1 155 201 0001", NumberProblem::Unassignable),
        ("+0319555014", NumberProblem::Unassignable),
    ] {
        assert_eq!(told(text), Err(problem), "{text:?}");
    }
}

#[test]
fn every_area_code_of_the_quiet_hours_has_numbers() {
    let mut known = 0;
    for code in 200..=999_u16 {
        let number = PhoneNumber::parse(&format!("+1{code}5550142")).unwrap();
        let whereabouts = Whereabouts {
            number: &number,
            zip: None,
            state: None,
            country: None,
        };
        let ruling = ruling(&whereabouts, &Sending::STRICT, Timestamp::UNIX_EPOCH);
        if !ruling.because().known_by.is_empty() {
            known += 1;
            assert_eq!(PhoneNumber::told(number.as_str()), Ok(number));
        }
    }
    assert!(known > 300, "{known}");
}

proptest! {
    #[test]
    fn any_text_is_a_number_or_has_its_problem(text in "(\\PC|[0-9+ ().x#-]|[\u{202a}\u{a0}\u{2011}]){0,30}") {
        if let Ok(number) = PhoneNumber::told(&text) {
            prop_assert_eq!(PhoneNumber::told(number.as_str()), Ok(number.clone()));
            prop_assert!(PhoneNumber::parse(number.as_str()).is_ok());
        }
    }

    #[test]
    fn signs_between_the_digits_change_nothing(
        signs in prop::collection::vec(prop::sample::select(vec!["", " ", "-", "\u{a0}", "\u{2011}", "\u{202a}", ".", ") ("]), 10),
    ) {
        let mut text = String::new();
        for (digit, sign) in "3195550142".chars().zip(signs) {
            text.push(digit);
            text.push_str(sign);
        }
        prop_assert_eq!(told(&text), Ok("+13195550142".to_owned()));
    }
}
