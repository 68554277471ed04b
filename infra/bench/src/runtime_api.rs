//! Lambda's Runtime API, bare: events go to one function in turn, and its answers come back.
//!
//! Source: <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use std::sync::Arc;

use anyhow::{Context, Result, bail};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Router, routing};
use memberline_platform::clock::now;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio::time::Instant;

/// What the function tells.
enum Said {
    /// It asks for an event.
    Ready(Instant),
    Answer(Bytes),
    /// It failed, in an invocation or as it started.
    Failure(Bytes),
}

struct Shared {
    events: Mutex<mpsc::Receiver<Bytes>>,
    said: mpsc::UnboundedSender<Said>,
    arn: String,
}

/// The API of one function.
pub struct RuntimeApi {
    /// Where it is, as `AWS_LAMBDA_RUNTIME_API` says it.
    pub address: String,
    events: mpsc::Sender<Bytes>,
    said: mpsc::UnboundedReceiver<Said>,
    server: JoinHandle<()>,
}

impl RuntimeApi {
    /// Serves the API to the function of that name.
    pub async fn serve(name: &str) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (events, to_function) = mpsc::channel(1);
        let (from_function, said) = mpsc::unbounded_channel();
        let shared = Arc::new(Shared {
            events: Mutex::new(to_function),
            said: from_function,
            arn: format!("arn:aws:lambda:us-east-1:000000000000:function:memberline-{name}"),
        });
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", routing::get(next))
            .route(
                "/2018-06-01/runtime/invocation/{id}/{what}",
                routing::post(answered),
            )
            .route("/2018-06-01/runtime/init/error", routing::post(not_started))
            .with_state(shared);
        let server = tokio::spawn(async move {
            let _ = axum::serve(listener, router).await;
        });
        Ok(Self {
            address,
            events,
            said,
            server,
        })
    }

    async fn hear(&mut self) -> Result<Said> {
        match self.said.recv().await.context("the Runtime API ended")? {
            Said::Failure(error) => bail!("the function failed: {}", String::from_utf8_lossy(&error)),
            said => Ok(said),
        }
    }

    /// When the function first asked for an event.
    pub async fn ready(&mut self) -> Result<Instant> {
        loop {
            if let Said::Ready(at) = self.hear().await? {
                return Ok(at);
            }
        }
    }

    /// Has the function process an event.
    pub async fn invoke(&mut self, event: Vec<u8>) -> Result<Bytes> {
        self.events
            .send(event.into())
            .await
            .context("the function is gone")?;
        loop {
            if let Said::Answer(answer) = self.hear().await? {
                return Ok(answer);
            }
        }
    }
}

impl Drop for RuntimeApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    let _ = shared.said.send(Said::Ready(Instant::now()));
    let Some(event) = shared.events.lock().await.recv().await else {
        return StatusCode::GONE.into_response();
    };
    let deadline = now().as_millisecond() + 60_000;
    let headers = [
        ("content-type", "application/json".to_owned()),
        (
            "lambda-runtime-aws-request-id",
            "8476a536-e9f4-11e8-9739-2dfe598c3fcd".to_owned(),
        ),
        ("lambda-runtime-deadline-ms", deadline.to_string()),
        ("lambda-runtime-invoked-function-arn", shared.arn.clone()),
        (
            "lambda-runtime-trace-id",
            "Root=1-6a21f0e5-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0".to_owned(),
        ),
    ];
    (headers, event).into_response()
}

async fn answered(
    State(shared): State<Arc<Shared>>,
    Path((_, what)): Path<(String, String)>,
    body: Bytes,
) -> StatusCode {
    let said = if what == "response" {
        Said::Answer(body)
    } else {
        Said::Failure(body)
    };
    let _ = shared.said.send(said);
    StatusCode::ACCEPTED
}

async fn not_started(State(shared): State<Arc<Shared>>, body: Bytes) -> StatusCode {
    let _ = shared.said.send(Said::Failure(body));
    StatusCode::ACCEPTED
}
