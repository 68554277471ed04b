//! The running stack, as tests reach it.

use std::collections::HashMap;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use serde_json::{Value, json};

/// The running stack, as `cargo dev info` describes it.
pub struct Stack {
    pub info: Value,
    pub outputs: HashMap<String, String>,
}

pub fn sdk(endpoint: &str, credentials: Credentials) -> SdkConfig {
    SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("us-east-1"))
        .endpoint_url(endpoint)
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .build()
}

pub fn root() -> Credentials {
    Credentials::new("test", "test", None, None, "test")
}

impl Stack {
    #[expect(
        clippy::disallowed_methods,
        reason = "the runner of the tests says so in the environment"
    )]
    pub async fn running() -> Self {
        let path = std::env::var("MEMBERLINE_TEST_INFO")
            .expect("these tests need a running stack: run them with `cargo dev test`");
        let info: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let cloudformation =
            aws_sdk_cloudformation::Client::new(&sdk(info["aws_endpoint"].as_str().unwrap(), root()));
        let stacks = cloudformation
            .describe_stacks()
            .stack_name("memberline")
            .send()
            .await
            .unwrap();
        let outputs = stacks.stacks()[0].outputs().iter();
        let outputs = outputs
            .map(|o| {
                (
                    o.output_key().unwrap().to_owned(),
                    o.output_value().unwrap().to_owned(),
                )
            })
            .collect();
        Self { info, outputs }
    }

    pub fn endpoint(&self) -> &str {
        self.info["aws_endpoint"].as_str().unwrap()
    }

    /// AWS as a function's role may use it.
    pub async fn as_role(&self, function: &str) -> SdkConfig {
        let sts = aws_sdk_sts::Client::new(&sdk(self.endpoint(), root()));
        let role = &self.outputs[&format!("{function}RoleArn")];
        let session = sts
            .assume_role()
            .role_arn(role)
            .role_session_name("tests")
            .send()
            .await
            .unwrap();
        let given = session.credentials().unwrap();
        let credentials = Credentials::new(
            given.access_key_id(),
            given.secret_access_key(),
            Some(given.session_token().to_owned()),
            None,
            "test",
        );
        sdk(self.endpoint(), credentials)
    }

    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.info["url"].as_str().unwrap())
    }

    pub async fn get(&self, path: &str) -> Value {
        reqwest::get(self.url(path)).await.unwrap().json().await.unwrap()
    }

    pub async fn texts(&self, member: &str, text: &str) {
        let number = self.info["numbers"][0]["number"].clone();
        let body = json!({ "member": member, "number": number, "text": text });
        let sent = reqwest::Client::new()
            .post(self.url("/dev/handset/messages"))
            .json(&body)
            .send()
            .await
            .unwrap();
        assert!(sent.status().is_success(), "{}", sent.status());
    }

    /// A request of an agent's.
    pub async fn agent(&self, name: &str, method: reqwest::Method, path: &str, body: Option<Value>) -> Value {
        let mut request = self.request(name, method, path);
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap().json().await.unwrap()
    }

    /// Writes a record of the directory, over this version if it was seen in one.
    pub async fn keeps(&self, name: &str, path: &str, record: &Value, seen: Option<u64>) -> Value {
        let mut request = self.request(name, reqwest::Method::PUT, path).json(record);
        if let Some(version) = seen {
            request = request.header("if-match", format!("\"{version}\""));
        }
        request.send().await.unwrap().json().await.unwrap()
    }

    fn request(&self, name: &str, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        reqwest::Client::new()
            .request(method, self.url(path))
            .bearer_auth(self.token(name))
    }

    pub fn token(&self, agent: &str) -> &str {
        let agents = self.info["agents"].as_array().unwrap();
        let found = agents.iter().find(|found| found["id"] == agent).unwrap();
        found["token"].as_str().unwrap()
    }

    /// The API's own address, past what stands in front of it.
    pub fn direct(&self, path: &str) -> String {
        format!(
            "{}/_aws/execute-api/{}{path}",
            self.endpoint(),
            self.outputs["ApiId"]
        )
    }

    /// The lines of a function's log.
    pub async fn log(&self, function: &str) -> Vec<String> {
        let logs = aws_sdk_cloudwatchlogs::Client::new(&sdk(self.endpoint(), root()));
        let group = &self.outputs[&format!("{function}LogGroup")];
        let events = logs
            .filter_log_events()
            .log_group_name(group)
            .send()
            .await
            .unwrap();
        let lines = events.events().iter();
        lines
            .filter_map(|event| event.message().map(str::to_owned))
            .collect()
    }

    /// The line of a function's log in which a field has this value, once it is there.
    pub async fn logged(&self, function: &str, field: &str, value: &Value) -> Value {
        eventually(field, async || {
            let lines = self.log(function).await.into_iter();
            let mut lines = lines.filter_map(|line| serde_json::from_str::<Value>(&line).ok());
            lines.find(|line| line[field] == *value)
        })
        .await
    }
}

/// Asks until the answer is there. What is awaited comes by queues, each of them polled.
pub async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..120 {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("{what} does not come");
}
