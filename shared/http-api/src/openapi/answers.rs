//! What any operation may answer besides what it says itself.

use serde_json::{Map, Value, json};

/// What an operation answers that wants to know who asks.
const OF_CALLERS: [(&str, &str); 4] = [
    (
        "401",
        "`token_missing`, `token_malformed`, `token_algorithm`, `token_key_unknown`, `token_signature`, `token_issuer`, `token_audience`, `token_expired`, `token_not_yet_valid`",
    ),
    ("403", "`unknown_agent`, `agent_suspended`"),
    ("500", "`internal`"),
    ("503", "`unavailable`, `busy`, `issuer_unavailable`: try again"),
];

/// What an operation that takes a body of JSON answers as well.
const OF_BODIES: [(&str, &str); 3] = [
    (
        "400",
        "`malformed_json`, `invalid_body`, with `line` and `column`",
    ),
    ("413", "`body_too_large`, with `limit`"),
    ("415", "`unsupported_content_type`"),
];

/// What an operation for administrators answers as well.
const OF_ADMINISTRATORS: [(&str, &str); 1] = [("403", "`forbidden`")];

/// Where the operations for administrators are.
const FOR_ADMINISTRATORS: [&str; 3] = ["/v1/quarantine", "/v1/dead-letters", "/v1/directory/"];

/// What API Gateway answers before or instead of the function, and to which operations.
const BY_THE_GATEWAY: [(&str, Reach, &str); 5] = [
    ("401", Reach::Callers, "API Gateway did not accept the token"),
    ("413", Reach::Bodies, "API Gateway does not take so large a body"),
    ("429", Reach::All, "too many requests at once: try again"),
    ("500", Reach::All, "API Gateway got no answer that it can pass on"),
    ("503", Reach::All, "API Gateway got no answer in time: try again"),
];

/// Which operations something is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    All,
    Callers,
    Bodies,
}

/// Adds what the operation at `path` may answer, and the form of every problem.
pub(super) fn complete(path: &str, operation: &mut Value) {
    let content = &operation["requestBody"]["content"];
    let (has_body, has_json) = (content.is_object(), content.get("application/json").is_some());
    let has_callers = path.starts_with("/v1/");
    let is_administrators = FOR_ADMINISTRATORS.iter().any(|prefix| path.starts_with(prefix));
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    let of_callers = OF_CALLERS.iter().filter(|_| has_callers);
    let of_bodies = OF_BODIES.iter().filter(|_| has_json);
    let of_administrators = OF_ADMINISTRATORS.iter().filter(|_| is_administrators);
    for (status, codes) in of_callers.chain(of_bodies).chain(of_administrators) {
        say(responses, status, codes);
    }
    let by_us: Vec<String> = responses
        .keys()
        .filter(|s| s.as_str() >= "400")
        .cloned()
        .collect();
    for status in by_us {
        responses[&status]["content"]["application/problem+json"] = refers_to("ProblemDocument");
    }
    for (status, reach, words) in BY_THE_GATEWAY {
        let reached = match reach {
            Reach::All => true,
            Reach::Callers => has_callers,
            Reach::Bodies => has_body,
        };
        if reached {
            let response = say(responses, status, words);
            response["content"]["application/json"] = refers_to("GatewayMessage");
        }
    }
    responses.sort_keys();
}

/// Adds to the description of a status, which may not be there yet.
fn say<'a>(responses: &'a mut Map<String, Value>, status: &str, more: &str) -> &'a mut Value {
    let response = responses.entry(status).or_insert_with(|| json!({}));
    let said = match response["description"].as_str() {
        Some(said) => format!("{said}; {more}"),
        None => more.to_owned(),
    };
    response["description"] = said.into();
    response
}

fn refers_to(schema: &str) -> Value {
    json!({ "schema": { "$ref": format!("#/components/schemas/{schema}") } })
}
