//! Schemas that stand once, and are used.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

const PLACE: &str = "#/components/schemas/";

/// What is worth a name: any of these members says that a schema is more than a plain string or number.
const FORMS: [&str; 4] = ["allOf", "enum", "oneOf", "properties"];

/// Puts a reference wherever a schema that has a name is written out, as that of a page's items is.
pub(super) fn refer(document: &mut Value) {
    let Some(named) = document["components"]["schemas"].as_object().cloned() else {
        return;
    };
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        // A schema is not replaced by itself.
        for within in schemas.values_mut().flat_map(children) {
            replace(within, &named);
        }
    }
    if let Some(paths) = document.get_mut("paths") {
        replace(paths, &named);
    }
}

fn replace(value: &mut Value, named: &Map<String, Value>) {
    let has_form = FORMS.iter().any(|form| value.get(form).is_some());
    let same = named.iter().find(|(_, schema)| has_form && *schema == value);
    if let Some((name, _)) = same {
        *value = json!({ "$ref": format!("{PLACE}{name}") });
        return;
    }
    for child in children(value) {
        replace(child, named);
    }
}

/// The names of the schemas that a part of the document leads to.
fn reached(document: &Value, part: &Value) -> BTreeSet<String> {
    let mut reached = BTreeSet::new();
    let mut to_read = references(part);
    while let Some(name) = to_read.pop() {
        let below = references(&document["components"]["schemas"][&name]);
        if reached.insert(name) {
            to_read.extend(below);
        }
    }
    reached
}

/// Says of what is only ever answered that all its members are there: what is absent is null, never left out.
pub(super) fn require_answered(document: &mut Value) {
    let bodies = operations(document)
        .into_iter()
        .map(|operation| operation["requestBody"].clone());
    let bodies = bodies.collect();
    let asked = reached(document, &bodies);
    let schemas = document["components"]["schemas"].as_object_mut();
    for (_, schema) in schemas
        .into_iter()
        .flatten()
        .filter(|(name, _)| !asked.contains(*name))
    {
        require_all(schema);
    }
}

fn require_all(schema: &mut Value) {
    if let Some(properties) = schema["properties"].as_object() {
        schema["required"] = properties.keys().cloned().collect();
    }
    for part in ["allOf", "oneOf"] {
        for part in schema.get_mut(part).into_iter().flat_map(children) {
            require_all(part);
        }
    }
}

/// Drops the schemas that nothing leads to any more.
pub(super) fn drop_unused(document: &mut Value) {
    let used = reached(document, &document["paths"]);
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        schemas.retain(|name, _| used.contains(name));
    }
}

/// Closes bodies where they are used when another schema extends theirs: closed in itself, it would refuse the extension too.
pub(super) fn close_bodies(document: &mut Value) {
    let mut extended = BTreeSet::new();
    extensions(&document["components"]["schemas"], &mut extended);
    let mut opened = BTreeSet::new();
    for name in extended {
        let schema = &mut document["components"]["schemas"][&name];
        if schema["additionalProperties"] == json!(false) {
            schema
                .as_object_mut()
                .map(|schema| schema.remove("additionalProperties"));
            opened.insert(format!("{PLACE}{name}"));
        }
    }
    for operation in operations(document) {
        let Some(body) = operation.pointer_mut("/requestBody/content/application~1json/schema") else {
            continue;
        };
        if body["$ref"].as_str().is_some_and(|name| opened.contains(name)) {
            body["unevaluatedProperties"] = false.into();
        }
    }
}

/// The names of schemas that others extend.
fn extensions(value: &Value, found: &mut BTreeSet<String>) {
    if let Some(parts) = value["allOf"].as_array().filter(|parts| parts.len() > 1) {
        found.extend(parts.iter().filter_map(reference));
    }
    match value {
        Value::Object(members) => members.values().for_each(|child| extensions(child, found)),
        Value::Array(items) => items.iter().for_each(|child| extensions(child, found)),
        _ => {}
    }
}

fn operations(document: &mut Value) -> Vec<&mut Value> {
    let items = document["paths"].as_object_mut().into_iter().flatten();
    items.flat_map(|(_, item)| children(item)).collect()
}

fn reference(value: &Value) -> Option<String> {
    let name = value["$ref"].as_str()?.strip_prefix(PLACE)?;
    Some(name.to_owned())
}

fn references(value: &Value) -> Vec<String> {
    let below: Vec<String> = match value {
        Value::Object(members) => members.values().flat_map(references).collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    };
    reference(value).into_iter().chain(below).collect()
}

fn children(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Object(members) => members.values_mut().collect(),
        Value::Array(items) => items.iter_mut().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(schema: &str) -> Value {
        json!({ "/a": { "post": { "requestBody": { "content": { "application/json": {
            "schema": { "$ref": format!("{PLACE}{schema}") },
        } } } } } })
    }

    #[test]
    fn what_is_written_out_becomes_a_reference_and_what_is_unused_goes() {
        let cat = json!({ "type": "object", "properties": { "name": { "type": "string" } } });
        let page = json!({ "type": "object", "properties": { "items": { "type": "array", "items": cat } } });
        let mut document = json!({
            "paths": body("Page"),
            "components": { "schemas": { "Cat": cat, "Dog": { "type": "object" }, "Page": page } },
        });
        refer(&mut document);
        drop_unused(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(
            schemas["Page"]["properties"]["items"]["items"],
            json!({ "$ref": format!("{PLACE}Cat") })
        );
        assert_eq!(schemas["Cat"], cat);
        assert!(schemas.get("Dog").is_none());
    }

    #[test]
    fn what_is_answered_is_there_and_what_is_asked_may_be_left_out() {
        let cat = json!({ "properties": { "name": {} }, "required": [] });
        let lion = json!({ "oneOf": [{ "allOf": [{ "properties": { "mane": {} } }] }] });
        let schemas = json!({ "Cat": cat, "Dog": cat, "Lion": lion });
        let mut document = json!({ "paths": body("Cat"), "components": { "schemas": schemas } });
        require_answered(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Cat"]["required"], json!([]));
        assert_eq!(schemas["Dog"]["required"], json!(["name"]));
        assert_eq!(
            schemas["Lion"]["oneOf"][0]["allOf"][0]["required"],
            json!(["mane"])
        );
    }

    #[test]
    fn a_body_that_another_schema_extends_is_closed_where_it_is_used() {
        let mut document = json!({
            "paths": body("Cat"),
            "components": { "schemas": {
                "Cat": { "type": "object", "additionalProperties": false },
                "Lion": { "allOf": [{ "$ref": format!("{PLACE}Cat") }, { "type": "object" }] },
            } },
        });
        close_bodies(&mut document);
        assert!(
            document["components"]["schemas"]["Cat"]
                .get("additionalProperties")
                .is_none()
        );
        let schema = document.pointer("/paths/~1a/post/requestBody/content/application~1json/schema");
        assert_eq!(schema.unwrap()["unevaluatedProperties"], false);
    }
}
