//! Sending a text through Telnyx, and reading the answer.

use memberline_carriers::Carrier;
use serde_json::{Value, json};

use crate::samples::*;
use crate::sending::{header, refusal, rejected, send};

#[test]
fn telnyx_gets_json_with_the_text_and_the_callback() {
    let request = send(&credentials(Carrier::Telnyx), "Yes 👍", &[]);
    assert_eq!(request.method(), "POST");
    assert_eq!(request.uri(), "http://localhost:3000/carrier/telnyx/v2/messages");
    assert_eq!(header(&request, "authorization"), "Bearer KEY0123");
    assert_eq!(header(&request, "content-type"), "application/json");
    let body: Value = serde_json::from_slice(request.body()).unwrap_or_else(|e| panic!("{e}"));
    let expected =
        json!({"from": OURS, "to": THEIRS, "text": "Yes 👍", "webhook_url": callback_url(Carrier::Telnyx)});
    assert_eq!(body, expected);
}

#[test]
fn a_telnyx_error_of_its_own_making_is_unknown_even_as_a_refusal() {
    for code in [10007, 10008] {
        let outcome = Carrier::Telnyx.read_send_answer(400, refusal(Carrier::Telnyx, code).as_bytes(), None);
        assert_eq!(outcome, None, "{code}");
    }
}

/// Telnyx answers a send to somebody who opted out with 409, a status that decides nothing by itself (lesson 27).
#[test]
fn a_telnyx_refusal_for_an_opt_out_is_one_whatever_its_status() {
    let body = br#"{"errors":[{"code":"40300","title":"Blocked due to STOP message"}]}"#;
    for status in [400, 403, 409, 422] {
        let outcome = Carrier::Telnyx.read_send_answer(status, body, None);
        assert!(rejected(outcome).opted_out, "{status}");
    }
    let unexplained = Carrier::Telnyx.read_send_answer(409, b"{}", None);
    assert_eq!(unexplained, None);
}
