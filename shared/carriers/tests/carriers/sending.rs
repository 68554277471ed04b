//! Building the request that sends a text, and reading the answer.

use bytes::Bytes;
use http::Request;
use memberline_carriers::{Carrier, Credentials, Outgoing, RequestError};
use memberline_domain::thread::{DeliveryStatus, Report, SendResult};
use serde_json::json;

use crate::samples::*;

pub fn send(credentials: &Credentials, text: &str, media_urls: &[String]) -> Request<Bytes> {
    let (from, to, callback_url) = (number(OURS), number(THEIRS), callback_url(credentials.carrier()));
    let outgoing = Outgoing {
        from: &from,
        to: &to,
        text,
        media_urls,
        callback_url: &callback_url,
    };
    let base = format!("http://localhost:3000/carrier/{}/", credentials.carrier());
    credentials
        .send_request(&outgoing, &base)
        .unwrap_or_else(|e| panic!("{e}"))
}

pub fn header<'a>(request: &'a Request<Bytes>, name: &str) -> &'a str {
    request
        .headers()
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

#[test]
fn an_address_or_a_secret_that_cannot_be_used_is_refused() {
    let (from, to) = (number(OURS), number(THEIRS));
    let outgoing = Outgoing {
        from: &from,
        to: &to,
        text: "Hi",
        media_urls: &[],
        callback_url: "https://a.example",
    };
    let sent = |credentials: &Credentials, base| credentials.send_request(&outgoing, base).map(|_| ());
    for carrier in Carrier::ALL {
        for base in ["", "api.example", "not a url", "/v2"] {
            assert_eq!(
                sent(&credentials(carrier), base),
                Err(RequestError::MalformedAddress),
                "{base}"
            );
        }
    }
    let mut telnyx = telnyx_credentials();
    telnyx.api_key = memberline_carriers::Secret::new("KEY\r\nX-Evil: 1");
    assert_eq!(
        sent(&Credentials::Telnyx(telnyx), "https://a.example"),
        Err(RequestError::MalformedCredentials)
    );
}

#[test]
fn an_accepted_text_has_the_carriers_id() {
    let twilio = json!({"sid": SENT, "status": "queued", "error_code": null, "body": "Yes"}).to_string();
    let telnyx = json!({"data": {"id": TELNYX_SENT, "to": [{"status": "queued"}], "errors": []}}).to_string();
    for (carrier, status, body, id) in [
        (Carrier::Twilio, 201, twilio, SENT),
        (Carrier::Telnyx, 200, telnyx, TELNYX_SENT),
    ] {
        let outcome = carrier.read_send_answer(status, body.as_bytes(), None);
        assert_eq!(
            outcome,
            Some(SendResult::Reported(Report {
                carrier_message_id: Some(id.to_owned()),
                ..DeliveryStatus::Sent.into()
            }))
        );
    }
}

pub fn refusal(carrier: Carrier, code: u32) -> String {
    match carrier {
        Carrier::Twilio => {
            json!({"code": code, "message": "about: my secret text", "status": 400}).to_string()
        }
        Carrier::Telnyx => {
            json!({"errors": [{"code": code.to_string(), "title": "?", "detail": "my secret text"}]})
                .to_string()
        }
    }
}

/// What a carrier says of a text that it refused for good.
pub fn rejected(outcome: Option<SendResult>) -> Report {
    match outcome {
        Some(SendResult::Reported(report)) if report.status == DeliveryStatus::Failed => report,
        other => panic!("{other:?}"),
    }
}

/// Lesson 27: what the carrier knows of an opt-out is taken in.
#[test]
fn an_opt_out_is_recognised() {
    for (carrier, code) in [(Carrier::Twilio, 21610), (Carrier::Telnyx, 40300)] {
        let outcome = carrier.read_send_answer(400, refusal(carrier, code).as_bytes(), None);
        let report = rejected(outcome);
        assert!(report.opted_out);
        let reason = report.reason.unwrap();
        assert_eq!(reason.code, format!("{carrier}_{code}"));
        assert_eq!(
            reason.detail,
            "This person has opted out of texts from this number."
        );
    }
}

#[test]
fn a_reason_never_quotes_the_carrier() {
    for carrier in Carrier::ALL {
        for status in [200, 400, 404, 422, 429, 500] {
            for code in [21211, 40002, 77777] {
                let outcome = carrier.read_send_answer(status, refusal(carrier, code).as_bytes(), None);
                assert!(!format!("{outcome:?}").contains("secret"), "{outcome:?}");
            }
        }
    }
}

#[test]
fn too_much_at_once_is_certainly_not_sent() {
    let waits = |carrier: Carrier, status, body: &str, retry_after| {
        let outcome = carrier.read_send_answer(status, body.as_bytes(), retry_after);
        match outcome {
            Some(SendResult::Deferred { reason, retry_after }) if reason.code == "carrier_throttled" => {
                retry_after
            }
            other => panic!("{other:?}"),
        }
    };
    let (twilio, telnyx) = (Carrier::Twilio, Carrier::Telnyx);
    assert_eq!(waits(twilio, 429, &refusal(twilio, 20429), Some("3")), Some(3));
    assert_eq!(waits(twilio, 429, "", None), None);
    assert_eq!(waits(twilio, 400, &refusal(twilio, 21611), None), None);
    assert_eq!(waits(telnyx, 429, "<html>", Some(" 10 ")), Some(10));
    assert_eq!(waits(telnyx, 403, &refusal(telnyx, 10011), None), None);
    assert_eq!(waits(telnyx, 400, &refusal(telnyx, 40318), None), None);
    for odd in ["Sun, 22 Nov 2026 04:00:00 GMT", "-1", "soon", ""] {
        assert_eq!(waits(telnyx, 429, "", Some(odd)), None, "{odd}");
    }
    for long in ["3601", "18446744073709551615"] {
        assert_eq!(waits(telnyx, 429, "", Some(long)), Some(3_600), "{long}");
    }
}

/// Invariant 3: what may have been sent is never called unsent.
#[test]
fn an_answer_that_settles_nothing_is_unknown() {
    for carrier in Carrier::ALL {
        let cases: &[(u16, &[u8])] = &[
            (500, b"{}"),
            (502, b"<html>"),
            (503, b""),
            (504, b""),
            (200, b""),
            (201, b"{}"),
            (200, b"[1]"),
            (302, b""),
            (408, b""),
            (409, b"<html>"),
        ];
        for (status, body) in cases {
            let outcome = carrier.read_send_answer(*status, body, None);
            assert_eq!(outcome, None, "{carrier} {status}");
        }
        let outcome = carrier.read_send_answer(408, refusal(carrier, 10008).as_bytes(), None);
        assert_eq!(outcome, None);
        let outcome = carrier.read_send_answer(503, refusal(carrier, 20503).as_bytes(), Some("1"));
        assert_eq!(outcome, None);
    }
}

#[test]
fn a_refusal_without_a_code_is_told_by_its_status() {
    for carrier in Carrier::ALL {
        let outcome = carrier.read_send_answer(404, b"<html>", None);
        let reason = rejected(outcome).reason.unwrap();
        assert_eq!(reason.code, format!("{carrier}_http_404"));
    }
}
