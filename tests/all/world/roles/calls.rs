//! What a request to AWS uses, by the names that the template has for this world's resources.

use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use memberline_permissions::Usage;
use serde_json::Value;

use crate::world::sender::SENDER;
use crate::world::tables::TABLES;

/// What a request uses of a function's role.
pub fn usages(function: &str, request: &HttpRequest) -> Vec<Usage> {
    let body = || -> Value {
        let body = request.body().bytes().unwrap_or_default();
        serde_json::from_slice(body).unwrap_or_default()
    };
    let target = request.headers().get("x-amz-target").unwrap_or_default();
    if let Some((service, operation)) = target.split_once('.') {
        return match service {
            "DynamoDB_20120810" => of_dynamodb(function, operation, &body()),
            "DynamoDBStreams_20120810" => {
                let stream = "arn:aws:dynamodb:us-east-1:123456789012:table/TimelineTable/stream/1";
                vec![Usage::new(function, &format!("dynamodb:{operation}"), stream)]
            }
            "secretsmanager" => {
                let secret = "arn:aws:secretsmanager:us-east-1:123456789012:secret:FrontSecret";
                vec![Usage::new(
                    function,
                    &format!("secretsmanager:{operation}"),
                    secret,
                )]
            }
            "TrentService" => vec![of_kms(function, operation, &body())],
            "AmazonSQS" => {
                let queue = body()["QueueUrl"].as_str().unwrap().to_owned();
                let queue = queue.rsplit('/').next().unwrap();
                // A batch is not an action of its own.
                let action = operation.trim_end_matches("Batch");
                vec![Usage::of_queue(function, action, queue)]
            }
            other => panic!("{other} is not known here"),
        };
    }
    let form = String::from_utf8_lossy(request.body().bytes().unwrap_or_default());
    if form.starts_with("Action=Publish&") {
        // A world has one topic.
        let topic = "arn:aws:sns:us-east-1:123456789012:DomainEvents";
        return vec![Usage::new(function, "sns:Publish", topic)];
    }
    let path = path_of(request.uri());
    if path == "/v2/email/outbound-emails" {
        let from = body()["FromEmailAddress"].as_str().unwrap().to_owned();
        let from = from.rsplit('<').next().unwrap().trim_end_matches('>').to_owned();
        let (_, domain) = SENDER.split_once('@').unwrap();
        return vec![Usage::of_mail(function, domain, &from)];
    }
    if let Some(name) = path.strip_prefix("/schedules/") {
        return of_scheduler(function, request.method(), name, &body());
    }
    of_s3(function, request.method(), request.uri())
        .into_iter()
        .collect()
}

fn path_of(uri: &str) -> &str {
    let (path, _) = uri.split_once('?').unwrap_or((uri, ""));
    let after_host = path
        .split_once("://")
        .and_then(|(_, rest)| rest.find('/').map(|at| &rest[at..]));
    after_host.unwrap_or(path)
}

/// What a request to the bucket of documents uses; none when it is to something else.
pub fn of_s3(function: &str, method: &str, uri: &str) -> Option<Usage> {
    let (bucket, object) = path_of(uri).strip_prefix('/')?.split_once('/')?;
    if !bucket.starts_with("documents-") {
        return None;
    }
    let query = uri.split_once('?').map_or("", |(_, query)| query);
    let suffix = if query.contains("tagging") { "Tagging" } else { "" };
    let action = match method {
        "GET" | "HEAD" => "GetObject",
        "PUT" => "PutObject",
        "DELETE" => "DeleteObject",
        other => panic!("{other} of an object is not known here"),
    };
    Some(Usage::of_object(
        function,
        &format!("{action}{suffix}"),
        "DocumentsBucket",
        object,
    ))
}

fn of_kms(function: &str, operation: &str, body: &Value) -> Usage {
    let context = body["EncryptionContext"].as_object().into_iter().flatten();
    let context: Vec<&str> = context.map(|(key, _)| key.as_str()).collect();
    Usage::of_key(function, operation, "OrganisationKey", &context)
}

fn of_scheduler(function: &str, method: &str, name: &str, body: &Value) -> Vec<Usage> {
    let action = match method {
        "POST" => "CreateSchedule",
        "PUT" => "UpdateSchedule",
        "DELETE" => "DeleteSchedule",
        _ => "GetSchedule",
    };
    let mut usages = vec![Usage::of_schedule(function, action, "Timers", name)];
    // Whoever makes a schedule hands its role on.
    if let Some(role) = body["Target"]["RoleArn"].as_str() {
        let role = role.rsplit('/').next().unwrap();
        usages.push(Usage::of_role(function, role, "scheduler.amazonaws.com"));
    }
    usages
}

fn table(name: &Value) -> &'static str {
    let name = name.as_str().unwrap();
    let table = TABLES.iter().find(|(_, its)| *its == name);
    table
        .unwrap_or_else(|| panic!("{name} is no table of the template"))
        .0
}

/// The attributes that an expression changes.
fn changed(operation: &Value) -> Vec<&str> {
    let names = operation["ExpressionAttributeNames"].as_object();
    let expression = operation["UpdateExpression"].as_str().unwrap_or_default();
    let words = expression.split([' ', ',', '(', ')', '=', '+']);
    let words = words.filter(|word| {
        let first = word.chars().next().unwrap_or(':');
        !word.is_empty() && first != ':' && !matches!(*word, "ADD" | "SET" | "REMOVE" | "DELETE")
    });
    words
        .map(|word| {
            let placeholder = names.and_then(|names| names.get(word)).and_then(Value::as_str);
            placeholder.unwrap_or(word)
        })
        .collect()
}

/// One write, or check, of one item.
fn of_item(function: &str, action: &str, operation: &Value) -> Usage {
    let item = match &operation["Item"] {
        Value::Null => &operation["Key"],
        item => item,
    };
    let usage = Usage::of_table(function, action, table(&operation["TableName"]), None);
    let named = item.as_object().unwrap().keys().map(String::as_str);
    let mut attributes: Vec<&str> = named.chain(changed(operation)).collect();
    attributes.sort_unstable();
    attributes.dedup();
    usage
        .leading([item["pk"]["S"].as_str().unwrap()])
        .with("dynamodb:Attributes", attributes)
}

fn of_dynamodb(function: &str, operation: &str, body: &Value) -> Vec<Usage> {
    match operation {
        "GetItem" => {
            let usage = Usage::of_table(function, operation, table(&body["TableName"]), None);
            vec![usage.leading([body["Key"]["pk"]["S"].as_str().unwrap()])]
        }
        "PutItem" | "UpdateItem" | "DeleteItem" => vec![of_item(function, operation, body)],
        "Query" => {
            let index = body["IndexName"].as_str();
            let usage = Usage::of_table(function, operation, table(&body["TableName"]), index);
            let condition = body["KeyConditionExpression"].as_str().unwrap();
            let placeholder = condition.split_whitespace().nth(2).unwrap();
            let partition = &body["ExpressionAttributeValues"][placeholder]["S"];
            vec![usage.leading([partition.as_str().unwrap()])]
        }
        "BatchGetItem" => {
            let requests = body["RequestItems"].as_object().unwrap().iter();
            requests
                .map(|(name, asked)| {
                    let name = Value::String(name.clone());
                    let keys = asked["Keys"].as_array().unwrap().iter();
                    let partitions = keys.map(|key| key["pk"]["S"].as_str().unwrap());
                    Usage::of_table(function, operation, table(&name), None).leading(partitions)
                })
                .collect()
        }
        "TransactWriteItems" => {
            let items = body["TransactItems"].as_array().unwrap().iter();
            let parts = items.flat_map(|item| item.as_object().unwrap());
            parts
                .map(|(kind, part)| {
                    let action = match kind.as_str() {
                        "ConditionCheck" => "ConditionCheckItem".to_owned(),
                        kind => format!("{kind}Item"),
                    };
                    of_item(function, &action, part)
                })
                .collect()
        }
        // What has no leading keys has none here either.
        _ => vec![Usage::of_table(
            function,
            operation,
            table(&body["TableName"]),
            None,
        )],
    }
}
