//! The deployed stack: the functions under their own roles, behind the API, the stream, the pipe and the queues.

use std::collections::HashMap;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_dynamodb::config::{Credentials, SharedCredentialsProvider};
use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::AttributeValue;
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
    async fn as_role(&self, function: &str) -> SdkConfig {
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

    async fn texts(&self, member: &str, text: &str) {
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
        let agents = self.info["agents"].as_array().unwrap();
        let token = agents.iter().find(|a| a["id"] == name).unwrap()["token"]
            .as_str()
            .unwrap();
        let mut request = reqwest::Client::new()
            .request(method, self.url(path))
            .bearer_auth(token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        request.send().await.unwrap().json().await.unwrap()
    }
}

/// Asks until the answer is there. What is awaited comes by queues, each of them polled.
async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..120 {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("{what} does not come");
}

/// Nobody else in the tests' stack texts from here.
const MEMBER: &str = "+15552010005";

#[tokio::test]
async fn the_main_job_runs_and_leaves_nothing_to_read_in_logs_or_tables() {
    let stack = Stack::running().await;
    let get = reqwest::Method::GET;
    let post = reqwest::Method::POST;
    stack.texts(MEMBER, "May I ask about the xylophone loan?").await;
    let row = eventually("the conversation", async || {
        let page = stack.agent("maria", get.clone(), "/v1/conversations", None).await;
        page["items"]
            .as_array()?
            .iter()
            .find(|row| row["customer"] == MEMBER)
            .cloned()
    })
    .await;
    let conversation = row["id"].as_str().unwrap();
    let path = format!("/v1/conversations/{conversation}");
    let mail = eventually("the email", async || {
        let mails = stack.get("/dev/mail").await;
        mails
            .as_array()?
            .iter()
            .find(|mail| mail["text"].as_str().unwrap_or_default().contains(conversation))
            .cloned()
    })
    .await;
    assert!(mail["html"].as_str().unwrap().contains("Reply Now"));

    stack
        .agent(
            "maria",
            reqwest::Method::PUT,
            &format!("{path}/person"),
            Some(json!({ "name": "Zebulon Quux" })),
        )
        .await;
    stack
        .agent("maria", post.clone(), &format!("{path}/claim"), None)
        .await;
    let written = stack
        .agent(
            "maria",
            post,
            &format!("{path}/messages"),
            Some(json!({ "text": "Ask away, xylophone friend." })),
        )
        .await;
    assert_eq!(written["status"], "queued", "{written}");
    eventually("the delivery", async || {
        let timeline = stack
            .agent("maria", get.clone(), &format!("{path}/timeline"), None)
            .await;
        timeline["items"]
            .as_array()?
            .iter()
            .any(|e| e["kind"] == "message_out" && e["status"] == "delivered")
            .then_some(())
    })
    .await;
    stack.texts(MEMBER, "stop").await;
    eventually("the close", async || {
        let detail = stack.agent("maria", get.clone(), &path, None).await;
        (detail["state"] == "closed" && detail["can_send"]["code"] == "opted_out").then_some(())
    })
    .await;

    nothing_to_read_in_logs(&stack).await;
    nothing_to_read_in_tables(&stack).await;
}

/// What nothing may show: the agents' token and the carrier's secret, and what was written.
fn hidden(stack: &Stack) -> [&str; 5] {
    let token = stack.info["agents"][0]["token"].as_str().unwrap();
    let secret = stack.info["carriers"]["twilio"]["auth_token"].as_str().unwrap();
    ["xylophone", "Zebulon", "Quux", token, secret]
}

async fn nothing_to_read_in_logs(stack: &Stack) {
    let aws = sdk(stack.endpoint(), root());
    let logs = aws_sdk_cloudwatchlogs::Client::new(&aws);
    let mut lines = 0;
    for function in ["InboundSms", "OutboundSms", "AgentApi", "EmailNotifier"] {
        let group = &stack.outputs[&format!("{function}LogGroup")];
        let events = logs
            .filter_log_events()
            .log_group_name(group)
            .send()
            .await
            .unwrap();
        for event in events.events() {
            lines += 1;
            let line = event.message().unwrap_or_default();
            for word in hidden(stack).into_iter().chain([MEMBER, "maria@"]) {
                assert!(!line.contains(word), "{function} logs {word:.12}: {line:.200}");
            }
        }
    }
    assert!(lines > 20, "{lines} log lines");
}

async fn nothing_to_read_in_tables(stack: &Stack) {
    let aws = sdk(stack.endpoint(), root());
    let dynamodb = aws_sdk_dynamodb::Client::new(&aws);
    for table in ["TimelineTable", "DirectoryTable", "KeysTable", "AccessTable"] {
        let name = stack.info["tables"][table].as_str().unwrap();
        let mut items = dynamodb.scan().table_name(name).into_paginator().items().send();
        while let Some(item) = items.next().await {
            for (attribute, value) in item.unwrap() {
                let bytes = match value {
                    AttributeValue::S(text) => text.into_bytes(),
                    AttributeValue::B(blob) => blob.into_inner(),
                    _ => continue,
                };
                // Telephone numbers are keys, and agents' addresses are the directory's own.
                for word in hidden(stack) {
                    let found = bytes.windows(word.len()).any(|window| window == word.as_bytes());
                    assert!(!found, "{table}: {attribute} holds {word:.12}");
                }
            }
        }
    }
}

#[tokio::test]
async fn a_token_is_refused_before_the_function_runs() {
    let stack = Stack::running().await;
    for token in ["", "x", "eyJhbGciOiJub25lIn0.e30."] {
        let request = reqwest::Client::new()
            .get(stack.url("/v1/conversations"))
            .bearer_auth(token);
        assert_eq!(request.send().await.unwrap().status().as_u16(), 401, "{token}");
    }
    assert_eq!(
        reqwest::get(stack.url("/openapi.json"))
            .await
            .unwrap()
            .status()
            .as_u16(),
        200
    );
}

fn code<E: ProvideErrorMetadata>(result: Result<(), E>) -> String {
    match result {
        Ok(()) => "allowed".to_owned(),
        Err(error) => error.code().unwrap_or("no code").to_owned(),
    }
}

/// The template's condition keys are AWS's to enforce; which actions on which resources a role has, the local AWS enforces.
#[tokio::test]
#[expect(clippy::too_many_lines, reason = "a list, one line an action")]
async fn each_function_is_denied_what_it_has_no_use_for() {
    let stack = Stack::running().await;
    let table = |name: &str| stack.info["tables"][name].as_str().unwrap().to_owned();
    let (timeline, directory, keys, access) = (
        table("TimelineTable"),
        table("DirectoryTable"),
        table("KeysTable"),
        table("AccessTable"),
    );
    let key = |name: &str| AttributeValue::S(name.to_owned());
    let functions = [
        "InboundSms",
        "OutboundSms",
        "AgentApi",
        "EmailNotifier",
        "ReEngagement",
        "Documents",
        "SecureDownload",
    ];
    for function in functions {
        let aws = stack.as_role(function).await;
        let dynamodb = aws_sdk_dynamodb::Client::new(&aws);
        let kms = aws_sdk_kms::Client::new(&aws);
        let sqs = aws_sdk_sqs::Client::new(&aws);
        let ses = aws_sdk_sesv2::Client::new(&aws);
        let mut answers = vec![
            (
                "scan",
                code(dynamodb.scan().table_name(&timeline).send().await.map(drop)),
            ),
            (
                "delete a table",
                code(
                    dynamodb
                        .delete_table()
                        .table_name(&timeline)
                        .send()
                        .await
                        .map(drop),
                ),
            ),
            (
                "scan the directory",
                code(dynamodb.scan().table_name(&directory).send().await.map(drop)),
            ),
            (
                "scan keys",
                code(dynamodb.scan().table_name(&keys).send().await.map(drop)),
            ),
            (
                "scan access",
                code(dynamodb.scan().table_name(&access).send().await.map(drop)),
            ),
            ("make a key", code(kms.create_key().send().await.map(drop))),
            (
                "encrypt",
                code(
                    kms.encrypt()
                        .key_id(&stack.outputs["OrganisationKeyArn"])
                        .plaintext(b"x".to_vec().into())
                        .send()
                        .await
                        .map(drop),
                ),
            ),
            (
                "use the table's key",
                code(
                    kms.decrypt()
                        .key_id(&stack.outputs["TableKeyArn"])
                        .ciphertext_blob(b"x".to_vec().into())
                        .send()
                        .await
                        .map(drop),
                ),
            ),
            (
                "purge a queue",
                code(
                    sqs.purge_queue()
                        .queue_url(&stack.outputs["EmailQueueUrl"])
                        .send()
                        .await
                        .map(drop),
                ),
            ),
        ];
        let delete = dynamodb
            .delete_item()
            .table_name(&timeline)
            .key("pk", key("x"))
            .key("sk", key("x"));
        answers.push(("delete an entry", code(delete.send().await.map(drop))));
        for (what, table, pk) in [
            ("write the directory", &directory, "ORG#x"),
            ("write keys", &keys, "K#x"),
        ] {
            let item = dynamodb
                .put_item()
                .table_name(table)
                .item("pk", key(pk))
                .item("sk", key("ONLY"));
            answers.push((what, code(item.send().await.map(drop))));
        }
        if function != "EmailNotifier" {
            answers.push((
                "list email identities",
                code(ses.list_email_identities().send().await.map(drop)),
            ));
        }
        if function != "OutboundSms" && function != "AgentApi" {
            let send = sqs
                .send_message()
                .queue_url(&stack.outputs["OutboundReplayUrl"])
                .message_body("x");
            answers.push(("replay", code(send.send().await.map(drop))));
        }
        for (what, answer) in answers {
            assert!(answer.contains("AccessDenied"), "{function} may {what}: {answer}");
        }
        let query = dynamodb
            .query()
            .table_name(&directory)
            .key_condition_expression("pk = :pk");
        let query = query
            .expression_attribute_values(":pk", key("ORG#lakeside"))
            .send()
            .await;
        assert!(
            query.is_ok_and(|answer| answer.count() > 5),
            "{function} may read the directory"
        );
    }
}
