//! The description of the API, in OpenAPI 3.1.

use axum::response::IntoResponse;
use http::header;
use utoipa::OpenApi as _;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{OpenApi, SecurityRequirement};

use crate::list_conversations::Filter;
use crate::routes;
use crate::view::ProblemDocument;

/// What is described beside the operations.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Memberline for agent frontends",
        version = "1",
        description = "How agents' frontends list conversations, claim them and answer. The rules that all operations follow are in docs/api.md.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    tags(
        (name = "Conversations", description = "What members and agents say to each other."),
        (name = "Applications", description = "What loan-origination systems tell of applicants, whom it concerns, and what they agreed to."),
        (name = "Triggers", description = "When automation texts applicants, and what comes of it."),
        (name = "Texts", description = "What a text costs."),
        (name = "Directory", description = "Who is who."),
        (name = "Operations", description = "What could not be verified or processed; for administrators."),
        (name = "Description", description = "This document."),
    ),
    components(schemas(Filter, ProblemDocument)),
)]
struct Description;

/// The description without any operation.
pub(crate) fn description() -> OpenApi {
    Description::openapi()
}

/// What any operation may answer besides what it says itself.
const COMMON: [(&str, &str); 4] = [
    (
        "401",
        "`token_missing`, `token_malformed`, `token_algorithm`, `token_key_unknown`, `token_signature`, `token_issuer`, `token_audience`, `token_expired`, `token_not_yet_valid`",
    ),
    ("403", "`unknown_agent`"),
    ("500", "`internal`"),
    ("503", "`unavailable`, `busy`, `issuer_unavailable`: try again"),
];

/// What an operation that takes a body of JSON may answer as well.
const OF_BODIES: [(&str, &str); 3] = [
    (
        "400",
        "`malformed_json`, `invalid_body`, with `line` and `column`",
    ),
    ("413", "`body_too_large`, with `limit`"),
    ("415", "`unsupported_content_type`"),
];

/// What an operation for administrators may answer as well.
const OF_OPERATIONS: [(&str, &str); 1] = [("403", "`forbidden`")];

/// The whole description, as JSON.
pub fn document() -> serde_json::Value {
    let mut openapi = routes::all().into_openapi();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some("A token of the institution's issuer."))
        .build();
    if let Some(components) = &mut openapi.components {
        components.add_security_scheme("agent", SecurityScheme::Http(bearer));
    }
    openapi.security = Some(vec![SecurityRequirement::new::<_, [&str; 0], &str>("agent", [])]);
    let mut document = serde_json::to_value(openapi).unwrap_or_default();
    if let Some(paths) = document["paths"].as_object_mut() {
        let operations = paths
            .iter_mut()
            .filter(|(path, _)| path.starts_with("/v1/"))
            .flat_map(|(path, item)| {
                let operations = item.as_object_mut().into_iter().flatten();
                operations.map(move |(_, operation)| (path.as_str(), operation))
            });
        for (path, operation) in operations {
            describe_problems(path, operation);
        }
    }
    document
}

/// Adds what any operation may answer, and the form of every problem.
fn describe_problems(path: &str, operation: &mut serde_json::Value) {
    let has_body = operation["requestBody"]["content"]
        .get("application/json")
        .is_some();
    let is_operators = path.starts_with("/v1/quarantine") || path.starts_with("/v1/dead-letters");
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    let of_bodies = OF_BODIES.iter().filter(|_| has_body);
    let of_operations = OF_OPERATIONS.iter().filter(|_| is_operators);
    for (status, codes) in COMMON.iter().chain(of_bodies).chain(of_operations) {
        let said = responses.get(*status).and_then(|r| r["description"].as_str());
        let description = match said {
            Some(said) => format!("{said}; {codes}"),
            None => (*codes).to_owned(),
        };
        responses.insert(
            (*status).to_owned(),
            serde_json::json!({ "description": description }),
        );
    }
    let problem = serde_json::json!({
        "application/problem+json": { "schema": { "$ref": "#/components/schemas/ProblemDocument" } }
    });
    for (status, response) in responses.iter_mut() {
        if status.as_str() >= "400" {
            response["content"] = problem.clone();
        }
    }
    responses.sort_keys();
}

/// The document as it was last generated: what is served, and what changes are reviewed against.
const SNAPSHOT: &str = include_str!("../../../docs/openapi.json");

/// Describes the API
#[utoipa::path(get, path = "/openapi.json", tag = "Description", security(()), responses(
    (status = 200, description = "This document.", content_type = "application/json"),
))]
pub(crate) async fn show_openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], SNAPSHOT)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn generated() -> String {
        format!("{:#}\n", document())
    }

    /// `UPDATE_OPENAPI=1 cargo test -p agent-api openapi` writes the document anew.
    #[test]
    #[expect(
        clippy::disallowed_methods,
        reason = "only this test is told by its environment"
    )]
    fn docs_openapi_json_describes_the_routes() {
        if std::env::var("UPDATE_OPENAPI").is_ok() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/openapi.json");
            std::fs::write(path, generated()).unwrap();
            return;
        }
        assert!(
            generated() == SNAPSHOT,
            "docs/openapi.json is out of date: run UPDATE_OPENAPI=1 cargo test -p agent-api openapi"
        );
    }

    #[test]
    fn every_reference_leads_somewhere() {
        let text = generated();
        let document = document();
        for reference in text.split("\"$ref\": \"#").skip(1) {
            let pointer = reference.split('"').next().unwrap();
            assert!(document.pointer(pointer).is_some(), "{pointer}");
        }
    }

    #[test]
    fn every_operation_says_what_it_answers() {
        let document = document();
        assert_eq!(document["openapi"], "3.1.0");
        let paths = document["paths"].as_object().unwrap();
        let operations: Vec<_> = paths
            .values()
            .flat_map(|item| item.as_object().unwrap().values())
            .collect();
        assert_eq!(operations.len(), 30);
        for operation in operations {
            assert!(operation["summary"].is_string(), "{operation}");
            assert!(operation["operationId"].is_string(), "{operation}");
            for (status, response) in operation["responses"].as_object().unwrap() {
                assert!(
                    !response["description"].as_str().unwrap().is_empty(),
                    "{status} of {operation}"
                );
            }
        }
        let schemas = document["components"]["schemas"].as_object().unwrap();
        for (name, schema) in schemas {
            let described = schema["description"].is_string() || name.starts_with("Page_");
            assert!(described, "{name}");
        }
    }
}
