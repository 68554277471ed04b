//! The AWS of one world: tables of its own, made as the template says, and an account of its own on the local AWS, where its key is
//! made at once and everything else at its first use.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{AsyncSleep, Credentials, SharedAsyncSleep, SharedCredentialsProvider, Sleep};
use aws_smithy_runtime_api::client::auth::AuthSchemeId;
use aws_smithy_runtime_api::client::http::SharedHttpConnector;
use memberline_platform::config::DocumentsConfig;
use memberline_platform::presign::Presigner;
use memberline_store::Tables;

use super::first_use::FirstUse;
use super::tables::{TABLES, create_tables};
use super::tap::Tap;
use super::template::resources;
use super::wire::Wire;

/// AWS as a world sees it.
#[derive(Clone)]
pub struct Cloud {
    pub tap: Tap,
    sdk: SdkConfig,
    /// The way to AWS past the tap.
    direct: FirstUse,
    dynamodb_url: String,
    pub account: String,
    pub endpoint: String,
    pub organisation_key_id: String,
    pub documents: DocumentsConfig,
}

/// Where the local AWS of this test run is.
#[expect(
    clippy::disallowed_methods,
    reason = "the runner of the tests says so in the environment"
)]
pub fn local_aws() -> String {
    std::env::var("MEMBERLINE_TEST_AWS")
        .expect("these tests need a local AWS: run them with `cargo dev test`")
}

impl Cloud {
    pub async fn new() -> Self {
        let endpoint = local_aws();
        let account = format!(
            "{:012}",
            u64::from_be_bytes(memberline_store::seal::random().unwrap()) % 1_000_000_000_000
        );
        // Buckets have one name among all accounts.
        let bucket = format!("documents-{account}");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .endpoint_url(&endpoint)
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
                // The secret by which the local AWS checks signatures.
                &account, "test", None, None, "test",
            )))
            .http_client(aws_smithy_http_client::Builder::new().build_http())
            .sleep_impl(SharedAsyncSleep::new(TokioSleep))
            .retry_config(
                RetryConfig::standard()
                    .with_max_attempts(3)
                    .with_initial_backoff(Duration::from_millis(1)),
            )
            .timeout_config(
                TimeoutConfig::builder()
                    .operation_attempt_timeout(Duration::from_secs(10))
                    .build(),
            )
            .build();
        let direct = FirstUse::new(sdk.clone(), bucket.clone());
        let tap = Tap::over(direct.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let dynamodb_url = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(dynoxide::server::serve_on(
            listener,
            dynoxide::Database::memory().unwrap(),
        ));
        let key = aws_sdk_kms::Client::new(&sdk).create_key().send().await.unwrap();
        let organisation_key_id = key.key_metadata.unwrap().key_id;
        let cloud = Self {
            sdk: sdk.into_builder().http_client(tap.clone()).build(),
            tap,
            direct,
            dynamodb_url,
            account,
            endpoint,
            documents: DocumentsConfig {
                bucket,
                key_id: organisation_key_id.clone(),
            },
            organisation_key_id,
        };
        create_tables(&cloud.dynamodb()).await;
        cloud.tap.take_calls();
        cloud
    }

    /// The address of a queue that the template calls so.
    pub fn queue(&self, name: &str) -> String {
        let queues = resources("AWS::SQS::Queue");
        assert!(
            queues.iter().any(|queue| queue == name),
            "there is no queue {name}"
        );
        format!("{}/{}/{name}", self.endpoint, self.account)
    }

    /// What the queue that the template calls so is known by.
    pub fn queue_arn(&self, name: &str) -> String {
        format!("arn:aws:sqs:us-east-1:{}:{name}", self.account)
    }

    /// The bodies of the messages that are in a queue now, which are gone from it then.
    pub async fn take_messages(&self, queue: &str) -> Vec<String> {
        let config = aws_sdk_sqs::config::Builder::from(&self.sdk).http_client(self.direct.clone());
        let sqs = aws_sdk_sqs::Client::from_conf(config.build());
        let mut bodies = Vec::new();
        loop {
            let receive = sqs.receive_message().queue_url(self.queue(queue));
            let messages = receive.max_number_of_messages(10).send().await.unwrap().messages;
            let Some(messages) = messages.filter(|messages| !messages.is_empty()) else {
                return bodies;
            };
            bodies.extend(messages.into_iter().filter_map(|message| message.body));
        }
    }

    pub fn tables() -> Tables {
        let [timeline, directory, keys, access] = TABLES.map(|(_, name)| name.to_owned());
        Tables {
            timeline,
            directory,
            keys,
            access,
        }
    }

    /// The same AWS as one function has it: what it calls has to be permitted by its role.
    pub fn as_function(&self, function: &'static str) -> Self {
        let sdk = self.sdk.clone().into_builder();
        Self {
            sdk: sdk.http_client(self.tap.of(function)).build(),
            ..self.clone()
        }
    }

    pub fn dynamodb(&self) -> aws_sdk_dynamodb::Client {
        let config = aws_sdk_dynamodb::config::Builder::from(&self.sdk)
            .endpoint_url(&self.dynamodb_url)
            .build();
        aws_sdk_dynamodb::Client::from_conf(config)
    }

    /// The tables of the local AWS, which have streams, and none of which a world has.
    pub fn local_dynamodb(&self) -> aws_sdk_dynamodb::Client {
        aws_sdk_dynamodb::Client::new(&self.sdk)
    }

    /// A wire of members' own to this AWS.
    pub fn wire(&self) -> Wire {
        Wire::over(self.direct.with_own_connections())
    }

    /// The tables over another wire, without signatures: they cost most of a call, and these tables look at none.
    pub fn dynamodb_over(&self, wire: Wire) -> aws_sdk_dynamodb::Client {
        let config = aws_sdk_dynamodb::config::Builder::from(&self.sdk).endpoint_url(&self.dynamodb_url);
        let config = config
            .allow_no_auth()
            .auth_scheme_preference([AuthSchemeId::new("noAuth")]);
        aws_sdk_dynamodb::Client::from_conf(config.http_client(wire).build())
    }

    /// The keys over another wire.
    pub fn kms_over(&self, wire: Wire) -> aws_sdk_kms::Client {
        let config = aws_sdk_kms::config::Builder::from(&self.sdk).http_client(wire);
        aws_sdk_kms::Client::from_conf(config.build())
    }

    /// The scheduler over another wire.
    pub fn scheduler_over(&self, wire: Wire) -> aws_sdk_scheduler::Client {
        let config = aws_sdk_scheduler::config::Builder::from(&self.sdk);
        aws_sdk_scheduler::Client::from_conf(config.http_client(wire).build())
    }

    pub fn streams(&self) -> aws_sdk_dynamodbstreams::Client {
        aws_sdk_dynamodbstreams::Client::new(&self.sdk)
    }

    pub fn kms(&self) -> aws_sdk_kms::Client {
        aws_sdk_kms::Client::new(&self.sdk)
    }

    pub fn s3(&self) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.sdk)
            .force_path_style(true)
            .build();
        aws_sdk_s3::Client::from_conf(config)
    }

    /// The bucket past the wire that breaks, as the malware scan reaches it.
    pub fn scanner(&self) -> aws_sdk_s3::Client {
        let config = aws_sdk_s3::config::Builder::from(&self.sdk)
            .http_client(self.direct.clone())
            .force_path_style(true)
            .build();
        aws_sdk_s3::Client::from_conf(config)
    }

    /// What carries requests to addresses that [`Cloud::presigner`] signed.
    pub fn presigned(&self) -> SharedHttpConnector {
        self.direct.connector()
    }

    /// What signs addresses of the documents' bucket.
    pub fn presigner(&self) -> Presigner {
        Presigner::new(&self.sdk, &self.documents).unwrap()
    }

    pub fn cognito(&self) -> aws_sdk_cognitoidentityprovider::Client {
        aws_sdk_cognitoidentityprovider::Client::new(&self.sdk)
    }

    pub fn sqs(&self) -> aws_sdk_sqs::Client {
        aws_sdk_sqs::Client::new(&self.sdk)
    }

    pub fn secrets_manager(&self) -> aws_sdk_secretsmanager::Client {
        aws_sdk_secretsmanager::Client::new(&self.sdk)
    }

    pub fn sns(&self) -> aws_sdk_sns::Client {
        aws_sdk_sns::Client::new(&self.sdk)
    }

    /// What the topic of domain events is known by.
    pub fn topic_arn(&self) -> String {
        format!("arn:aws:sns:us-east-1:{}:events", self.account)
    }

    pub fn scheduler(&self) -> aws_sdk_scheduler::Client {
        aws_sdk_scheduler::Client::new(&self.sdk)
    }

    pub fn ses(&self) -> aws_sdk_sesv2::Client {
        aws_sdk_sesv2::Client::new(&self.sdk)
    }

    /// Puts an item into a table, past the product.
    pub async fn put(&self, table: &str, item: Item) {
        let put = self.dynamodb().put_item().table_name(table);
        put.set_item(Some(item)).send().await.unwrap();
    }

    /// Every item of a table, past the store and the wire that breaks.
    pub async fn items(&self, table: &str) -> Vec<Item> {
        let config = aws_sdk_dynamodb::config::Builder::from(&self.sdk)
            .endpoint_url(&self.dynamodb_url)
            .http_client(self.direct.clone());
        let mut pages = aws_sdk_dynamodb::Client::from_conf(config.build())
            .scan()
            .table_name(table)
            .into_paginator()
            .items()
            .send();
        let mut items = Vec::new();
        while let Some(item) = pages.next().await {
            items.push(item.unwrap());
        }
        items
    }
}

/// An item as DynamoDB gives it.
pub type Item = std::collections::HashMap<String, aws_sdk_dynamodb::types::AttributeValue>;

#[derive(Debug)]
struct TokioSleep;

impl AsyncSleep for TokioSleep {
    fn sleep(&self, duration: Duration) -> Sleep {
        Sleep::new(tokio::time::sleep(duration))
    }
}
