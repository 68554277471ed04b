//! Building the request that sends a text, and reading the answer.

use bytes::Bytes;
use http::Request;
use memberline_carriers::{Carrier, Credentials, Failure, Outgoing, RequestError, SendOutcome};
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
            SendOutcome::Accepted {
                carrier_message_id: id.to_owned()
            }
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

/// Lesson 27: what the carrier knows of an opt-out is taken in.
#[test]
fn an_opt_out_is_recognised() {
    for (carrier, code) in [(Carrier::Twilio, 21610), (Carrier::Telnyx, 40300)] {
        let outcome = carrier.read_send_answer(400, refusal(carrier, code).as_bytes(), None);
        let SendOutcome::Rejected(Failure {
            code: Some(told),
            detail,
            opted_out: true,
        }) = outcome
        else {
            panic!("{outcome:?}")
        };
        assert_eq!(told, code.to_string());
        assert_eq!(
            detail.as_deref(),
            Some("This person has opted out of texts from this number.")
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
    let throttled = |seconds| SendOutcome::Throttled {
        retry_after_secs: seconds,
    };
    let (twilio, telnyx) = (Carrier::Twilio, Carrier::Telnyx);
    assert_eq!(
        twilio.read_send_answer(429, refusal(twilio, 20429).as_bytes(), Some("3")),
        throttled(Some(3))
    );
    assert_eq!(twilio.read_send_answer(429, b"", None), throttled(None));
    assert_eq!(
        twilio.read_send_answer(400, refusal(twilio, 21611).as_bytes(), None),
        throttled(None)
    );
    assert_eq!(
        telnyx.read_send_answer(429, b"<html>", Some(" 10 ")),
        throttled(Some(10))
    );
    assert_eq!(
        telnyx.read_send_answer(403, refusal(telnyx, 10011).as_bytes(), None),
        throttled(None)
    );
    assert_eq!(
        telnyx.read_send_answer(400, refusal(telnyx, 40318).as_bytes(), None),
        throttled(None)
    );
    for odd in ["Sun, 22 Nov 2026 04:00:00 GMT", "-1", "soon", ""] {
        assert_eq!(
            telnyx.read_send_answer(429, b"", Some(odd)),
            throttled(None),
            "{odd}"
        );
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
            assert!(
                matches!(outcome, SendOutcome::Unknown { .. }),
                "{carrier} {status}: {outcome:?}"
            );
        }
        let outcome = carrier.read_send_answer(408, refusal(carrier, 10008).as_bytes(), None);
        assert!(matches!(outcome, SendOutcome::Unknown { .. }));
        let outcome = carrier.read_send_answer(503, refusal(carrier, 20503).as_bytes(), Some("1"));
        assert!(matches!(outcome, SendOutcome::Unknown { .. }));
    }
}

#[test]
fn a_refusal_without_a_code_is_told_by_its_status() {
    for carrier in Carrier::ALL {
        let outcome = carrier.read_send_answer(404, b"<html>", None);
        let SendOutcome::Rejected(failure) = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(failure.code.as_deref(), Some("http_404"));
    }
}
