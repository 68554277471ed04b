//! What fires is explained, and what can go wrong fires: the alarms of the template, and the page that says what to do about them.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml_ng::Value;

use super::metrics::{is_counted_from_a_log, is_told_by};
use crate::world::template::{TEMPLATE, named, properties, resources};

const PAGE: &str = include_str!("../../../docs/operations.md");

fn alarms() -> Vec<String> {
    resources("AWS::CloudWatch::Alarm")
}

/// The first column of the page's table of alarms, and the last.
fn rows() -> BTreeMap<&'static str, &'static str> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let names = cells[0].split('`').filter(|name| name.ends_with("Alarm"));
        let last = cells[cells.len() - 1].trim();
        names.map(move |name| (name, last)).collect::<Vec<_>>()
    })
    .collect()
}

#[test]
fn every_alarm_is_explained_and_every_explained_alarm_exists() {
    let (fires, explained) = (alarms(), rows());
    assert!(fires.len() > 40, "{fires:?}");
    assert_eq!(
        fires.iter().map(String::as_str).collect::<BTreeSet<_>>(),
        explained.keys().copied().collect()
    );
    for (alarm, todo) in explained {
        assert!(todo.len() > 20, "{alarm}: {todo}");
    }
}

#[test]
fn every_alarm_says_what_it_means_tells_somebody_and_stands_for_itself_where_nothing_is_measured() {
    for alarm in alarms() {
        let properties = properties(&alarm);
        let text = |name: &str| properties[name].as_str().unwrap_or_default();
        assert!(text("AlarmDescription").len() > 15, "{alarm}");
        for action in ["AlarmActions", "OKActions"] {
            let actions = properties[action].as_sequence().unwrap();
            assert_eq!(
                actions.iter().map(named).collect::<Vec<_>>(),
                ["AlarmTopic"],
                "{alarm}"
            );
        }
        assert_eq!(text("TreatMissingData"), "notBreaching", "{alarm}");
        assert!(properties["Threshold"].is_number(), "{alarm}");
        // The local stack rolls back on them.
        assert!(properties.get("Metrics").is_none(), "{alarm} computes");
    }
}

/// The alarms of a metric, by what it is measured of.
fn on(metric: &str) -> BTreeMap<String, String> {
    let alarms = alarms().into_iter();
    alarms
        .filter(|alarm| properties(alarm)["MetricName"] == metric)
        .map(|alarm| {
            let of = named(&properties(&alarm)["Dimensions"][0]["Value"]);
            (of.split('.').next().unwrap_or_default().to_owned(), alarm)
        })
        .collect()
}

#[test]
fn every_function_queue_and_table_is_watched() {
    for function in resources("AWS::Serverless::Function") {
        for metric in ["Errors", "Throttles"] {
            assert!(on(metric).contains_key(&function), "{metric} of {function}");
        }
    }
    for queue in resources("AWS::SQS::Queue") {
        // What a queue cannot deliver goes on to its dead letters, which go nowhere.
        let metric = match properties(&queue).get("RedrivePolicy") {
            Some(_) => "ApproximateAgeOfOldestMessage",
            None => "ApproximateNumberOfMessagesVisible",
        };
        assert!(on(metric).contains_key(&queue), "{metric} of {queue}");
    }
    for table in resources("AWS::DynamoDB::Table") {
        for metric in ["ReadThrottleEvents", "WriteThrottleEvents"] {
            assert!(on(metric).contains_key(&table), "{metric} of {table}");
        }
    }
    let logs = resources("AWS::Logs::MetricFilter").into_iter();
    let keys =
        logs.filter(|filter| properties(filter)["MetricTransformations"][0]["MetricName"] == "KeysRefused");
    let watched: BTreeSet<String> = keys
        .map(|filter| named(&properties(&filter)["LogGroupName"]))
        .collect();
    for function in resources("AWS::Serverless::Function") {
        let log = named(&properties(&function)["LoggingConfig"]["LogGroup"]);
        assert!(watched.contains(&log), "refused keys of {function}");
    }
}

/// What one webhook that anybody can post leads to: it is refused with 403, kept, and may be taken for a member's STOP.
#[test]
fn no_alarm_goes_off_at_a_single_forged_webhook() {
    for (metric, at_least) in [
        ("Forbidden", 10),
        ("Unauthorized", 10),
        ("QuarantinedPlausible", 2),
        ("ConsentUnheard", 2),
    ] {
        let alarm = on(metric).into_values().next().expect(metric);
        let properties = properties(&alarm);
        assert_eq!(
            properties["ComparisonOperator"], "GreaterThanOrEqualToThreshold",
            "{alarm}"
        );
        assert!(properties["Threshold"].as_u64().unwrap() >= at_least, "{alarm}");
    }
    assert!(on("Quarantined").is_empty(), "it counts noise too");
}

/// A time in which texts went out and no receipt came has a sum, of nothing, and one in which nothing went out has none.
#[test]
fn receipts_are_missed_only_where_texts_went_out() {
    let told: BTreeMap<String, (String, String)> = resources("AWS::Logs::MetricFilter")
        .into_iter()
        .filter_map(|filter| {
            let told = &properties(&filter)["MetricTransformations"][0];
            let log = named(&properties(&filter)["LogGroupName"]);
            let pattern = properties(&filter)["FilterPattern"].as_str()?.to_owned();
            let value = told["MetricValue"].as_str()?.to_owned();
            (told["MetricName"] == "Receipts").then_some((log, (pattern, value)))
        })
        .collect();
    let expected = [
        ("InboundSmsLog", "{ $.receipt = * }", "1"),
        ("OutboundSmsLog", "{ $.sent > 0 }", "0"),
    ];
    let expected =
        expected.map(|(log, pattern, value)| (log.to_owned(), (pattern.to_owned(), value.to_owned())));
    assert_eq!(told, BTreeMap::from(expected));
    let alarm = properties("ReceiptsAlarm");
    let number = |name: &str| alarm[name].as_u64().unwrap();
    assert_eq!(number("Period") * number("EvaluationPeriods"), 3_600);
    assert_eq!(
        (&alarm["ComparisonOperator"], number("Threshold")),
        (&Value::from("LessThanThreshold"), 1)
    );
}

#[test]
fn what_is_alarmed_on_is_told_by_a_function_or_counted_from_its_log() {
    let mut own = 0;
    for alarm in alarms() {
        let properties = properties(&alarm);
        if !named(&properties["Namespace"]).starts_with("Memberline") {
            continue;
        }
        own += 1;
        let metric = properties["MetricName"].as_str().unwrap();
        match properties["Dimensions"][0]["Value"].as_str() {
            Some(function) => assert!(is_told_by(function, metric), "{alarm}: {metric}"),
            None => assert!(is_counted_from_a_log(metric), "{alarm}: {metric}"),
        }
    }
    assert!(own > 15, "{own}");
}

/// What the local stack refuses stands under a condition that is false there.
#[test]
fn what_the_local_stack_refuses_is_left_out_of_it() {
    for kind in [
        "AWS::GuardDuty::MalwareProtectionPlan",
        "AWS::CloudWatch::CompositeAlarm",
        "AWS::Lambda::CodeSigningConfig",
        "AWS::CloudTrail::Trail",
        "AWS::Backup::BackupSelection",
        "AWS::Logs::QueryDefinition",
        "AWS::Cognito::ManagedLoginBranding",
        "AWS::WAFv2::LoggingConfiguration",
        "AWS::Location::APIKey",
    ] {
        for resource in resources(kind) {
            let condition = TEMPLATE["Resources"][resource.as_str()]["Condition"].as_str();
            assert_eq!(condition, Some("IsNotLocal"), "{resource}");
        }
    }
    assert_eq!(resources("AWS::GuardDuty::MalwareProtectionPlan").len(), 1);
}
