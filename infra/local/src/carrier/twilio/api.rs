//! Twilio's API: sending, and what became of it.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Form, Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router, routing};
use base64::prelude::{BASE64_STANDARD, Engine};
use memberline_carriers::Carrier as Kind;
use serde_json::{Value, json};

use super::media;
use super::problem::problem;
use crate::carrier::behaviour::{NO_ANSWER, Send};
use crate::carrier::book::{Direction, Erased, Message, Status};
use crate::carrier::id;
use crate::carrier::inbound::scope;
use crate::carrier::network::{Carrier, is_number};

/// The longest text, in characters.
const MAX_TEXT: usize = 1600;

/// Sending and looking up.
pub(super) fn routes() -> Router<Arc<Carrier>> {
    Router::new()
        .route(
            "/2010-04-01/Accounts/{account}/Messages.json",
            routing::post(send).get(list),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Messages/{file}",
            routing::get(fetch).post(redact),
        )
        .route(
            "/2010-04-01/Accounts/{account}/Messages/{file}/Media/{medium}",
            routing::get(media::hand_over).delete(media::delete),
        )
}

impl Carrier {
    pub(super) fn refuse_stranger(&self, account: &str, headers: &HeaderMap) -> Option<Response> {
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
}

async fn send(
    State(carrier): State<Arc<Carrier>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
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
        id: id::sid(if media.is_empty() { "SM" } else { "MM" }),
        carrier: Kind::Twilio,
        direction: Direction::Out,
        member: to.to_owned(),
        number: from.to_owned(),
        text: text.to_owned(),
        media,
        at: carrier.now(),
        status: Status::Queued,
        callback: field("StatusCallback").map(str::to_owned),
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
    if !carrier.is_ours(Kind::Twilio, from) {
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
    State(carrier): State<Arc<Carrier>>,
    Path(account): Path<String>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
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
        .read(|book| book.of(Kind::Twilio).cloned().collect::<Vec<_>>())
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
    State(carrier): State<Arc<Carrier>>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
) -> Response {
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    let id = file.trim_end_matches(".json");
    match carrier.read(|book| {
        book.get(id)
            .filter(|message| message.carrier == Kind::Twilio)
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

/// Changes a message: nothing but its text, and that to none.
async fn redact(
    State(carrier): State<Arc<Carrier>>,
    Path((account, file)): Path<(String, String)>,
    headers: HeaderMap,
    Form(fields): Form<Vec<(String, String)>>,
) -> Response {
    if let Some(refusal) = carrier.refuse_stranger(&account, &headers) {
        return refusal;
    }
    if fields != [("Body".to_owned(), String::new())] {
        return problem(StatusCode::BAD_REQUEST, 20001, "Body must be empty");
    }
    let id = file.trim_end_matches(".json");
    carrier.change(|book| book.erase(id, None));
    fetch(State(Arc::clone(&carrier)), Path((account, file)), headers).await
}
