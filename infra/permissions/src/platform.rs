//! What AWS does in the name of a function besides running it: it reads its queues and streams, buries what failed, writes its log.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::template::{Template, TemplateError, arn};
use crate::usage::Usage;

fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

/// The KMS key that encrypts each table, queue, secret and bucket, all by their ARNs. What is under a key of AWS's own is not among them.
pub(crate) fn encrypted(template: &Template) -> Result<BTreeMap<String, String>, TemplateError> {
    let mut encrypted = BTreeMap::new();
    let mut add = |arn: String, key: &str| {
        if !key.is_empty() {
            encrypted.insert(arn, key.to_owned());
        }
    };
    for (id, table) in template.resources("AWS::DynamoDB::Table")? {
        let key = text(&table["SSESpecification"], "KMSMasterKeyId");
        add(arn("dynamodb", &format!("table/{id}")), key);
    }
    for (id, queue) in template.resources("AWS::SQS::Queue")? {
        add(arn("sqs", &id), text(&queue, "KmsMasterKeyId"));
    }
    for (id, secret) in template.resources("AWS::SecretsManager::Secret")? {
        add(
            arn("secretsmanager", &format!("secret:{id}")),
            text(&secret, "KmsKeyId"),
        );
    }
    for (id, bucket) in template.resources("AWS::S3::Bucket")? {
        let rule = &bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"][0];
        let key = text(&rule["ServerSideEncryptionByDefault"], "KMSMasterKeyID");
        add(format!("arn:aws:s3:::{id}"), key);
    }
    Ok(encrypted)
}

/// What the event sources and the log of each function take.
pub(crate) fn usages(template: &Template) -> Result<BTreeSet<Usage>, TemplateError> {
    let mut usages = BTreeSet::new();
    for (id, function) in template.resources("AWS::Serverless::Function")? {
        let mut add = |actions: &[&str], resource: &str| {
            usages.extend(actions.iter().map(|action| Usage::new(&id, action, resource)));
        };
        for event in function["Events"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(_, event)| event)
        {
            let properties = &event["Properties"];
            match text(event, "Type") {
                "SQS" => {
                    let actions = [
                        "sqs:ReceiveMessage",
                        "sqs:DeleteMessage",
                        "sqs:GetQueueAttributes",
                    ];
                    add(&actions, text(properties, "Queue"));
                }
                "DynamoDB" => {
                    let actions = [
                        "dynamodb:DescribeStream",
                        "dynamodb:GetRecords",
                        "dynamodb:GetShardIterator",
                        "dynamodb:ListStreams",
                    ];
                    add(&actions, text(properties, "Stream"));
                }
                _ => {}
            }
            let failed = &properties["DestinationConfig"]["OnFailure"];
            if text(failed, "Type") == "SQS" {
                add(&["sqs:SendMessage"], text(failed, "Destination"));
            }
        }
        let log = text(&function["LoggingConfig"], "LogGroup");
        if !log.is_empty() {
            let stream = arn("logs", &format!("log-group:{log}:log-stream:x"));
            add(&["logs:CreateLogStream", "logs:PutLogEvents"], &stream);
        }
    }
    Ok(usages)
}
