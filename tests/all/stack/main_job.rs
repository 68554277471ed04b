//! The main job on the deployed stack: the functions under their own roles, behind the API, the stream, the pipe and the queues.

use aws_sdk_dynamodb::types::AttributeValue;
use serde_json::json;

use super::running::{Stack, eventually, root, sdk};

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
    the_filters_of_the_template_find_their_lines(&stack).await;
    stack.texts(MEMBER, "stop").await;
    eventually("the close", async || {
        let detail = stack.agent("maria", get.clone(), &path, None).await;
        (detail["state"] == "closed" && detail["can_send"]["code"] == "opted_out").then_some(())
    })
    .await;

    nothing_to_read_in_logs(&stack).await;
    nothing_to_read_in_tables(&stack).await;
}

/// What is alarmed on and shown of texts and receipts is counted from these fields.
async fn the_filters_of_the_template_find_their_lines(stack: &Stack) {
    for (function, field, value) in [
        ("InboundSms", "outcome", json!("taken_in")),
        ("InboundSms", "receipt", json!("delivered")),
        ("OutboundSms", "sent", json!(1)),
    ] {
        stack.logged(function, field, &value).await;
    }
}

/// What nothing may show: the agents' token and the carrier's secret, and what was written.
fn hidden(stack: &Stack) -> [&str; 5] {
    let token = stack.info["agents"][0]["token"].as_str().unwrap();
    let secret = stack.info["carriers"]["twilio"]["auth_token"].as_str().unwrap();
    ["xylophone", "Zebulon", "Quux", token, secret]
}

async fn nothing_to_read_in_logs(stack: &Stack) {
    let mut lines = 0;
    for function in ["InboundSms", "OutboundSms", "AgentApi", "EmailNotifier"] {
        for line in stack.log(function).await {
            lines += 1;
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
