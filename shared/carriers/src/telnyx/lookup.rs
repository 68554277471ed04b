//! Whether Telnyx ever took a text.
//!
//! With Telnyx's id, the message itself tells, for 10 days. Without it there is no list of messages, only the search of
//! detail records, which hold no text but the callback URL, and with it our reference: a find is certain. But the
//! status there is the final one, so a record appears only when the text has been dealt with, and Telnyx does not say
//! how soon. So an absence is never conclusive: receipts decide, or a person.
//!
//! Source: <https://developers.telnyx.com/api-reference/messages/retrieve-a-message>,
//! <https://developers.telnyx.com/api-reference/detail-records/search-detail-records>.

use bytes::Bytes;
use http::{Method, Request};
use jiff::Timestamp;
use memberline_domain::thread::Report;
use serde::Deserialize;

use super::credentials::TelnyxCredentials;
use super::ids::id_of;
use super::payload::Payload;
use super::send::authorization;
use super::status::{reference, status_of};
use crate::lookup::{CLOCK_TOLERANCE_SECS, LookUp, LookupOutcome};
use crate::request::{RequestError, escaped, request};
use crate::send::MAX_ANSWER_BYTES;

const PAGE_SIZE: &str = "50";

pub(super) fn lookup_request(
    look_up: &LookUp<'_>,
    credentials: &TelnyxCredentials,
    base_url: &str,
) -> Result<Request<Bytes>, RequestError> {
    let path = if let Some(id) = look_up.carrier_message_id {
        format!("/v2/messages/{}", escaped(id))
    } else {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("filter[record_type]", "messaging");
        query.append_pair("filter[direction]", "outbound");
        query.append_pair("filter[cli]", look_up.from.as_str());
        query.append_pair("filter[cld]", look_up.to.as_str());
        if let Some(day) = day(look_up.sent_after.saturating_sub(CLOCK_TOLERANCE_SECS)) {
            query.append_pair("filter[created_at][gte]", &day);
        }
        query.append_pair("sort", "-created_at");
        query.append_pair("page[size]", PAGE_SIZE);
        format!("/v2/detail_records?{}", query.finish())
    };
    request(Method::GET, base_url, &path, &authorization(credentials), None)
}

/// The day of a time, in UTC: the filter takes no finer one.
fn day(seconds: i64) -> Option<String> {
    Some(
        Timestamp::from_second(seconds)
            .ok()?
            .strftime("%Y-%m-%d")
            .to_string(),
    )
}

#[derive(Deserialize)]
struct Retrieved {
    data: Payload,
}

#[derive(Deserialize)]
struct Records {
    data: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    uuid: Option<String>,
    status: Option<String>,
    delivery_status_webhook_url: Option<String>,
    #[serde(default)]
    errors: Option<Vec<String>>,
}

pub(super) fn read_lookup_answer(status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
    if body.len() > MAX_ANSWER_BYTES {
        return LookupOutcome::Unavailable;
    }
    let outcome = match (status, look_up.carrier_message_id) {
        (200, Some(id)) => retrieved(body, id),
        (404, Some(_)) => Some(LookupOutcome::NotFound { conclusive: false }),
        (200, None) => recorded(body, look_up),
        _ => None,
    };
    outcome.unwrap_or(LookupOutcome::Unavailable)
}

fn retrieved(body: &[u8], id: &str) -> Option<LookupOutcome> {
    let Retrieved { data } = serde_json::from_slice(body).ok()?;
    let carrier_message_id = data.message_id().ok().filter(|retrieved| retrieved == id)?;
    Some(LookupOutcome::Found(Report {
        carrier_message_id: Some(carrier_message_id),
        ..status_of(data.status()?, &data.error_codes())?
    }))
}

fn recorded(body: &[u8], look_up: &LookUp<'_>) -> Option<LookupOutcome> {
    let Records { data } = serde_json::from_slice(body).ok()?;
    let ours = data.into_iter().find(|record| {
        reference(record.delivery_status_webhook_url.as_deref()).as_ref() == Some(look_up.reference)
    });
    let Some(record) = ours else {
        return Some(LookupOutcome::NotFound { conclusive: false });
    };
    let codes: Vec<&str> = record.errors.iter().flatten().map(String::as_str).collect();
    Some(LookupOutcome::Found(Report {
        carrier_message_id: Some(id_of(record.uuid.as_deref()?)?),
        ..status_of(record.status.as_deref()?, &codes)?
    }))
}
