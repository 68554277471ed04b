//! The deployment's template, as a test reads it.

use std::sync::LazyLock;

use serde_json::json;
use serde_yaml_ng::Value;

/// The template.
pub static TEMPLATE: LazyLock<Value> =
    LazyLock::new(|| serde_yaml_ng::from_str(include_str!("../../../template.yaml")).unwrap());

/// The properties of one of its resources.
pub fn properties(resource: &str) -> &'static Value {
    let properties = &TEMPLATE["Resources"][resource]["Properties"];
    assert!(properties.is_mapping(), "there is no {resource}");
    properties
}

/// The logical ids of its resources of a type.
pub fn resources(kind: &str) -> Vec<String> {
    let resources = TEMPLATE["Resources"].as_mapping().unwrap().iter();
    resources
        .filter(|(_, resource)| resource["Type"] == kind)
        .map(|(id, _)| id.as_str().unwrap().to_owned())
        .collect()
}

/// What a value with a short tag names: `TimersQueue.Arn` of `!GetAtt TimersQueue.Arn`.
pub fn named(value: &Value) -> String {
    match value {
        Value::Tagged(tagged) => tagged.value.as_str().unwrap_or_default().to_owned(),
        other => other.as_str().unwrap_or_default().to_owned(),
    }
}

/// The filter of a subscription to the topic, on the body of a message.
pub fn filter(subscription: &str) -> serde_json::Value {
    let properties = properties(subscription);
    assert_eq!(properties["FilterPolicyScope"], "MessageBody", "{subscription}");
    serde_json::to_value(&properties["FilterPolicy"]).unwrap()
}

/// Whether a filter lets the body of a message through: every key of an object, any value of a list.
fn lets_through(filter: &serde_json::Value, body: &serde_json::Value) -> bool {
    filter.as_object().unwrap().iter().all(|(key, wanted)| {
        if key == "$or" {
            return wanted
                .as_array()
                .unwrap()
                .iter()
                .any(|one| lets_through(one, body));
        }
        match wanted {
            serde_json::Value::Object(_) => lets_through(wanted, &body[key]),
            serde_json::Value::Array(values) => values.contains(&body[key]),
            other => panic!("{other} is no filter"),
        }
    })
}

/// Whether an entry of this kind and label reaches the subscriber with this filter.
pub fn reaches(filter: &serde_json::Value, kind: &str, label: Option<&str>) -> bool {
    let mut image = json!({ "kind": { "S": kind } });
    if let Some(label) = label {
        image["label"] = json!({ "S": label });
    }
    lets_through(
        filter,
        &json!({ "eventName": "INSERT", "dynamodb": { "NewImage": image } }),
    )
}
