//! Finding out whether a carrier took a text (invariant 3).

use memberline_carriers::{Carrier, LookUp, LookupOutcome};
use memberline_domain::thread::{DeliveryStatus, Report};
use serde_json::{Value, json};

use crate::samples::*;

/// 2026-11-22 04:00:00 UTC.
const CLAIMED: i64 = 1_795_320_000;

fn with_look_up<T>(id: Option<&str>, others: &[String], then: impl FnOnce(&LookUp<'_>) -> T) -> T {
    let (from, to, reference) = (number(OURS), number(THEIRS), reference());
    then(&LookUp {
        from: &from,
        to: &to,
        text: "Yes!",
        reference: &reference,
        carrier_message_id: id,
        sent_after: CLAIMED,
        others,
    })
}

pub fn asked(carrier: Carrier, id: Option<&str>) -> String {
    let request = with_look_up(id, &[], |look_up| {
        credentials(carrier).lookup_request(look_up, "https://api.example")
    });
    let request = request.unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(request.method(), "GET");
    assert!(request.body().is_empty());
    request.uri().to_string()
}

pub fn read(carrier: Carrier, status: u16, body: &Value, id: Option<&str>, others: &[&str]) -> LookupOutcome {
    let others: Vec<String> = others.iter().map(|id| (*id).to_owned()).collect();
    with_look_up(id, &others, |look_up| {
        carrier.read_lookup_answer(status, body.to_string().as_bytes(), look_up)
    })
}

pub fn found(id: &str, status: DeliveryStatus) -> LookupOutcome {
    LookupOutcome::Found(Report {
        carrier_message_id: Some(id.to_owned()),
        ..status.into()
    })
}

#[test]
fn a_carrier_that_does_not_answer_settles_nothing() {
    for carrier in Carrier::ALL {
        for id in [None, Some("SM00000000000000000000000000000009")] {
            for status in [200, 302, 401, 429, 500, 503] {
                assert_eq!(
                    read(carrier, status, &json!("?"), id, &[]),
                    LookupOutcome::Unavailable,
                    "{carrier} {status}"
                );
            }
        }
        assert_eq!(
            read(carrier, 404, &json!({}), None, &[]),
            LookupOutcome::Unavailable
        );
    }
}
