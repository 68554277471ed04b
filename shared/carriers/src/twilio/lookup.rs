//! Whether Twilio ever took a text.
//!
//! Twilio lists an account's messages by sender and recipient, newest first, and shows the text but not the callback
//! URL. So a text is recognised by its wording, its numbers and its time: the earliest equal one after the claim that is
//! not known to be another. The list is not narrowed by `DateSent`, which a queued text does not have yet.
//!
//! A request may take up to half a minute to be taken, so ask no sooner than a minute after the claim. An absence is
//! conclusive unless the list has an outbound text after the claim that we cannot account for: the carrier may have
//! changed the wording, as it does for a trial account.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource#read-multiple-message-resources>.

use bytes::Bytes;
use http::{Method, Request};
use jiff::fmt::rfc2822;
use memberline_domain::thread::Report;
use serde::Deserialize;

use super::credentials::TwilioCredentials;
use super::ids;
use super::inbound::status_of;
use super::send::{authorization, messages_path};
use crate::lookup::{CLOCK_TOLERANCE_SECS, LookUp, LookupOutcome};
use crate::request::{RequestError, escaped, request};
use crate::send::MAX_ANSWER_BYTES;

const PAGE_SIZE: &str = "100";

pub(super) fn lookup_request(
    look_up: &LookUp<'_>,
    credentials: &TwilioCredentials,
    base_url: &str,
) -> Result<Request<Bytes>, RequestError> {
    let list = messages_path(credentials);
    let path = if let Some(id) = look_up.carrier_message_id {
        let list = list.trim_end_matches(".json");
        format!("{list}/{}.json", escaped(id))
    } else {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("To", look_up.to.as_str());
        query.append_pair("From", look_up.from.as_str());
        query.append_pair("PageSize", PAGE_SIZE);
        format!("{list}?{}", query.finish())
    };
    request(Method::GET, base_url, &path, &authorization(credentials), None)
}

#[derive(Deserialize)]
struct Page {
    messages: Vec<Listed>,
    next_page_uri: Option<String>,
}

#[derive(Deserialize)]
struct Listed {
    sid: String,
    status: String,
    body: Option<String>,
    direction: Option<String>,
    from: Option<String>,
    to: Option<String>,
    date_created: Option<String>,
    error_code: Option<i64>,
}

pub(super) fn read_lookup_answer(status: u16, body: &[u8], look_up: &LookUp<'_>) -> LookupOutcome {
    if body.len() > MAX_ANSWER_BYTES {
        return LookupOutcome::Unavailable;
    }
    match (status, look_up.carrier_message_id) {
        (200, Some(id)) => match serde_json::from_slice::<Listed>(body) {
            Ok(listed) if listed.sid == id => found(&listed),
            _ => LookupOutcome::Unavailable,
        },
        (404, Some(_)) => LookupOutcome::NotFound { conclusive: true },
        (200, None) => serde_json::from_slice::<Page>(body)
            .map_or(LookupOutcome::Unavailable, |page| search(&page, look_up)),
        _ => LookupOutcome::Unavailable,
    }
}

fn search(page: &Page, look_up: &LookUp<'_>) -> LookupOutcome {
    let earliest = look_up.sent_after.saturating_sub(CLOCK_TOLERANCE_SECS);
    let unaccounted: Vec<&Listed> = page
        .messages
        .iter()
        .filter(|listed| listed.is_from_us_to_them(look_up) && !look_up.others.contains(&listed.sid))
        .filter(|listed| listed.created().is_none_or(|at| at >= earliest))
        .collect();
    let candidates = unaccounted.iter().filter(|listed| listed.says(look_up.text));
    if let Some(listed) = candidates
        .filter(|listed| listed.created().is_some())
        .min_by_key(|l| l.created())
    {
        return found(listed);
    }
    let reaches_back = page.next_page_uri.is_none()
        || page
            .messages
            .iter()
            .filter_map(Listed::created)
            .any(|created| created < earliest);
    if reaches_back {
        LookupOutcome::NotFound {
            conclusive: unaccounted.is_empty(),
        }
    } else {
        LookupOutcome::Unavailable
    }
}

impl Listed {
    fn is_from_us_to_them(&self, look_up: &LookUp<'_>) -> bool {
        self.direction
            .as_deref()
            .is_none_or(|direction| direction.starts_with("outbound"))
            && self
                .from
                .as_deref()
                .is_none_or(|from| from == look_up.from.as_str())
            && self.to.as_deref().is_none_or(|to| to == look_up.to.as_str())
    }

    fn says(&self, text: &str) -> bool {
        self.body.as_deref().unwrap_or_default().trim() == text.trim()
    }

    /// When Twilio took it, in seconds since 1970.
    fn created(&self) -> Option<i64> {
        let at = rfc2822::parse(self.date_created.as_deref()?).ok()?;
        Some(at.timestamp().as_second())
    }
}

fn found(listed: &Listed) -> LookupOutcome {
    let code = listed.error_code.map(|code| code.to_string());
    match (
        ids::message_id(&listed.sid),
        status_of(&listed.status, code.as_deref()),
    ) {
        (id @ Some(_), Some(report)) => LookupOutcome::Found(Report {
            carrier_message_id: id,
            ..report
        }),
        _ => LookupOutcome::Unavailable,
    }
}
