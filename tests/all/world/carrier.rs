//! A carrier that answers as a test says, behind the HTTP client of the functions.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorFuture, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};

use super::roles::check_signed;

/// A text that the carrier took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub id: String,
    pub from: String,
    pub to: String,
    pub text: String,
    pub callback: String,
    pub media: Vec<String>,
}

/// How the carrier answers a send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Accept,
    /// Takes it, and the answer gets lost.
    AcceptSilently,
    /// Does not take it, and no answer comes.
    Silence,
    Throttle,
    ServerError,
    OptedOut,
    BadNumber,
}

#[derive(Debug, Default)]
struct Book {
    sent: Vec<Sent>,
    script: VecDeque<Answer>,
    requests: usize,
    asked: Vec<String>,
    now: i64,
}

/// A carrier. It accepts whatever the script says nothing else about.
#[derive(Debug, Clone, Default)]
pub struct ScriptedCarrier(Arc<Mutex<Book>>);

impl ScriptedCarrier {
    pub fn connector(&self) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }

    /// Says how the next sends are answered.
    pub fn script(&self, answers: &[Answer]) {
        self.0.lock().unwrap().script.extend(answers);
    }

    /// The texts that the carrier took, in order.
    pub fn sent(&self) -> Vec<Sent> {
        self.0.lock().unwrap().sent.clone()
    }

    /// It has a text that another system sent from our number.
    pub fn has_another(&self, from: &str, to: &str, text: &str) {
        let mut book = self.0.lock().unwrap();
        let another = Sent {
            id: format!("SM{:032x}", 0xffff),
            from: from.to_owned(),
            to: to.to_owned(),
            text: text.to_owned(),
            callback: String::new(),
            media: Vec::new(),
        };
        book.sent.push(another);
    }

    /// The texts that it took for one number, in order.
    pub fn sent_to(&self, number: &str) -> Vec<Sent> {
        let book = self.0.lock().unwrap();
        book.sent
            .iter()
            .filter(|sent| sent.to == number)
            .cloned()
            .collect()
    }

    /// The addresses of all requests, in order.
    pub fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }

    /// How many requests came since the last time.
    pub fn take_requests(&self) -> usize {
        std::mem::take(&mut self.0.lock().unwrap().requests)
    }

    /// What the carrier's clock reads, in seconds.
    pub fn set_time(&self, now: i64) {
        self.0.lock().unwrap().now = now;
    }

    fn take(&self, form: &[(String, String)]) -> Option<HttpResponse> {
        let field = |name: &str| {
            form.iter()
                .find(|(n, _)| n == name)
                .map(|(_, v)| v.clone())
                .unwrap_or_default()
        };
        let mut book = self.0.lock().unwrap();
        let answer = book.script.pop_front().unwrap_or(Answer::Accept);
        let id = format!("SM{:032x}", book.sent.len() + 1);
        if matches!(answer, Answer::Accept | Answer::AcceptSilently) {
            let sent = Sent {
                id: id.clone(),
                from: field("From"),
                to: field("To"),
                text: field("Body"),
                callback: field("StatusCallback"),
                media: form
                    .iter()
                    .filter(|(n, _)| n == "MediaUrl")
                    .map(|(_, v)| v.clone())
                    .collect(),
            };
            check_signed("OutboundSms", &sent.media.join(" "));
            book.sent.push(sent);
        }
        match answer {
            Answer::Accept => Some(response(201, &json!({ "sid": id, "status": "queued" }))),
            Answer::AcceptSilently | Answer::Silence => None,
            Answer::Throttle => Some(response(429, &json!({ "code": 20429, "status": 429 }))),
            Answer::ServerError => Some(response(503, &json!({ "status": 503 }))),
            Answer::OptedOut => Some(response(400, &json!({ "code": 21610, "status": 400 }))),
            Answer::BadNumber => Some(response(400, &json!({ "code": 21211, "status": 400 }))),
        }
    }

    fn list(&self) -> HttpResponse {
        let book = self.0.lock().unwrap();
        let date = jiff::Timestamp::from_second(book.now).unwrap();
        let date = jiff::fmt::rfc2822::to_string(&date.to_zoned(jiff::tz::TimeZone::UTC)).unwrap();
        let messages: Vec<Value> = book
            .sent
            .iter()
            .rev()
            .map(|s| {
                json!({ "sid": s.id, "from": s.from, "to": s.to, "body": s.text, "direction": "outbound-api",
                        "status": "sent", "date_created": date, "date_sent": date, "error_code": null })
            })
            .collect();
        response(200, &json!({ "messages": messages, "next_page_uri": null }))
    }
}

fn response(status: u16, body: &Value) -> HttpResponse {
    HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body.to_string()))
}

impl HttpConnector for ScriptedCarrier {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        {
            let mut book = self.0.lock().unwrap();
            book.requests += 1;
            book.asked.push(request.uri().to_owned());
        }
        let answer = if request.method() == "GET" {
            Some(self.list())
        } else {
            let form = request.body().bytes().unwrap_or_default();
            let form: Vec<_> = form_urlencoded::parse(form).into_owned().collect();
            self.take(&form)
        };
        HttpConnectorFuture::ready(answer.ok_or_else(|| ConnectorError::timeout("scripted".into())))
    }
}
