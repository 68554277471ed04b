//! A wire of one member's own: what is written for them is read off it as the stream brings it, and their timers are kept by a
//! scheduler that answers as EventBridge does, but goes off when the test says.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::roles::check_request;

tokio::task_local! {
    /// Whose calls the running task makes.
    pub static OWN: Own;
}

/// What is read off the wire of one member.
#[derive(Debug, Clone, Default)]
pub struct Own(Arc<Mutex<Book>>);

#[derive(Debug, Default)]
struct Book {
    written: Vec<Value>,
    schedules: BTreeMap<String, Schedule>,
    changed: Vec<String>,
    /// Whether the local scheduler is asked too, and has to answer alike.
    asks_local: bool,
    calls: usize,
}

/// A schedule as the scheduler has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    pub at: Timestamp,
    pub input: String,
    /// How often it was set before.
    pub revision: usize,
}

impl Own {
    /// A wire whose scheduler is compared with the local one.
    pub fn compared() -> Self {
        let own = Self::default();
        own.0.lock().unwrap().asks_local = true;
        own
    }

    pub fn is_compared(&self) -> bool {
        self.0.lock().unwrap().asks_local
    }

    /// The images of the entries that were written since the last time, in order.
    pub fn take_written(&self) -> Vec<Value> {
        std::mem::take(&mut self.0.lock().unwrap().written)
    }

    /// The schedules that were set since the last time, as they stand.
    pub fn take_set(&self) -> Vec<(String, Schedule)> {
        let mut book = self.0.lock().unwrap();
        let mut changed = std::mem::take(&mut book.changed);
        changed.sort_unstable();
        changed.dedup();
        let set = changed.into_iter().filter_map(|name| {
            let schedule = book.schedules.get(&name)?.clone();
            Some((name, schedule))
        });
        set.collect()
    }

    /// Lets a schedule go off, if it still stands as it was set: it is deleted, and what it says is on its way.
    pub fn go_off(&self, name: &str, revision: usize) -> bool {
        let mut book = self.0.lock().unwrap();
        let stands = book.schedules.get(name).is_some_and(|s| s.revision == revision);
        if stands {
            book.schedules.remove(name);
        }
        stands
    }

    /// How many schedules there are.
    pub fn scheduled(&self) -> usize {
        self.0.lock().unwrap().schedules.len()
    }

    /// How often the scheduler was called.
    pub fn calls(&self) -> usize {
        self.0.lock().unwrap().calls
    }
}

impl Book {
    /// Does what a request to the scheduler asks for. The answer is a status, and an error's name.
    fn schedule(&mut self, method: &str, name: &str, body: &[u8]) -> (u16, &'static str) {
        self.calls += 1;
        match (method, self.schedules.contains_key(name)) {
            ("POST", true) => return (409, "ConflictException"),
            ("PUT" | "DELETE", false) => return (404, "ResourceNotFoundException"),
            ("DELETE", true) => {
                self.schedules.remove(name);
                return (200, "");
            }
            _ => {}
        }
        let body: Value = serde_json::from_slice(body).unwrap();
        assert_eq!(body["ActionAfterCompletion"], "DELETE");
        assert_eq!(body["ScheduleExpressionTimezone"], "UTC");
        let expression = body["ScheduleExpression"].as_str().unwrap();
        let at: DateTime = expression
            .strip_prefix("at(")
            .and_then(|at| at.strip_suffix(')'))
            .unwrap()
            .parse()
            .unwrap();
        let schedule = Schedule {
            at: at.to_zoned(TimeZone::UTC).unwrap().timestamp(),
            input: body["Target"]["Input"].as_str().unwrap().to_owned(),
            revision: self.calls,
        };
        self.schedules.insert(name.to_owned(), schedule);
        self.changed.push(name.to_owned());
        (200, "")
    }
}

/// The entries that a transaction writes, as the stream would bring them.
fn entries(body: &[u8]) -> Vec<Value> {
    let body: Value = serde_json::from_slice(body).unwrap();
    let items = body["TransactItems"].as_array().unwrap().iter();
    let puts = items.map(|item| &item["Put"]["Item"]);
    puts.filter(|item| item.get("kind").is_some())
        .map(|item| {
            let names = ["pk", "sk", "kind", "meta", "label"];
            let kept = names.iter().filter_map(|name| {
                let value = item.get(*name)?.clone();
                Some(((*name).to_owned(), value))
            });
            Value::Object(kept.collect())
        })
        .collect()
}

fn answer((status, error): (u16, &'static str)) -> HttpResponse {
    let body = json!({ "ScheduleArn": "arn:aws:scheduler:us-east-1:123456789012:schedule/own/own", "Message": error });
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body.to_string()));
    if !error.is_empty() {
        response.headers_mut().insert("x-amzn-errortype", error);
    }
    response
}

/// The wire.
#[derive(Debug, Clone)]
pub struct Wire {
    inner: SharedHttpClient,
    /// Whose calls it carries, if they are a function's.
    function: Option<&'static str>,
}

impl Wire {
    /// A wire that ends in this client.
    pub fn over(client: impl HttpClient + 'static) -> Self {
        Self {
            inner: SharedHttpClient::new(client),
            function: None,
        }
    }

    /// The same wire, for the calls of one function: each has to be permitted by its role.
    pub fn of(&self, function: &'static str) -> Self {
        Self {
            function: Some(function),
            ..self.clone()
        }
    }
}

#[derive(Debug)]
struct Read(SharedHttpConnector, Option<&'static str>);

impl HttpConnector for Read {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        if let Some(function) = self.1 {
            check_request(function, &request);
        }
        if request.headers().get("authorization").is_none() {
            // The tables want to see that there is one.
            let headers = request.headers_mut();
            headers.insert(
                "authorization",
                "AWS4-HMAC-SHA256 Credential=-, SignedHeaders=-, Signature=-",
            );
            headers.insert("x-amz-date", "20320220T000000Z");
        }
        let Ok(own) = OWN.try_with(Clone::clone) else {
            return self.0.call(request);
        };
        let body = request.body().bytes().unwrap_or_default().to_vec();
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        if target.ends_with(".TransactWriteItems") {
            let call = self.0.call(request);
            return HttpConnectorFuture::new(async move {
                let response = call.await?;
                if response.status().is_success() {
                    own.0.lock().unwrap().written.extend(entries(&body));
                }
                Ok(response)
            });
        }
        let path = request.uri().split('?').next().unwrap_or_default();
        let Some((_, name)) = path.split_once("/schedules/") else {
            return self.0.call(request);
        };
        let (asks_local, expected) = {
            let mut book = own.0.lock().unwrap();
            (book.asks_local, book.schedule(request.method(), name, &body))
        };
        if !asks_local {
            return HttpConnectorFuture::ready(Ok(answer(expected)));
        }
        let call = self.0.call(request);
        HttpConnectorFuture::new(async move {
            let response = call.await?;
            assert_eq!(
                response.status().as_u16(),
                expected.0,
                "the local scheduler differs"
            );
            Ok(response)
        })
    }
}

impl HttpClient for Wire {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Read(inner, self.function))
    }
}
