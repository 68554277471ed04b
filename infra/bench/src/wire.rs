//! The wire between the functions and AWS. It counts calls and, as DynamoDB tells when asked, what they consume.
//!
//! DynamoDB here is dynoxide, whose account of consumed capacity, indexes and transactions included, was compared with
//! DynamoDB's own. The functions do not ask for it: the wire adds the question and takes the answer out again.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use memberline_local::serve::forwarder::{Forwarder, forwarder};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const DYNAMODB: &str = "DynamoDB_20120810.";
const MOST: usize = 16 * 1024 * 1024;

/// What went over the wire.
#[derive(Debug, Clone, Default)]
pub struct Usage {
    /// The calls, as `Service.Operation`.
    pub calls: BTreeMap<String, u32>,
    /// Write units of tables.
    pub writes: f64,
    /// Write units of indexes.
    pub index_writes: f64,
    /// Read units, in halves.
    pub reads: f64,
    /// What was left behind.
    pub written: Written,
}

/// What the functions left behind for others to go on with.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The items that transactions put.
    pub put: Vec<Value>,
    /// The objects that were put into the bucket.
    pub objects: Vec<Object>,
    /// What the scheduler is to send when timers go off.
    pub timers: Vec<Value>,
}

/// An object in the bucket.
#[derive(Debug, Clone)]
pub struct Object {
    pub key: String,
    /// Its size in bytes.
    pub bytes: u64,
}

impl Written {
    /// Adds what was written later.
    pub fn extend(&mut self, later: Self) {
        self.put.extend(later.put);
        self.objects.extend(later.objects);
        self.timers.extend(later.timers);
    }
}

impl Usage {
    /// Adds what went over it later, without what was written.
    pub fn add(&mut self, other: &Self) {
        for (call, times) in &other.calls {
            *self.calls.entry(call.clone()).or_default() += times;
        }
        self.writes += other.writes;
        self.index_writes += other.index_writes;
        self.reads += other.reads;
    }

    /// The calls in one line.
    pub fn pattern(&self) -> String {
        let name = |(call, times): (&String, &u32)| match times {
            1 => call.clone(),
            times => format!("{times} {call}"),
        };
        self.calls.iter().map(name).collect::<Vec<_>>().join(", ")
    }

    fn consumed(&mut self, operation: &str, answer: &Value) {
        let tables = match answer {
            Value::Array(tables) => tables.as_slice(),
            Value::Null => &[],
            table => std::slice::from_ref(table),
        };
        for table in tables {
            let all = table["CapacityUnits"].as_f64().unwrap_or_default();
            let indexes = table["GlobalSecondaryIndexes"].as_object().into_iter().flatten();
            let indexes: f64 = indexes
                .filter_map(|(_, index)| index["CapacityUnits"].as_f64())
                .sum();
            if ["Get", "Query"].iter().any(|read| operation.contains(read)) {
                self.reads += all;
            } else {
                self.writes += all - indexes;
                self.index_writes += indexes;
            }
        }
    }
}

/// The size of an item as DynamoDB counts it, in bytes.
pub fn size(item: &Value) -> usize {
    let attributes = item.as_object().into_iter().flatten();
    let size = |(name, value): (&String, &Value)| {
        let value = value.as_object().and_then(|value| value.iter().next());
        let text = |text: &Value| text.as_str().map_or(0, str::len);
        name.len()
            + match value.map(|(kind, value)| (kind.as_str(), value)) {
                Some(("S", value)) => text(value),
                // In base 64 it is a third longer.
                Some(("B", value)) => text(value) / 4 * 3,
                // Two digits take a byte, and one is for sign and place.
                Some(("N", value)) => text(value).div_ceil(2) + 1,
                _ => 1,
            }
    };
    attributes.map(size).sum()
}

struct Shared {
    dynamodb: String,
    others: String,
    forwarder: Forwarder,
    usage: Mutex<Usage>,
}

impl Shared {
    fn usage(&self) -> MutexGuard<'_, Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn forward(&self, to: &str, mut request: Request) -> Result<Response<Body>> {
        let target = request.uri().path_and_query().map_or("/", |t| t.as_str());
        *request.uri_mut() = Uri::builder()
            .scheme("http")
            .authority(to)
            .path_and_query(target)
            .build()?;
        Ok(self.forwarder.request(request).await?.map(Body::new))
    }

    /// Notes what a schedule will send, and that it was asked for.
    async fn scheduler(&self, request: Request) -> Result<Response<Body>> {
        let (head, body) = request.into_parts();
        let body = axum::body::to_bytes(body, MOST).await?;
        let asked: Value = serde_json::from_slice(&body)?;
        let input = asked.pointer("/Target/Input").and_then(Value::as_str);
        let input = serde_json::from_str(input.context("a schedule sends nothing")?)?;
        self.usage().written.timers.push(input);
        self.forward(&self.others, Request::from_parts(head, Body::from(body)))
            .await
    }

    /// Notes an object that is put into the bucket.
    async fn object(&self, request: Request) -> Result<Response<Body>> {
        let path = request.uri().path().trim_start_matches('/');
        let (_, key) = path.split_once('/').context("an object without a key")?;
        let length = ["x-amz-decoded-content-length", "content-length"]
            .iter()
            .find_map(|name| request.headers().get(*name)?.to_str().ok()?.parse().ok());
        let object = Object {
            key: key.to_owned(),
            bytes: length.context("an object without a length")?,
        };
        self.usage().written.objects.push(object);
        self.forward(&self.others, request).await
    }

    /// Asks for the consumed capacity with the call, notes it and gives back the rest of the answer.
    async fn dynamodb(&self, operation: &str, request: Request) -> Result<Response<Body>> {
        let (mut head, body) = request.into_parts();
        let mut asked: Value = serde_json::from_slice(&axum::body::to_bytes(body, MOST).await?)?;
        asked["ReturnConsumedCapacity"] = json!("INDEXES");
        let body = serde_json::to_vec(&asked)?;
        head.headers
            .insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
        let request = Request::from_parts(head, Body::from(body));
        let (head, body) = self.forward(&self.dynamodb, request).await?.into_parts();
        let mut answer: Value = serde_json::from_slice(&axum::body::to_bytes(body, MOST).await?)?;
        let consumed = answer
            .as_object_mut()
            .and_then(|answer| answer.remove("ConsumedCapacity"));
        let mut usage = self.usage();
        usage.consumed(operation, &consumed.unwrap_or_default());
        if head.status.is_success() {
            let actions = asked["TransactItems"].as_array().into_iter().flatten();
            let items = actions.filter_map(|action| action.pointer("/Put/Item"));
            usage.written.put.extend(items.cloned());
        }
        let content_type = [(header::CONTENT_TYPE, "application/x-amz-json-1.0")];
        Ok((
            head.status,
            content_type,
            Bytes::from(serde_json::to_vec(&answer)?),
        )
            .into_response())
    }
}

/// The wire.
pub struct Wire {
    /// Where the functions find AWS.
    pub url: String,
    shared: Arc<Shared>,
}

impl Wire {
    /// A wire to a DynamoDB and to an AWS with everything else.
    pub async fn lay(dynamodb: &str, others: &str) -> Result<Self> {
        let authority = |url: &str| url.trim_start_matches("http://").to_owned();
        let shared = Arc::new(Shared {
            dynamodb: authority(dynamodb),
            others: authority(others),
            forwarder: forwarder(),
            usage: Mutex::default(),
        });
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let router = Router::new().fallback(carry).with_state(Arc::clone(&shared));
        tokio::spawn(axum::serve(listener, router).into_future());
        Ok(Self { url, shared })
    }

    /// What went over it since the last time.
    pub fn take(&self) -> Usage {
        std::mem::take(&mut *self.shared.usage())
    }
}

/// The call of a service that tells its operations by method and path. What is none of the others is S3's.
fn of_path(method: &Method, uri: &Uri) -> String {
    let tagging = uri.query().is_some_and(|query| query.starts_with("tagging"));
    let name = match (method.as_str(), uri.path()) {
        (_, "/v2/email/outbound-emails") => "SES.SendEmail",
        ("POST", path) if path.starts_with("/schedules/") => "Scheduler.CreateSchedule",
        ("PUT", path) if path.starts_with("/schedules/") => "Scheduler.UpdateSchedule",
        ("DELETE", path) if path.starts_with("/schedules/") => "Scheduler.DeleteSchedule",
        ("GET", _) if tagging => "S3.GetObjectTagging",
        ("GET", _) => "S3.GetObject",
        ("PUT", _) => "S3.PutObject",
        (method, path) => return format!("{method} {path}"),
    };
    name.to_owned()
}

async fn carry(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let target = request.headers().get("x-amz-target");
    let target = target
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    let call = match target.split_once('.') {
        Some(("DynamoDB_20120810", operation)) => format!("DynamoDB.{operation}"),
        Some(("TrentService", operation)) => format!("KMS.{operation}"),
        Some((service, operation)) => format!("{}.{operation}", service.trim_start_matches("Amazon")),
        None => of_path(request.method(), request.uri()),
    };
    *shared.usage().calls.entry(call.clone()).or_default() += 1;
    let answer = match (target.strip_prefix(DYNAMODB), call.as_str()) {
        (Some(operation), _) => shared.dynamodb(operation, request).await,
        (None, "Scheduler.CreateSchedule") => shared.scheduler(request).await,
        (None, "S3.PutObject") => shared.object(request).await,
        (None, _) => shared.forward(&shared.others, request).await,
    };
    answer
        .context("the wire is broken")
        .unwrap_or_else(|error| (StatusCode::BAD_GATEWAY, format!("{error:#}")).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_told_by_method_and_path() {
        for (method, uri, call) in [
            (Method::POST, "/v2/email/outbound-emails", "SES.SendEmail"),
            (Method::POST, "/schedules/n-1", "Scheduler.CreateSchedule"),
            (
                Method::DELETE,
                "/schedules/n-1?groupName=g",
                "Scheduler.DeleteSchedule",
            ),
            (Method::PUT, "/documents/in/1?x-id=PutObject", "S3.PutObject"),
            (Method::GET, "/documents/in/1?x-id=GetObject", "S3.GetObject"),
            (Method::GET, "/documents/in/1?tagging", "S3.GetObjectTagging"),
            (Method::HEAD, "/documents/in/1", "HEAD /documents/in/1"),
        ] {
            assert_eq!(of_path(&method, &uri.parse().unwrap()), call);
        }
    }
}
