//! A release is a version of each function behind the alias that everything invokes, so that traffic moves to it little by little.

use serde_yaml_ng::Value;

use crate::world::template::{TEMPLATE, named, properties, resources};

const ALIAS: &str = "live";

fn globals() -> &'static Value {
    &TEMPLATE["Globals"]["Function"]
}

fn functions() -> Vec<String> {
    resources("AWS::Serverless::Function")
}

/// The function of `FunctionName: !Ref InboundSms.Alias`.
fn behind_alias(value: &Value) -> String {
    let name = named(value);
    let function = name.strip_suffix(".Alias");
    function
        .unwrap_or_else(|| panic!("{name} is no alias"))
        .to_owned()
}

#[test]
fn every_function_is_published_behind_the_alias_and_comes_back_when_its_alarms_go_off() {
    assert_eq!(globals()["AutoPublishAlias"], ALIAS);
    assert_eq!(globals()["AutoPublishAliasAllProperties"], true);
    let preference = &globals()["DeploymentPreference"];
    assert_eq!(named(&preference["Enabled"]), "GradualReleases");
    let of_all = preference["Alarms"].as_sequence().unwrap();
    let alarms = resources("AWS::CloudWatch::Alarm");
    for function in functions() {
        let properties = properties(&function);
        assert_eq!(named(&properties["VersionDescription"]), "Release", "{function}");
        let own = properties["DeploymentPreference"]["Alarms"]
            .as_sequence()
            .unwrap();
        let watched: Vec<String> = of_all.iter().chain(own).map(named).collect();
        assert!(watched.contains(&format!("{function}ErrorAlarm")), "{function}");
        assert!(watched.iter().all(|alarm| alarms.contains(alarm)), "{watched:?}");
        // CodeDeploy takes ten.
        assert!(watched.len() <= 10, "{watched:?}");
    }
}

/// Traffic has moved after ten minutes: an alarm that looks back further goes off too late.
#[test]
fn what_brings_a_release_back_goes_off_within_a_minute() {
    let of = |value: &Value| {
        let alarms = value["DeploymentPreference"]["Alarms"].as_sequence().unwrap();
        alarms.iter().map(named).collect::<Vec<_>>()
    };
    let functions = functions();
    let own = functions.iter().flat_map(|function| of(properties(function)));
    for alarm in of(globals()).into_iter().chain(own) {
        let alarm_of = properties(&alarm);
        let seconds = alarm_of["Period"].as_u64().unwrap() * alarm_of["EvaluationPeriods"].as_u64().unwrap();
        assert_eq!(seconds, 60, "{alarm}");
    }
}

#[test]
fn whatever_invokes_a_function_invokes_the_alias() {
    let mut invoked = Vec::new();
    for permission in resources("AWS::Lambda::Permission") {
        invoked.push(behind_alias(&properties(&permission)["FunctionName"]));
    }
    for rule in resources("AWS::Events::Rule") {
        for target in properties(&rule)["Targets"].as_sequence().unwrap() {
            let of = named(&target["Arn"]);
            let id = of.split('.').next().unwrap_or_default();
            if functions().iter().any(|function| function == id) {
                invoked.push(behind_alias(&target["Arn"]));
            }
        }
    }
    // The event sources of a function are SAM's to make, which names the alias.
    for function in functions() {
        let events = properties(&function)["Events"].as_mapping();
        let has_events = events.is_some_and(|events| !events.is_empty());
        assert!(
            has_events || invoked.contains(&function),
            "nothing invokes {function}"
        );
    }
    for kind in [
        "AWS::Lambda::EventSourceMapping",
        "AWS::Lambda::EventInvokeConfig",
        "AWS::Lambda::Url",
    ] {
        assert!(resources(kind).is_empty(), "{kind} must name the alias");
    }
}

/// An integration is written out, as `sam local start-api` reads no `Alias`; so that it waits for its permission, which waits for the alias.
#[test]
fn every_integration_calls_the_alias_once_it_is_there() {
    let integrations = resources("AWS::ApiGatewayV2::Integration");
    assert!(integrations.len() >= 5);
    for integration in integrations {
        let function = integration.strip_suffix("Integration").unwrap();
        let uri = named(&properties(&integration)["IntegrationUri"]);
        let end = format!("functions/${{{function}.Arn}}:{ALIAS}/invocations");
        assert!(uri.ends_with(&end), "{uri}");
        let waits_for = TEMPLATE["Resources"][integration.as_str()]["DependsOn"]
            .as_str()
            .unwrap();
        assert_eq!(behind_alias(&properties(waits_for)["FunctionName"]), function);
    }
}

/// A version that differs in nothing from the one before is refused.
#[test]
fn another_release_is_another_version() {
    assert_eq!(
        named(&globals()["Environment"]["Variables"]["MEMBERLINE_RELEASE"]),
        "Release"
    );
}
