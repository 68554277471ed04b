//! The wire between the functions and AWS: counts the calls, and breaks them where a test says.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use tokio::sync::Notify;

use super::roles::check_request;

/// How a call breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The service throttles it, and every attempt to repeat it.
    Throttled,
    /// No answer comes, whether or not it was done: it was not.
    TimedOut,
    /// The service fails.
    Failed,
    /// The process dies before the call.
    CrashBefore,
    /// The call is done, and the process dies before it knows.
    CrashAfter,
}

impl Break {
    pub const ALL: [Self; 5] = [
        Self::Throttled,
        Self::TimedOut,
        Self::Failed,
        Self::CrashBefore,
        Self::CrashAfter,
    ];
}

#[derive(Debug, Default)]
struct State {
    calls: Vec<String>,
    at: Option<(usize, Break)>,
    /// The operation that is refused for good where its body holds this text.
    refused: Option<(String, String)>,
    /// The operation that goes on breaking, once it broke.
    broken: Option<(String, Break)>,
    crashed: bool,
    queued: Vec<String>,
    /// The calls that never end: of an operation, with this in their bodies.
    stalled: Option<(String, String)>,
    /// The operation whose next call waits, and for what.
    held: Option<(String, Gate)>,
    /// What is answered to the next calls of an operation, past the service.
    scripted: BTreeMap<String, VecDeque<Scripted>>,
}

/// What a call waits at.
#[derive(Debug, Clone, Default)]
pub struct Gate {
    reached: Arc<Notify>,
    opened: Arc<Notify>,
}

impl Gate {
    /// Waits until the call is there.
    pub async fn reached(&self) {
        let reached = tokio::time::timeout(Duration::from_secs(10), self.reached.notified());
        reached.await.expect("the call was never made");
    }

    /// Lets the call go on.
    pub fn open(&self) {
        self.opened.notify_one();
    }
}

/// An answer of a service: its status, and its body.
type Scripted = (u16, serde_json::Value);

/// The wire.
#[derive(Debug, Clone)]
pub struct Tap {
    inner: SharedHttpClient,
    state: Arc<Mutex<State>>,
    /// Whose calls it carries, if they are a function's.
    function: Option<&'static str>,
}

impl Tap {
    /// A wire that ends in this client.
    pub fn over(client: impl HttpClient + 'static) -> Self {
        Self {
            inner: SharedHttpClient::new(client),
            state: Arc::default(),
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

    /// The calls since the last time, as `Service.Operation`.
    pub fn take_calls(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().calls)
    }

    /// The bodies that were sent to queues since the last time, due or not.
    pub fn take_queued(&self) -> Vec<String> {
        std::mem::take(&mut self.state.lock().unwrap().queued)
    }

    /// Lets the `at`th call from now break, and every repetition of it in the same process.
    pub fn break_at(&self, at: usize, how: Break) {
        let mut state = self.state.lock().unwrap();
        *state = State {
            at: Some((at, how)),
            ..State::default()
        };
    }

    /// Lets every call of an operation break from now on.
    pub fn break_operation(&self, operation: &str, how: Break) {
        let mut state = self.state.lock().unwrap();
        *state = State {
            broken: Some((operation.to_owned(), how)),
            ..State::default()
        };
    }

    /// Lets every call of an operation be refused for good whose body holds this text.
    pub fn refuse(&self, operation: &str, holds: &str) {
        let mut state = self.state.lock().unwrap();
        *state = State {
            refused: Some((operation.to_owned(), holds.to_owned())),
            ..State::default()
        };
    }

    /// Whether a call is refused for good.
    fn refuses(&self, operation: &str, body: &[u8]) -> bool {
        let refused = self.state.lock().unwrap().refused.clone();
        refused.is_some_and(|(refused, holds)| {
            operation == refused && String::from_utf8_lossy(body).contains(&holds)
        })
    }

    /// Lets every call of an operation whose body holds `text` go on for ever from now on.
    pub fn stall(&self, operation: &str, text: &str) {
        self.state.lock().unwrap().stalled = Some((operation.to_owned(), text.to_owned()));
    }

    /// Answers the next calls of an operation so, in this order, whatever they ask.
    pub fn answers(&self, operation: &str, answers: impl IntoIterator<Item = Scripted>) {
        let mut state = self.state.lock().unwrap();
        let scripted = state.scripted.entry(operation.to_owned()).or_default();
        scripted.extend(answers);
    }

    /// Lets the next call of an operation wait until the gate is opened.
    pub fn hold(&self, operation: &str) -> Gate {
        let gate = Gate::default();
        self.state.lock().unwrap().held = Some((operation.to_owned(), gate.clone()));
        gate
    }

    fn gate(&self, operation: &str) -> Option<Gate> {
        let held = &mut self.state.lock().unwrap().held;
        held.take_if(|(held, _)| held == operation).map(|(_, gate)| gate)
    }

    fn scripted(&self, operation: &str) -> Option<Scripted> {
        let mut state = self.state.lock().unwrap();
        state.scripted.get_mut(operation)?.pop_front()
    }

    fn is_stalled(&self, operation: &str, request: &HttpRequest) -> bool {
        let state = self.state.lock().unwrap();
        state.stalled.as_ref().is_some_and(|(stalled, text)| {
            let body = request.body().bytes().unwrap_or_default();
            stalled == operation && body.windows(text.len()).any(|part| part == text.as_bytes())
        })
    }

    /// Ends all breaking. Returns whether anything broke.
    pub fn mend(&self) -> bool {
        let mut state = self.state.lock().unwrap();
        let broke = state.broken.is_some() || state.crashed;
        *state = State::default();
        broke
    }

    fn next(&self, operation: &str) -> Option<Break> {
        let mut state = self.state.lock().unwrap();
        if state.crashed {
            return Some(Break::CrashBefore);
        }
        let number = state.calls.len();
        state.calls.push(operation.to_owned());
        if let Some((broken, how)) = &state.broken
            && broken == operation
        {
            return Some(*how);
        }
        let (at, how) = state.at?;
        if number != at {
            return None;
        }
        state.broken = Some((operation.to_owned(), how));
        state.crashed = matches!(how, Break::CrashBefore | Break::CrashAfter);
        Some(how)
    }
}

fn operation(request: &HttpRequest) -> String {
    let target = request.headers().get("x-amz-target");
    match target.and_then(|target| target.split_once('.')) {
        Some((service, operation)) => {
            let service = match service {
                "DynamoDB_20120810" => "DynamoDB",
                "TrentService" => "KMS",
                "secretsmanager" => "SecretsManager",
                other => other.trim_start_matches("Amazon"),
            };
            format!("{service}.{operation}")
        }
        None if request.uri().contains("/v2/email/") => "SES.SendEmail".to_owned(),
        None if request.uri().contains("/schedules/") => {
            let operation = match request.method() {
                "POST" => "CreateSchedule",
                "PUT" => "UpdateSchedule",
                "DELETE" => "DeleteSchedule",
                _ => "GetSchedule",
            };
            format!("Scheduler.{operation}")
        }
        None => format!("{} {}", request.method(), request.uri()),
    }
}

fn refused(status: u16, code: &str) -> HttpResponse {
    let body = format!(r#"{{"__type":"{code}","message":"scripted"}}"#);
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
    response.headers_mut().insert("x-amzn-errortype", code.to_owned());
    response
        .headers_mut()
        .insert("content-type", "application/x-amz-json-1.0");
    response
}

#[derive(Debug)]
struct Tapped {
    tap: Tap,
    inner: SharedHttpConnector,
}

impl HttpConnector for Tapped {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let lost = || ConnectorError::timeout("scripted".into());
        if let Some(function) = self.tap.function {
            check_request(function, &request);
        }
        let operation = operation(&request);
        if operation == "SQS.SendMessage" {
            let body: serde_json::Value = serde_json::from_slice(request.body().bytes().unwrap()).unwrap();
            self.tap
                .state
                .lock()
                .unwrap()
                .queued
                .push(body["MessageBody"].as_str().unwrap().to_owned());
        }
        let body = request.body().bytes().unwrap_or_default();
        if self.tap.refuses(&operation, body) {
            return HttpConnectorFuture::ready(Ok(refused(400, "AccessDeniedException")));
        }
        if self.tap.is_stalled(&operation, &request) {
            return HttpConnectorFuture::new(std::future::pending());
        }
        if let Some((status, body)) = self.tap.scripted(&operation) {
            self.tap.state.lock().unwrap().calls.push(operation);
            let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body.to_string()));
            response
                .headers_mut()
                .insert("content-type", "application/x-amz-json-1.0");
            return HttpConnectorFuture::ready(Ok(response));
        }
        if let Some(gate) = self.tap.gate(&operation) {
            let inner = self.inner.clone();
            return HttpConnectorFuture::new(async move {
                gate.reached.notify_one();
                gate.opened.notified().await;
                inner.call(request).await
            });
        }
        match self.tap.next(&operation) {
            None => self.inner.call(request),
            Some(Break::Throttled) => HttpConnectorFuture::ready(Ok(refused(400, "ThrottlingException"))),
            Some(Break::Failed) => HttpConnectorFuture::ready(Ok(refused(500, "InternalServerError"))),
            Some(Break::TimedOut | Break::CrashBefore) => HttpConnectorFuture::ready(Err(lost())),
            Some(Break::CrashAfter) => {
                let call = self.inner.call(request);
                HttpConnectorFuture::new(async move {
                    call.await?;
                    Err(lost())
                })
            }
        }
    }
}

impl HttpClient for Tap {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        let inner = self.inner.http_connector(settings, components);
        SharedHttpConnector::new(Tapped {
            tap: self.clone(),
            inner,
        })
    }
}
