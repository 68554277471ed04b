//! Twilio, as its API and its webhooks look from outside.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource>,
//! <https://www.twilio.com/docs/messaging/guides/webhook-request>,
//! <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status>.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use base64::prelude::{BASE64_STANDARD, Engine};
use jiff::fmt::rfc2822;
use memberline_platform::clock::now;
use serde_json::{Value, json};

use super::behaviour::{NO_ANSWER, Send};
use super::book::{Direction, Message, Status};
use super::inbound::scope;
use super::media::content_type;
use super::opt_out::Keyword;
use super::webhook::{Patience, post};
use super::{Carrier, is_number, is_ours, secrets};
use crate::serve::App;

/// What Twilio does for a webhook whose address ends in `#rc=2&rp=all`, as ours do: two retries, whatever went wrong.
const PATIENCE: Patience = Patience {
    attempts: 3,
    timeout: Duration::from_secs(15),
};
/// The longest text, in characters.
const MAX_TEXT: usize = 1600;
/// A text that was lost: the handset could not be reached.
const UNREACHABLE: u32 = 30003;

/// The API, below `/carrier/twilio`.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route(
            "/2010-04-01/Accounts/{account}/Messages.json",
            routing::post(send).get(list),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Messages/{file}",
            routing::get(fetch),
        )
}

/// An error as Twilio puts it.
fn problem(status: StatusCode, code: u32, message: &str) -> Response {
    let body = json!({
        "code": code,
        "message": message,
        "more_info": format!("https://www.twilio.com/docs/errors/{code}"),
        "status": status.as_u16(),
    });
    (status, Json(body)).into_response()
}

impl Carrier {
    fn refuse_stranger(&self, account: &str, headers: &HeaderMap) -> Option<Response> {
        let known = &self.secrets.twilio;
        let expected = BASE64_STANDARD.encode(format!("{}:{}", known.account_sid, known.auth_token));
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Basic "));
        if given != Some(expected.as_str()) {
            return Some(problem(StatusCode::UNAUTHORIZED, 20003, "Authenticate"));
        }
        (account != known.account_sid).then(|| {
            problem(
                StatusCode::NOT_FOUND,
                20404,
                "The requested resource was not found",
            )
        })
    }

    fn twilio_resource(&self, message: &Message) -> Value {
        let account = &self.secrets.twilio.account_sid;
        let (from, to) = match message.direction {
            Direction::In => (&message.member, &message.number),
            Direction::Out => (&message.number, &message.member),
        };
        let lost = message.status == Status::Failed;
        let at = rfc2822::to_string(&message.at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default();
        let sent = (message.status > Status::Queued).then(|| at.clone());
        let path = format!("/2010-04-01/Accounts/{account}/Messages/{}", message.id);
        json!({
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": message.text,
            "date_created": at,
            "date_sent": sent,
            "date_updated": at,
            "direction": if message.direction == Direction::In { "inbound" } else { "outbound-api" },
            "error_code": lost.then_some(UNREACHABLE),
            "error_message": lost.then_some("Unreachable destination handset"),
            "from": from,
            "messaging_service_sid": null,
            "num_media": message.media.len().to_string(),
            "num_segments": super::segments(&message.text).to_string(),
            "price": null,
            "price_unit": "USD",
            "sid": message.id,
            "status": word(message.status),
            "subresource_uris": { "media": format!("{path}/Media.json") },
            "to": to,
            "uri": format!("{path}.json"),
        })
    }

    /// Posts a member's text to the institution.
    pub(super) async fn announce_twilio(&self, message: &Message, keyword: Option<Keyword>) {
        let segments = super::segments(&message.text).to_string();
        let count = message.media.len().to_string();
        let mut fields = vec![
            ("ToCountry", "US"),
            ("ToState", "MN"),
            ("SmsMessageSid", &message.id),
            ("NumMedia", &count),
            ("ToCity", "DULUTH"),
            ("FromZip", "55802"),
            ("SmsSid", &message.id),
            ("FromState", "MN"),
            ("SmsStatus", "received"),
            ("FromCity", "DULUTH"),
            ("Body", &message.text),
            ("FromCountry", "US"),
            ("To", &message.number),
            ("ToZip", "55802"),
            ("NumSegments", &segments),
            ("MessageSid", &message.id),
            ("AccountSid", &self.secrets.twilio.account_sid),
            ("From", &message.member),
            ("ApiVersion", "2010-04-01"),
        ];
        if let Some(keyword) = keyword {
            fields.push(("OptOutType", keyword.as_str()));
        }
        let names: Vec<_> = (0..message.media.len())
            .map(|at| (format!("MediaUrl{at}"), format!("MediaContentType{at}")))
            .collect();
        for (address, (url, kind)) in message.media.iter().zip(&names) {
            fields.push((url, address));
            fields.push((kind, content_type(address)));
        }
        self.post_form(&format!("{}/webhooks/twilio", self.url), &fields)
            .await;
    }

    /// Posts a receipt.
    pub(super) async fn report_twilio(&self, message: &Message, callback: &str, status: Status) {
        let done = now().strftime("%y%m%d%H%M").to_string();
        let code = UNREACHABLE.to_string();
        let mut fields = vec![
            ("SmsSid", message.id.as_str()),
            ("SmsStatus", word(status)),
            ("MessageStatus", word(status)),
            ("To", &message.member),
            ("MessageSid", &message.id),
            ("AccountSid", &self.secrets.twilio.account_sid),
            ("From", &message.number),
            ("ApiVersion", "2010-04-01"),
        ];
        if status == Status::Failed {
            fields.push(("ErrorCode", &code));
        }
        if status >= Status::Delivered {
            fields.push(("RawDlrDoneDate", &done));
        }
        self.post_form(callback, &fields).await;
    }

    async fn post_form(&self, url: &str, fields: &[(&str, &str)]) {
        let signature = memberline_carriers::twilio::sign(url, fields, &self.secrets.twilio.auth_token);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let token = secrets::uuid();
        post(&format!("Twilio's webhook to {url}"), &PATIENCE, || {
            self.http
                .post(url)
                .header(
                    header::CONTENT_TYPE,
                    "application/x-www-form-urlencoded; charset=UTF-8",
                )
                .header("I-Twilio-Idempotency-Token", &token)
                .header("X-Twilio-Signature", &signature)
                .header(header::USER_AGENT, "TwilioProxy/1.1")
                .body(body.clone())
        })
        .await;
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Queued => "queued",
        Status::Sent => "sent",
        Status::Delivered => "delivered",
        Status::Failed => "undelivered",
        Status::Received => "received",
    }
}

async fn send(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    let carrier = &app.carrier;
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let field = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    };
    let (to, from) = (field("To").unwrap_or_default(), field("From").unwrap_or_default());
    let text = field("Body").unwrap_or_default();
    let media: Vec<String> = fields
        .iter()
        .filter(|(key, _)| key == "MediaUrl")
        .map(|(_, value)| value.clone())
        .collect();
    let message = Message {
        id: secrets::sid(if media.is_empty() { "SM" } else { "MM" }),
        carrier: "twilio".to_owned(),
        direction: Direction::Out,
        member: to.to_owned(),
        number: from.to_owned(),
        text: text.to_owned(),
        media,
        at: now(),
        status: Status::Queued,
        callback: field("StatusCallback").map(str::to_owned),
        lost: carrier.fails(),
    };
    let behaviour = carrier.behaviour().send;
    if let Some(refusal) = refusal(carrier, &message, behaviour) {
        return refusal;
    }
    carrier.accept(&message);
    if behaviour == Send::Timeout {
        tokio::time::sleep(NO_ANSWER).await;
    }
    (StatusCode::CREATED, Json(carrier.twilio_resource(&message))).into_response()
}

fn refusal(carrier: &Carrier, message: &Message, behaviour: Send) -> Option<Response> {
    let Message {
        member: to,
        number: from,
        text,
        ..
    } = message;
    let bad = |code, said: &str| Some(problem(StatusCode::BAD_REQUEST, code, said));
    match behaviour {
        Send::Throttle => {
            let mut answer = problem(StatusCode::TOO_MANY_REQUESTS, 20429, "Too Many Requests");
            answer
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
            return Some(answer);
        }
        Send::Error => {
            return Some(problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                20500,
                "An internal server error has occurred",
            ));
        }
        Send::Accept | Send::Timeout | Send::RejectOptedOut => {}
    }
    if to.is_empty() {
        return bad(21604, "A 'To' phone number is required.");
    }
    if !is_number(to) {
        return bad(21211, &format!("Invalid 'To' Phone Number: {to}"));
    }
    if from.is_empty() {
        return bad(21603, "A 'From' phone number is required.");
    }
    if !is_ours("twilio", from) {
        return bad(
            21660,
            &format!("Mismatch between the 'From' number {from} and the account"),
        );
    }
    if text.is_empty() && message.media.is_empty() {
        return bad(21602, "Message body is required.");
    }
    if text.chars().count() > MAX_TEXT {
        return bad(
            21617,
            "The concatenated message body exceeds the 1600 character limit",
        );
    }
    if behaviour == Send::RejectOptedOut || carrier.read(|book| book.blocks(to, scope(message))) {
        return bad(21610, "Attempt to send to unsubscribed recipient");
    }
    None
}

async fn list(
    State(app): State<Arc<App>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let carrier = &app.carrier;
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let size = query
        .get("PageSize")
        .and_then(|size| size.parse().ok())
        .unwrap_or(50_usize)
        .clamp(1, 1000);
    let page = query
        .get("Page")
        .and_then(|page| page.parse().ok())
        .unwrap_or(0_usize);
    let wanted = |resource: &Value| {
        let same = |name: &str, member: &str| query.get(name).is_none_or(|value| resource[member] == *value);
        same("To", "to") && same("From", "from")
    };
    let all: Vec<Value> = carrier
        .read(|book| book.of("twilio").cloned().collect::<Vec<_>>())
        .iter()
        .map(|message| carrier.twilio_resource(message))
        .filter(wanted)
        .collect();
    let path = format!("/2010-04-01/Accounts/{account}/Messages.json");
    let next = (all.len() > (page + 1) * size).then(|| format!("{path}?PageSize={size}&Page={}", page + 1));
    let messages: Vec<Value> = all.into_iter().skip(page * size).take(size).collect();
    Json(json!({
        "messages": messages,
        "page": page,
        "page_size": size,
        "start": page * size,
        "end": page * size + messages.len().saturating_sub(1),
        "uri": format!("{path}?PageSize={size}&Page={page}"),
        "first_page_uri": format!("{path}?PageSize={size}&Page=0"),
        "next_page_uri": next,
        "previous_page_uri": null,
    }))
    .into_response()
}

async fn fetch(
    State(app): State<Arc<App>>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    let carrier = &app.carrier;
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let id = file.trim_end_matches(".json");
    match carrier.read(|book| {
        book.get(id)
            .filter(|message| message.carrier == "twilio")
            .cloned()
    }) {
        Some(message) => Json(carrier.twilio_resource(&message)).into_response(),
        None => problem(
            StatusCode::NOT_FOUND,
            20404,
            "The requested resource was not found",
        ),
    }
}
