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
use axum::http::{HeaderValue, Response, StatusCode, Uri, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};
use tokio::net::TcpListener;

use crate::serve::proxy::{Forwarder, forwarder};

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
    /// The items that transactions put.
    pub put: Vec<Value>,
}

impl Usage {
    /// Adds what went over it later.
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
            usage.put.extend(items.cloned());
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
        None if request.uri().path() == "/v2/email/outbound-emails" => "SES.SendEmail".to_owned(),
        None => format!("{} {}", request.method(), request.uri().path()),
    };
    *shared.usage().calls.entry(call).or_default() += 1;
    let answer = match target.strip_prefix(DYNAMODB) {
        Some(operation) => shared.dynamodb(operation, request).await,
        None => shared.forward(&shared.others, request).await,
    };
    answer
        .context("the wire is broken")
        .unwrap_or_else(|error| (StatusCode::BAD_GATEWAY, format!("{error:#}")).into_response())
}
