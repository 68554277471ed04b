//! Files of consents, good and bad.

use std::fmt::Write as _;

use jiff::Timestamp;
use memberline_domain::consent::{Category, Channel, Said, Scope};
use proptest::prelude::*;

use super::{BrokenRow, ConsentFile};

const HEADER: &str = "number,kind,at,channel,source,categories,wording,partner,reference";

fn now() -> Timestamp {
    "2026-11-28T12:00:00Z".parse().unwrap_or_else(|e| panic!("{e}"))
}

fn read(text: &str) -> ConsentFile {
    ConsentFile::read(text.as_bytes(), None, now()).unwrap_or_else(|e| panic!("{e}"))
}

fn rows(rows: &[&str]) -> ConsentFile {
    read(&format!("{HEADER}\n{}\n", rows.join("\n")))
}

/// Why the one row of a file is broken.
fn broken(row: &str) -> String {
    let file = rows(&[row]);
    assert!(file.rows.is_empty(), "{row}");
    let [BrokenRow { line: 2, why, .. }] = file.broken.as_slice() else {
        panic!("{row}: {:?}", file.broken);
    };
    why.clone()
}

const CONSENT: &str = "+13195550101,consent,2024-05-01T10:00:00-05:00,paper,Acme Texting,service automation,\"I agree to texts, until I say STOP.\",,form 7";

#[test]
fn a_consent_with_its_evidence_and_an_opt_out_are_read() {
    let file = rows(&[
        CONSENT,
        "+13195550102,opt_out,2025-01-02T03:04:05Z,text,Acme,,STOP,,",
    ]);
    assert!(file.broken.is_empty(), "{:?}", file.broken);
    let [consent, opt_out] = file.rows.as_slice() else {
        panic!("two");
    };
    assert_eq!((consent.line, opt_out.line), (2, 3));
    assert_eq!(
        consent.word.said,
        Said::Consent {
            granted: true,
            categories: vec![Category::Service, Category::Automation],
            scope: Scope::Organisation
        }
    );
    assert_eq!(consent.word.at.to_string(), "2024-05-01T15:00:00Z");
    assert_eq!(consent.word.channel, Channel::Paper);
    assert_eq!(
        consent.word.evidence.wording.as_deref(),
        Some("I agree to texts, until I say STOP.")
    );
    assert_eq!(opt_out.word.said, Said::OptOut);
}

#[test]
fn columns_stand_in_any_order_and_may_be_left_out() {
    let file = read(
        "\u{FEFF}Kind, NUMBER ,at\r\nopt-out,+13195550102,2025-01-02\r\n\r\nrefusal,+13195550103,2025-01-02\r\n",
    );
    assert!(file.broken.is_empty(), "{:?}", file.broken);
    assert_eq!(file.rows.len(), 2);
    assert_eq!(file.rows[1].line, 4);
    assert!(
        matches!(&file.rows[1].word.said, Said::Consent { granted: false, categories, .. } if categories.len() == 3)
    );
}

#[test]
fn a_day_counts_from_its_last_moment_for_what_ends_texts_and_from_its_first_for_what_allows_them() {
    let consent = CONSENT.replace("2024-05-01T10:00:00-05:00", "2024-05-01");
    let file = rows(&[&consent, "+13195550102,opt_out,2024-05-01,,,,,,"]);
    let at: Vec<String> = file.rows.iter().map(|row| row.word.at.to_string()).collect();
    assert_eq!(at, ["2024-05-01T00:00:00Z", "2024-05-01T23:59:59Z"]);
    assert!(broken("+13195550102,opt_out,2026-11-28,,,,,,").contains("not over yet"));
}

#[test]
fn an_opt_out_without_a_time_counts_from_when_the_file_was_made() {
    let text = format!("{HEADER}\n+13195550102,opt_out,,,,,,,\n");
    let made: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap_or_else(|e| panic!("{e}"));
    let file = ConsentFile::read(text.as_bytes(), Some(made), now()).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(file.rows[0].word.at, made);
    assert!(broken("+13195550102,opt_out,,,,,,,").contains("--made-at"));
    assert!(broken("+13195550102,refusal,,,,,,,").contains("at: it is empty"));
    let consent = CONSENT.replace("2024-05-01T10:00:00-05:00", "");
    assert!(broken(&consent).ends_with("at: it is empty"));
}

#[test]
fn what_ends_texts_goes_in_by_its_number_and_kind_whatever_stands_beside_them() {
    let made: Timestamp = "2026-11-20T00:00:00Z".parse().unwrap_or_else(|e| panic!("{e}"));
    let long = format!("+13195550102,opt_out,2025-01-02,,{},,,,", "x".repeat(201));
    let of_that_day = "2025-01-02T23:59:59Z".parse().unwrap_or_else(|e| panic!("{e}"));
    for (row, at, told) in [
        (
            "+13195550102,opt_out,2025-01-02,pigeon,,,,,",
            of_that_day,
            "channel: ",
        ),
        (
            "+13195550102,opt_out,2025-01-02,,\u{7},,,,",
            of_that_day,
            "source: it has control",
        ),
        (
            "+13195550102,opt_out,2025-01-02,,,marketing,,,",
            of_that_day,
            "ends all texts",
        ),
        (
            "+13195550102,opt_out,2025-01-02,,,spam,,No Slug,",
            of_that_day,
            "partner: ",
        ),
        (
            "+13195550102,refusal,2025-01-02,,,spam,,,",
            of_that_day,
            "categories: ",
        ),
        (
            "+13195550102,opt_out,2025-01-02",
            of_that_day,
            "it has 3 fields, and the header 9",
        ),
        (
            "+13195550102,refusal,2025-01-02,,Acme, Inc.,,,,,",
            of_that_day,
            "it has 11 fields",
        ),
        (&long, of_that_day, "201 characters"),
        ("+13195550102,opt_out,2026-11-28,,,,,,", made, "not over yet"),
        ("+13195550102,opt_out,2027-01-02,,,,,,", made, "in the future"),
        ("+13195550102,opt_out,1970-01-01,,,,,,", made, "before 2000"),
        (
            "+13195550102,refusal,01/02/2025,,,,,,",
            made,
            "no time with a zone",
        ),
    ] {
        let text = format!("{HEADER}\n{row}\n");
        let file = ConsentFile::read(text.as_bytes(), Some(made), now()).unwrap_or_else(|e| panic!("{e}"));
        let [read] = file.rows.as_slice() else {
            panic!("{row}: {:?}", file.broken);
        };
        assert_eq!(
            (read.number.as_str(), read.word.at),
            ("+13195550102", at),
            "{row}"
        );
        let ends_all = match &read.word.said {
            Said::OptOut => true,
            Said::Consent {
                granted, categories, ..
            } => !granted && categories.len() == 3,
        };
        assert!(ends_all, "{row}");
        // Fields that a comma too many moved are no evidence.
        assert_eq!(read.word.evidence.source, None, "{row}");
        assert!(
            read.left_out.join("; ").contains(told),
            "{row}: {:?}",
            read.left_out
        );
    }
}

#[test]
fn what_is_wrong_with_a_row_is_told_with_its_line() {
    for (row, told) in [
        ("13195550102,opt_out,2025-01-02,,,,,,", "E.164"),
        ("1.31956E+10,opt_out,2025-01-02,,,,,,", "E.164"),
        ("(319) 555-0102,opt_out,2025-01-02,,,,,,", "E.164"),
        ("+1319555010,opt_out,2025-01-02,,,,,,", "digits"),
        ("+10195550102,opt_out,2025-01-02,,,,,,", "no mobile number"),
        ("62015,opt_out,2025-01-02,,,,,,", "E.164"),
        (",opt_out,2025-01-02,,,,,,", "E.164"),
        ("+13195550102,stop,2025-01-02,,,,,,", "none of opt_out"),
        ("+13195550102,opt_out,2027-01-02,,,,,,", "in the future"),
        ("+13195550102,opt_out,2026-11-28T12:00:01Z,,,,,,", "in the future"),
        ("+13195550102,opt_out,1970-01-01,,,,,,", "before 2000"),
        (
            "+13195550102,opt_out,2025-01-02T10:00:00,,,,,,",
            "no time with a zone",
        ),
        ("+13195550102,opt_out,01/02/2025,,,,,,", "no time with a zone"),
        ("+13195550102,opt_out,2025-02-30,,,,,,", "no time with a zone"),
        ("+13195550102,refusal,2025-01-02,,,,,No Slug,", "no id"),
        (
            "+13195550102,consent,2025-01-02",
            "it has 3 fields, and the header 9",
        ),
        ("+13195550102,consent,2025-01-02,,,,,,,,", "it has 11 fields"),
    ] {
        let why = broken(row);
        assert!(why.contains(told), "{row}: {why}");
    }
    for (field, odd, told) in [
        ("Acme Texting", "x".repeat(201), "201 characters"),
        ("Acme Texting", "\u{7}".to_owned(), "control characters"),
        ("paper", "pigeon".to_owned(), "none of text"),
        ("service automation", "spam".to_owned(), "they are service"),
    ] {
        let why = broken(&CONSENT.replace(field, &odd));
        assert!(why.contains(told), "{told}: {why}");
    }
    let all = broken("1,stop,x,y,,z,,,");
    assert!(
        all.contains("number: ") && all.contains("kind: ") && all.contains("channel: "),
        "{all}"
    );
}

#[test]
fn a_consent_goes_in_with_its_evidence_alone() {
    for (field, empty) in [
        ("Acme Texting", "source"),
        ("\"I agree to texts, until I say STOP.\"", "wording"),
        ("paper", "channel"),
        ("service automation", "categories"),
        ("2024-05-01T10:00:00-05:00", "at"),
    ] {
        let why = broken(&CONSENT.replace(field, ""));
        assert!(why.contains(empty), "{empty}: {why}");
    }
    assert!(broken(&CONSENT.replace("paper", "unknown")).contains("channel"));
}

#[test]
fn a_row_that_says_what_one_before_says_is_named_with_that_line() {
    let file = rows(&[CONSENT, CONSENT, &CONSENT.replace("consent", "refusal")]);
    assert_eq!(file.rows.len(), 2);
    assert_eq!((file.broken[0].line, file.broken[0].doubles), (3, Some(2)));
}

#[test]
fn what_is_no_file_of_consents_is_refused_whole() {
    for (bytes, told) in [
        (&b""[..], "empty"),
        (b"number,kind\n", "no rows"),
        (
            b"number;kind;at\n+13195550102;opt_out;\n",
            "not separated by commas",
        ),
        (b"number\n+13195550102\n", "no column kind"),
        (b"number,kind,number\n", "stands twice"),
        (b"number,kind,colour\n", "\"colour\" is none of its columns"),
        (b"+13195550102,opt_out,2025-01-02\n", "is none of its columns"),
        (b"\xFF\xFEn\0u\0m\0", "UTF-16"),
        (b"PK\x03\x04\x14\0\x06\0\x08\0", "is none of its columns"),
        (
            b"\x7FELF\x02\x01\x01\0\0\0\0\n\n\0,\0,\"\0",
            "is none of its columns",
        ),
    ] {
        let refused = ConsentFile::read(bytes, None, now());
        assert!(
            refused.as_ref().is_err_and(|why| why.0.contains(told)),
            "{told}: {refused:?}"
        );
    }
}

#[test]
fn one_odd_row_keeps_no_other_out() {
    let mut bytes = format!("{HEADER}\n").into_bytes();
    bytes.extend(b"+13195550102,opt_out,2025-01-02,,\xFF\xFE,,,,\n");
    bytes.extend(b"\0\0\0\n");
    bytes.extend(b"+13195550103,opt_out,2025-01-02,,,,\"two\nlines\",,\n");
    bytes.extend(b"+13195550104,opt_out,2025-01-02,,,,,,\n");
    let file = ConsentFile::read(&bytes, None, now()).unwrap_or_else(|e| panic!("{e}"));
    let lines: Vec<u64> = file.rows.iter().map(|row| row.line).collect();
    assert_eq!(lines, [2, 4, 6]);
    assert_eq!(file.rows[0].left_out, ["source: it is not UTF-8"]);
    assert_eq!(file.broken.len(), 1);
}

#[test]
fn a_quote_that_nobody_closed_is_named_where_it_begins() {
    let mut text = format!("{HEADER}\n+13195550102,opt_out,2025-01-02,,\"Acme,,,,\n");
    for n in 0..2_000 {
        let _ = writeln!(text, "+1319555{n:04},opt_out,2025-01-02,,,,,,");
    }
    let file = read(&text);
    assert_eq!((file.rows.len(), file.broken.len()), (0, 1));
    assert_eq!(file.broken[0].line, 2);
    assert!(
        file.broken[0]
            .why
            .contains("a quote is not closed: what follows, 2001 lines"),
        "{:?}",
        file.broken
    );
}

#[test]
fn no_row_vanishes_into_a_field_of_another() {
    let rows = "+16055553002,opt_out,2026-11-01,b\n+16055553003,opt_out,2026-11-01,c\n";
    let open = format!("number,kind,at,reference\n+16055553001,opt_out,2026-11-01,\"form 12\n{rows}");
    // A quote of a later row closes it again.
    for text in [
        open.clone(),
        format!("{open}+16055553004,opt_out,2026-11-01,\"d\"\n"),
    ] {
        let file = read(&text);
        assert_eq!(file.rows.len(), 0, "{text}");
        assert!(
            file.broken[0].why.contains("a quote is not closed"),
            "{:?}",
            file.broken
        );
    }
    let wording = format!("{HEADER}\n+13195550103,opt_out,2025-01-02,,,,\"I agree, as shown\n");
    let file = read(&format!("{wording}+13195550104,opt_out,2025-01-02,,,,,,\n"));
    assert!(
        file.broken[0].why.contains("a quote is not closed"),
        "{:?}",
        file.broken
    );
}

proptest! {
    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400), has_header in any::<bool>()) {
        let mut all = if has_header { format!("{HEADER}\n").into_bytes() } else { Vec::new() };
        all.extend(bytes);
        if let Ok(file) = ConsentFile::read(&all, None, now()) {
            prop_assert!(file.broken.iter().all(|broken| broken.line > 1 && !broken.why.is_empty()));
        }
    }
}
