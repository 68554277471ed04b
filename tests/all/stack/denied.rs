//! What the deployed stack denies: agents without a token, and functions what they have no use for.

use aws_sdk_dynamodb::error::ProvideErrorMetadata;
use aws_sdk_dynamodb::types::AttributeValue;

use super::running::Stack;

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
