//! Having Twilio erase a message that came in.
//!
//! Media are deleted one by one; the text is replaced by an empty one, which keeps the record of the message (for billing) and
//! works once the message is final. Source: <https://www.twilio.com/docs/messaging/api/media-resource>,
//! <https://www.twilio.com/docs/messaging/api/message-resource#update-a-message-resource>.

use bytes::Bytes;
use http::{Method, Request};
use serde::Deserialize;

use super::credentials::TwilioCredentials;
use super::send::authorization;
use crate::media::EraseOutcome;
use crate::request::{RequestError, escaped, request};

#[derive(Deserialize)]
struct Refusal {
    code: i64,
}

/// The code of a request for what is not there, or no longer.
const NOT_FOUND: i64 = 20404;

pub(super) fn redact_request(
    carrier_message_id: &str,
    credentials: &TwilioCredentials,
    base_url: &str,
) -> Result<Request<Bytes>, RequestError> {
    let account = escaped(&credentials.account_sid);
    let message = escaped(carrier_message_id);
    let content = ("application/x-www-form-urlencoded", "Body=".to_owned());
    request(
        Method::POST,
        base_url,
        &format!("/2010-04-01/Accounts/{account}/Messages/{message}.json"),
        &authorization(credentials),
        Some(content),
    )
}

pub(super) fn read_erase_answer(status: u16, body: &[u8]) -> EraseOutcome {
    let code = || {
        serde_json::from_slice::<Refusal>(body)
            .ok()
            .map(|refusal| refusal.code)
    };
    match status {
        200..=299 | 404 | 410 => EraseOutcome::Erased,
        // A message that is not final yet is in conflict with being erased.
        408 | 409 | 425 | 429 | 500.. => EraseOutcome::Later,
        _ => match code() {
            Some(NOT_FOUND) => EraseOutcome::Erased,
            Some(code) => EraseOutcome::Refused {
                code: code.to_string(),
            },
            None => EraseOutcome::Refused {
                code: format!("http_{status}"),
            },
        },
    }
}
