//! The description of the API says what the routes of both functions do, and is the one in docs.

use std::collections::BTreeMap;

use serde_json::Value;

const SNAPSHOT: &str = include_str!("../../../docs/openapi.json");

/// The description of both functions' routes.
fn document() -> Value {
    memberline_http_api::openapi::document(agent_api::description().merge_from(admin_api::description()))
}

fn generated() -> String {
    format!("{:#}\n", document())
}

/// `UPDATE_OPENAPI=1 cargo dev test --light openapi` writes the document anew.
#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "only this test is told by its environment"
)]
fn docs_openapi_json_describes_the_routes() {
    if std::env::var("UPDATE_OPENAPI").is_ok() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/openapi.json");
        std::fs::write(path, generated()).unwrap();
        return;
    }
    assert!(
        generated() == SNAPSHOT,
        "docs/openapi.json is out of date: run UPDATE_OPENAPI=1 cargo dev test --light openapi"
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

/// The operations, by what they do: `POST /v1/segments`.
fn operations() -> BTreeMap<String, Value> {
    let document = document();
    let paths = document["paths"].as_object().unwrap().iter();
    let operations = paths.flat_map(|(path, item)| {
        let item = item.as_object().unwrap().iter();
        item.map(move |(method, operation)| (format!("{} {path}", method.to_uppercase()), operation.clone()))
    });
    operations.collect()
}

#[test]
fn what_takes_a_body_of_json_says_of_what_form_and_what_else_it_may_answer() {
    let (document, operations) = (document(), operations());
    let mut takes = Vec::new();
    for (name, operation) in &operations {
        let Some(body) = operation["requestBody"]["content"].get("application/json") else {
            assert!(operation["responses"].get("415").is_none(), "{name}");
            continue;
        };
        takes.push(name.as_str());
        assert_eq!(operation["requestBody"]["required"], true, "{name}");
        for status in ["400", "413", "415"] {
            assert!(operation["responses"].get(status).is_some(), "{status} of {name}");
        }
        let reference = body["schema"]["$ref"].as_str().unwrap();
        let schema = document.pointer(&reference[1..]).unwrap();
        assert_eq!(
            schema["additionalProperties"], false,
            "{name} refuses what it does not know"
        );
    }
    let expected = [
        "POST /v1/applications/{id}/people/{person}/consent-requests",
        "POST /v1/applications/{id}/people/{person}/consents",
        "POST /v1/applications/{id}/people/{person}/conversations",
        "POST /v1/conversations/{id}/messages",
        "POST /v1/conversations/{id}/notes",
        "POST /v1/conversations/{id}/opt-out-question",
        "POST /v1/directory/trigger-previews",
        "POST /v1/segments",
        "PUT /v1/conversations/{id}/person",
        "PUT /v1/directory/agents/{id}",
        "PUT /v1/directory/dispositions/{id}",
        "PUT /v1/directory/groups/{id}",
        "PUT /v1/directory/hours/{id}",
        "PUT /v1/directory/locations/{id}",
        "PUT /v1/directory/numbers/{id}",
        "PUT /v1/directory/organisation",
        "PUT /v1/directory/quick-replies/{id}",
        "PUT /v1/directory/teams/{id}",
        "PUT /v1/directory/triggers/{id}",
    ];
    assert_eq!(takes, expected);
}

#[test]
fn what_the_gateway_answers_itself_is_no_problem_document() {
    for (name, operation) in operations() {
        let answers = |status: &str| -> Vec<String> {
            let content = operation["responses"][status]["content"].as_object();
            content.map_or(Vec::new(), |content| content.keys().cloned().collect())
        };
        assert_eq!(answers("429"), ["application/json"], "{name}");
        let of_strangers: &[&str] = if name == "GET /openapi.json" {
            &[]
        } else {
            &["application/json", "application/problem+json"]
        };
        assert_eq!(answers("401"), of_strangers, "{name}");
    }
}

#[test]
fn every_code_that_is_described_is_in_the_table_of_codes() {
    let table = include_str!("../../../docs/api.md");
    for (name, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let said = response["description"].as_str().unwrap().split('`');
            let codes = said.skip(1).step_by(2).filter(|_| status.as_str() >= "400");
            for code in codes.filter(|code| code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')) {
                assert!(table.contains(&format!("`{code}`")), "{code} of {name}");
            }
        }
    }
}

#[test]
fn a_picture_is_sent_as_its_bytes() {
    let operation = &operations()["POST /v1/conversations/{id}/pictures"];
    let content = operation["requestBody"]["content"].as_object().unwrap();
    let types: Vec<_> = content.keys().collect();
    assert_eq!(
        types,
        ["application/octet-stream", "image/gif", "image/jpeg", "image/png"]
    );
    let said = |content: &Value| content.get("schema").is_some();
    assert!(!content.values().any(said), "{content:?}");
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
    assert_eq!(operations.len(), 77);
    for operation in operations {
        for member in ["summary", "description", "operationId"] {
            assert!(operation[member].is_string(), "{member} of {operation}");
        }
        for (status, response) in operation["responses"].as_object().unwrap() {
            assert!(
                !response["description"].as_str().unwrap().is_empty(),
                "{status} of {operation}"
            );
        }
    }
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for name in schemas.keys() {
        assert!(text.contains(&format!("schemas/{name}\"")), "{name} is used");
    }
    for (name, schema) in schemas {
        let described = schema["description"].is_string() || name.starts_with("Page_");
        assert!(described, "{name}");
    }
}
