//! Telnyx's API: sending, and what became of it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use memberline_carriers::Carrier as Kind;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{resource, word};
use crate::carrier::behaviour::{NO_ANSWER, Send};
use crate::carrier::book::{Direction, Erased, Message, Status};
use crate::carrier::id;
use crate::carrier::inbound::scope;
use crate::carrier::network::{Carrier, is_number, segments};

/// The most parts that a text may have.
const MAX_PARTS: u32 = 10;

/// Sending and looking up.
pub(super) fn routes() -> Router<Arc<Carrier>> {
    Router::new()
        .route("/v2/messages", routing::post(send))
        .route("/v2/messages/{id}", routing::get(fetch))
        .route("/v2/detail_records", routing::get(records))
}

impl Carrier {
    pub(super) fn refuse_unknown(&self, headers: &HeaderMap) -> Option<Response> {
        let expected = format!("Bearer {}", self.secrets.telnyx.api_key);
        let given = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok());
        (given != Some(expected.as_str())).then(|| {
            let detail =
                "The required authentication headers were either invalid or not included in the request.";
            problem(StatusCode::UNAUTHORIZED, "10009", "Authentication failed", detail)
        })
    }
}

/// An error as Telnyx puts it.
pub(super) fn problem(status: StatusCode, code: &str, title: &str, detail: &str) -> Response {
    let error = json!({
        "code": code,
        "title": title,
        "detail": detail,
        "meta": { "url": format!("https://developers.telnyx.com/docs/overview/errors/{code}") },
    });
    (status, Json(json!({ "errors": [error] }))).into_response()
}

/// What the send API reads of a request.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Request {
    from: String,
    to: String,
    text: String,
    media_urls: Vec<String>,
    webhook_url: Option<String>,
}

async fn send(
    State(carrier): State<Arc<Carrier>>,
    headers: HeaderMap,
    body: Result<Json<Request>, JsonRejection>,
) -> Response {
    if let Some(refusal) = carrier.refuse_unknown(&headers) {
        return refusal;
    }
    let Ok(Json(request)) = body else {
        return problem(
            StatusCode::BAD_REQUEST,
            "10023",
            "Invalid JSON",
            "The supplied JSON is invalid.",
        );
    };
    let message = Message {
        id: id::uuid(),
        carrier: Kind::Telnyx,
        direction: Direction::Out,
        member: request.to,
        number: request.from,
        text: request.text,
        media: request.media_urls,
        at: carrier.now(),
        status: Status::Queued,
        callback: request.webhook_url,
        lost: carrier.fails(),
        erased: Erased::default(),
    };
    let behaviour = carrier.behaviour().send;
    if let Some(refusal) = refusal(&carrier, &message, behaviour) {
        return refusal;
    }
    carrier.accept(&message);
    if behaviour == Send::Timeout {
        tokio::time::sleep(NO_ANSWER).await;
    }
    Json(json!({ "data": resource(&message, carrier.now()) })).into_response()
}

fn refusal(carrier: &Carrier, message: &Message, behaviour: Send) -> Option<Response> {
    let Message {
        member: to,
        number: from,
        ..
    } = message;
    let bad = |code, title, detail: &str| Some(problem(StatusCode::BAD_REQUEST, code, title, detail));
    match behaviour {
        Send::Throttle => {
            let detail = "You have exceeded the maximum number of allowed requests.";
            let mut answer = problem(
                StatusCode::TOO_MANY_REQUESTS,
                "10011",
                "Too many requests",
                detail,
            );
            answer
                .headers_mut()
                .insert(header::RETRY_AFTER, header::HeaderValue::from_static("2"));
            return Some(answer);
        }
        Send::Error => {
            let detail = "An unexpected error occured.";
            return Some(problem(
                StatusCode::INTERNAL_SERVER_ERROR,
                "10007",
                "Unexpected error",
                detail,
            ));
        }
        Send::Accept | Send::Timeout | Send::RejectOptedOut => {}
    }
    if !is_number(to) {
        return bad(
            "40310",
            "Invalid 'to' address",
            "The 'to' address should be a valid number in E.164 format.",
        );
    }
    if !carrier.is_ours(Kind::Telnyx, from) {
        return bad(
            "40305",
            "Invalid 'from' address",
            "The source is not a number of this messaging profile.",
        );
    }
    if message.text.is_empty() && message.media.is_empty() {
        return bad(
            "10004",
            "Missing required parameter",
            "A message needs text or media.",
        );
    }
    if segments(&message.text) > MAX_PARTS {
        return bad(
            "40302",
            "Message too large",
            "A message may have at most 10 parts.",
        );
    }
    if behaviour == Send::RejectOptedOut || carrier.read(|book| book.blocks(to, scope(message))) {
        let detail =
            format!("Messages cannot be sent from '{from}' to '{to}' due to an existing block rule.");
        return Some(problem(
            StatusCode::CONFLICT,
            "40300",
            "Blocked due to STOP message",
            &detail,
        ));
    }
    None
}

async fn fetch(State(carrier): State<Arc<Carrier>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    if let Some(refusal) = carrier.refuse_unknown(&headers) {
        return refusal;
    }
    let detail = "The requested resource or URL could not be found.";
    match carrier.read(|book| {
        book.get(&id)
            .filter(|message| message.carrier == Kind::Telnyx)
            .cloned()
    }) {
        Some(message) => Json(json!({ "data": resource(&message, carrier.now()) })).into_response(),
        None => problem(StatusCode::NOT_FOUND, "10005", "Resource not found", detail),
    }
}

/// The search of detail records. As at Telnyx, a text has one only once it has been dealt with.
async fn records(
    State(carrier): State<Arc<Carrier>>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    if let Some(refusal) = carrier.refuse_unknown(&headers) {
        return refusal;
    }
    let same = |name: &str, value: &str| query.get(name).is_none_or(|wanted| wanted == value);
    let records: Vec<Value> = carrier.read(|book| {
        book.of(Kind::Telnyx)
            .filter(|message| message.direction == Direction::Out && message.status > Status::Queued)
            .filter(|message| same("filter[cli]", &message.number) && same("filter[cld]", &message.member))
            .map(|message| {
                let errors = if message.status == Status::Failed {
                    json!(["40006"])
                } else {
                    json!([])
                };
                json!({
                    "record_type": "message_detail_record",
                    "uuid": message.id,
                    "direction": "outbound",
                    "cli": message.number,
                    "cld": message.member,
                    "status": word(message.status),
                    "delivery_status_webhook_url": message.callback,
                    "created_at": message.at,
                    "errors": errors,
                })
            })
            .collect()
    });
    let meta = json!({ "page_number": 1, "page_size": records.len(), "total_pages": 1, "total_results": records.len() });
    Json(json!({ "data": records, "meta": meta })).into_response()
}
