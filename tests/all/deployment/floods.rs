//! A flood of strangers takes no execution that carriers' webhooks need.

use std::collections::BTreeMap;

use serde_yaml_ng::Value;

use crate::world::template::{TEMPLATE, named, properties, resources};

/// Of the account's limit, what Lambda itself keeps for functions without a reservation.
const KEPT: u64 = 100;
/// The limits of accounts: of new ones, and of others.
const SMALL: f64 = 10.0;
const ORDINARY: u64 = 1_000;
/// How long a request of a stranger takes, generously.
const TAKES: f64 = 0.1;

/// The parameter that a function reserves by, and that it does so in accounts with room alone.
fn reserved_by(function: &str) -> Option<String> {
    let Value::Tagged(choice) = &properties(function)["ReservedConcurrentExecutions"] else {
        return None;
    };
    assert_eq!(choice.tag.to_string(), "!If", "{function}");
    assert_eq!(choice.value[0], "HasConcurrency", "{function}");
    assert_eq!(named(&choice.value[2]), "AWS::NoValue", "{function}");
    Some(named(&choice.value[1]))
}

fn parameter(name: &str, part: &str) -> u64 {
    TEMPLATE["Parameters"][name][part]
        .as_u64()
        .unwrap_or_else(|| panic!("{name} has no {part}"))
}

fn reservations() -> BTreeMap<String, String> {
    let functions = resources("AWS::Serverless::Function").into_iter();
    functions
        .filter_map(|function| Some((reserved_by(&function)?, function)))
        .collect()
}

#[test]
fn what_strangers_reach_is_limited_and_carriers_have_their_own() {
    let integrations = resources("AWS::ApiGatewayV2::Integration");
    for integration in integrations {
        let function = integration.strip_suffix("Integration").unwrap();
        assert!(reserved_by(function).is_some(), "{function}");
    }
    assert_eq!(reserved_by("InboundSms").as_deref(), Some("ReservedInbound"));
}

#[test]
fn no_choice_of_reservations_is_more_than_the_account_has() {
    let greatest: u64 = reservations()
        .keys()
        .map(|name| parameter(name, "MaxValue"))
        .sum();
    let others = resources("AWS::Serverless::Function").len() - reservations().len();
    assert!(greatest + KEPT + 10 * others as u64 <= ORDINARY, "{greatest}");
    for name in reservations().keys() {
        // A function with none reserved at all is turned off.
        assert!(parameter(name, "MinValue") > 0, "{name}");
        let default = parameter(name, "Default");
        assert!(
            (parameter(name, "MinValue")..=parameter(name, "MaxValue")).contains(&default),
            "{name}"
        );
    }
    let allowed = &TEMPLATE["Parameters"]["AccountConcurrency"]["AllowedValues"];
    assert_eq!(
        serde_json::to_value(allowed).unwrap(),
        serde_json::json!([10, 1000])
    );
}

/// A function that reads queues too has executions for them besides those of webhooks.
#[test]
fn a_reservation_has_room_for_the_functions_queues() {
    for (name, function) in reservations() {
        let events = properties(&function)["Events"].as_mapping().into_iter().flatten();
        let queues: u64 = events
            .filter_map(|(_, event)| event["Properties"]["ScalingConfig"]["MaximumConcurrency"].as_u64())
            .sum();
        assert!(parameter(&name, "MinValue") > queues, "{function}: {queues}");
    }
}

/// Both sides of a choice between an account with room and one without.
fn sides(value: &Value) -> [f64; 2] {
    let Value::Tagged(choice) = value else {
        panic!("{value:?} is the same in a small account");
    };
    assert_eq!(choice.value[0], "HasConcurrency");
    [1, 2].map(|at| choice.value[at].as_f64().unwrap())
}

#[test]
fn in_a_small_account_all_that_strangers_may_call_leaves_executions_to_carriers() {
    let settings = properties("HttpApiStage")["RouteSettings"].as_mapping().unwrap();
    let (mut flood, mut burst) = (0.0, 0.0);
    for (route, limits) in settings {
        let rates = sides(&limits["ThrottlingRateLimit"]);
        let bursts = sides(&limits["ThrottlingBurstLimit"]);
        assert!(rates[1] < rates[0] && bursts[1] < bursts[0], "{route:?}");
        flood += rates[1] * TAKES;
        burst += bursts[1];
    }
    assert!(flood <= SMALL / 2.0, "{flood}");
    assert!(burst <= SMALL, "{burst}");
}

/// Every route without an authorizer but the carriers' has a limit of its own, and is there when the stage names it.
#[test]
fn every_public_route_but_the_carriers_is_limited() {
    let settings = properties("HttpApiStage")["RouteSettings"].as_mapping().unwrap();
    let waits_for = TEMPLATE["Resources"]["HttpApiStage"]["DependsOn"]
        .as_sequence()
        .unwrap();
    let mut limited = 0;
    for route in resources("AWS::ApiGatewayV2::Route") {
        let properties = properties(&route);
        let key = properties["RouteKey"].as_str().unwrap();
        let is_public = properties.get("AuthorizationType").is_none();
        let is_carriers = named(&properties["Target"]).contains("InboundSmsIntegration");
        let has_limit = settings.contains_key(key);
        assert_eq!(has_limit, is_public && !is_carriers, "{key}");
        assert_eq!(waits_for.iter().any(|name| *name == route), has_limit, "{route}");
        limited += usize::from(has_limit);
    }
    assert_eq!(limited, settings.len());
}
