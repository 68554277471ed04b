//! What AWS does for a use in the function's name: a service that encrypts asks KMS as whoever called it.

use std::collections::BTreeMap;

use crate::usage::Usage;

/// What KMS is asked for by a service, for an action of it.
fn of_kms(action: &str) -> &'static [&'static str] {
    match action {
        "sqs:SendMessage" => &["kms:GenerateDataKey", "kms:Decrypt"],
        "sqs:ReceiveMessage" | "s3:GetObject" | "secretsmanager:GetSecretValue" => &["kms:Decrypt"],
        "s3:PutObject" => &["kms:GenerateDataKey"],
        _ if action.starts_with("dynamodb:") => &["kms:Decrypt", "kms:DescribeKey"],
        _ => &[],
    }
}

/// The uses that follow from a use. `encrypted` has the KMS key of each table, queue and bucket, both by their ARNs.
pub(crate) fn implied(encrypted: &BTreeMap<String, String>, usage: &Usage) -> Vec<Usage> {
    let Some((service, _)) = usage.action.split_once(':') else {
        return Vec::new();
    };
    // A queue is named whole; a table and a bucket stand before the first or second slash.
    let slashes = if service == "dynamodb" { 2 } else { 1 };
    let parts: Vec<&str> = usage.resource.splitn(slashes + 1, '/').take(slashes).collect();
    let Some(key) = encrypted.get(&parts.join("/")) else {
        return Vec::new();
    };
    let asked = of_kms(&usage.action).iter().map(|action| {
        let asked = Usage::new(&usage.function, action, key);
        let asked = asked.with(
            "kms:ViaService",
            [format!("{service}.us-east-1.amazonaws.com").as_str()],
        );
        match service {
            "s3" => asked.with("kms:EncryptionContextKeys", ["organisation", "aws:s3:arn"]),
            "sqs" => asked.with("kms:EncryptionContextKeys", ["aws:sqs:arn"]),
            "secretsmanager" => asked.with("kms:EncryptionContextKeys", ["SecretARN", "SecretVersionId"]),
            _ => asked.with(
                "kms:EncryptionContextKeys",
                ["aws:dynamodb:tableName", "aws:dynamodb:subscriberId"],
            ),
        }
    });
    asked.collect()
}
