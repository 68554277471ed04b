//! What a world has on the local AWS: each resource is made right before the first request that needs it, and past the wire that
//! counts calls.

use std::sync::Arc;

use aws_config::SdkConfig;
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use tokio::sync::OnceCell;

use super::template::resources;

/// The group of all schedules.
pub const TIMER_GROUP: &str = "timers";

/// The client by which a world's requests reach AWS.
#[derive(Debug, Clone)]
pub struct FirstUse {
    inner: SharedHttpClient,
    resources: Arc<Resources>,
}

impl FirstUse {
    /// A client over the one of `sdk`, which makes the resources.
    pub fn new(sdk: SdkConfig, bucket: String) -> Self {
        let queues = resources("AWS::SQS::Queue").into_iter();
        Self {
            inner: sdk.http_client().unwrap(),
            resources: Arc::new(Resources {
                sdk,
                bucket: (bucket, OnceCell::new()),
                queues: queues.map(|name| (name, OnceCell::new())).collect(),
                timer_group: OnceCell::new(),
                mail_identity: OnceCell::new(),
            }),
        }
    }

    /// The same with connections of its own: those of a client belong to the runtime that opened them.
    pub fn with_own_connections(&self) -> Self {
        Self {
            inner: Builder::new().build_http(),
            resources: Arc::clone(&self.resources),
        }
    }

    /// What carries requests to addresses that were signed before.
    pub fn connector(&self) -> SharedHttpConnector {
        SharedHttpConnector::new(Connection {
            inner: SharedHttpConnector::new(Connector::builder().build_http()),
            resources: Arc::clone(&self.resources),
        })
    }
}

/// The resources, each with whether it is there.
#[derive(Debug)]
struct Resources {
    sdk: SdkConfig,
    bucket: (String, OnceCell<()>),
    queues: Vec<(String, OnceCell<()>)>,
    timer_group: OnceCell<()>,
    mail_identity: OnceCell<()>,
}

impl Resources {
    /// Makes what a request to AWS needs, unless it is there.
    async fn make_for(&self, request: &HttpRequest) {
        match service(request) {
            Some("s3") => self.make_bucket().await,
            Some("ses") => self.make_mail_identity().await,
            Some("scheduler") => {
                self.make_timer_group().await;
                self.make_queues(request).await;
            }
            Some("sqs" | "sns") => self.make_queues(request).await,
            _ => {}
        }
    }

    async fn make_bucket(&self) {
        let (name, bucket) = &self.bucket;
        let make = async || {
            let config = aws_sdk_s3::config::Builder::from(&self.sdk).force_path_style(true);
            let s3 = aws_sdk_s3::Client::from_conf(config.build());
            s3.create_bucket().bucket(name).send().await.unwrap();
        };
        bucket.get_or_init(make).await;
    }

    async fn make_mail_identity(&self) {
        let make = async || {
            let create = aws_sdk_sesv2::Client::new(&self.sdk).create_email_identity();
            create.email_identity("lakeside.example").send().await.unwrap();
        };
        self.mail_identity.get_or_init(make).await;
    }

    async fn make_timer_group(&self) {
        let make = async || {
            let create = aws_sdk_scheduler::Client::new(&self.sdk).create_schedule_group();
            create.name(TIMER_GROUP).send().await.unwrap();
        };
        self.timer_group.get_or_init(make).await;
    }

    /// Makes the queues that a request names by their addresses or ARNs.
    async fn make_queues(&self, request: &HttpRequest) {
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default());
        for (name, queue) in &self.queues {
            if !body.contains(name) {
                continue;
            }
            let make = async || {
                let create = aws_sdk_sqs::Client::new(&self.sdk).create_queue();
                create.queue_name(name).send().await.unwrap();
            };
            queue.get_or_init(make).await;
        }
    }
}

/// The service that a request is signed for: `sqs` of `Credential=ACCOUNT/DATE/REGION/sqs/aws4_request`, in its header or address.
fn service(request: &HttpRequest) -> Option<&str> {
    if let Some(header) = request.headers().get("authorization") {
        return header.split('/').nth(3);
    }
    let (_, credential) = request.uri().split_once("X-Amz-Credential=")?;
    credential.split("%2F").nth(3)
}

#[derive(Debug)]
struct Connection {
    inner: SharedHttpConnector,
    resources: Arc<Resources>,
}

impl HttpConnector for Connection {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (inner, resources) = (self.inner.clone(), Arc::clone(&self.resources));
        HttpConnectorFuture::new(async move {
            resources.make_for(&request).await;
            inner.call(request).await
        })
    }
}

impl HttpClient for FirstUse {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Connection {
            inner: self.inner.http_connector(settings, components),
            resources: Arc::clone(&self.resources),
        })
    }
}
