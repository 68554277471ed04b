//! The dashboard shows what there is.

use std::collections::BTreeSet;

use serde_json::Value;

use super::metrics::{is_counted_from_a_log, is_told_by};
use crate::world::template::{TEMPLATE, named, properties, resources};

/// The widgets, with what is put in by the deployment as it stands in the template.
fn widgets() -> Vec<Value> {
    let body = named(&properties("Dashboard")["DashboardBody"]);
    let body: Value = serde_json::from_str(&body).unwrap();
    body["widgets"].as_array().unwrap().clone()
}

/// The namespace, the name and the dimensions of each metric.
fn metrics() -> Vec<Vec<String>> {
    let rows = widgets().into_iter().flat_map(|widget| {
        let metrics = widget["properties"]["metrics"].as_array().cloned();
        metrics.unwrap_or_default()
    });
    rows.map(|row| {
        let parts = row.as_array().unwrap().iter().filter_map(Value::as_str);
        parts.map(str::to_owned).collect()
    })
    .collect()
}

#[test]
fn every_metric_is_of_something_in_the_template_or_told_by_a_function() {
    let metrics = metrics();
    assert!(metrics.len() > 60, "{}", metrics.len());
    for metric in metrics {
        let names: Vec<&str> = metric.iter().map(String::as_str).collect();
        match names[..] {
            ["Memberline/${AWS::StackName}", name] => assert!(is_counted_from_a_log(name), "{name}"),
            ["Memberline/${AWS::StackName}", name, "function", function] => {
                assert!(is_told_by(function, name), "{name} of {function}");
            }
            [space, _, dimension, of] => {
                let resource = of.trim_start_matches("${").trim_end_matches('}');
                let resource = resource.split('.').next().unwrap();
                let kind = TEMPLATE["Resources"][resource]["Type"].as_str();
                let expected = match dimension {
                    "FunctionName" => "AWS::Serverless::Function",
                    "QueueName" => "AWS::SQS::Queue",
                    "TableName" => "AWS::DynamoDB::Table",
                    "ApiId" => "AWS::ApiGatewayV2::Api",
                    "TopicName" => "AWS::SNS::Topic",
                    other => panic!("{other} of {space} is not known"),
                };
                assert_eq!(kind, Some(expected), "{of}");
            }
            _ => panic!("{metric:?}"),
        }
    }
}

#[test]
fn it_shows_every_function_and_what_an_operator_looks_at_first() {
    let metrics = metrics();
    let shown: BTreeSet<&str> = metrics.iter().map(|metric| &*metric[1]).collect();
    for name in [
        "TextsIn",
        "TextsOut",
        "Receipts",
        "SendFailed",
        "ApproximateAgeOfOldestMessage",
        "Errors",
        "Throttles",
        "Latency",
        "Quarantined",
        "MediaStored",
        "MalwareFound",
        "ConsumedWriteCapacityUnits",
        "Invocations",
    ] {
        assert!(shown.contains(name), "{name}");
    }
    for function in resources("AWS::Serverless::Function") {
        let of = format!("${{{function}}}");
        for name in ["Errors", "Throttles", "Invocations"] {
            let is_shown = metrics.iter().any(|metric| metric[1] == name && metric[3] == of);
            assert!(is_shown, "{name} of {function}");
        }
    }
}

#[test]
fn no_widget_lies_on_another_and_each_is_named() {
    let mut places = BTreeSet::new();
    for widget in widgets() {
        let place = ["x", "y", "width", "height"].map(|side| widget[side].as_u64().unwrap());
        assert!(place[0] + place[2] <= 24, "{place:?}");
        assert_eq!((place[2], place[3]), (8, 6));
        assert!(places.insert((place[0], place[1])), "{place:?}");
        assert!(widget["properties"]["title"].as_str().unwrap().len() > 4);
        assert_eq!(widget["properties"]["region"], "${AWS::Region}");
    }
    assert!(places.len() > 12);
}

/// The failures by reason are read from the log that tells them.
#[test]
fn failures_by_reason_are_read_from_fields_that_are_written() {
    let log = widgets()
        .into_iter()
        .find(|widget| widget["type"] == "log")
        .unwrap();
    let query = log["properties"]["query"].as_str().unwrap();
    let group = named(&properties("InboundSmsLog")["LogGroupName"]);
    assert!(query.starts_with(&format!("SOURCE '{group}' | ")), "{query}");
    let written = include_str!("../../../shared/intake/src/processed.rs");
    for field in ["receipt", "reason"] {
        assert!(
            query.contains(field) && written.contains(&format!("note(\"{field}\"")),
            "{field}"
        );
    }
}
