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

/// Writes out what extends a closed schema: closed in itself, that would refuse the members of the extension too.
pub(super) fn extend_closed(document: &mut Value) {
    let Some(named) = document["components"]["schemas"].as_object().cloned() else {
        return;
    };
    let closed = |part: &Value| {
        let schema = named.get(&reference(part)?)?;
        (schema["additionalProperties"] == json!(false)).then(|| schema.clone())
    };
    let schemas = document["components"]["schemas"].as_object_mut();
    for (_, schema) in schemas.into_iter().flatten() {
        let Some(parts) = schema["allOf"]
            .as_array()
            .filter(|parts| parts.iter().any(|p| closed(p).is_some()))
        else {
            continue;
        };
        let parts: Vec<Value> = parts
            .iter()
            .map(|part| closed(part).unwrap_or_else(|| part.clone()))
            .collect();
        let mut properties = Map::new();
        let mut required = Vec::new();
        for part in &parts {
            properties.extend(part["properties"].as_object().cloned().unwrap_or_default());
            required.extend(part["required"].as_array().cloned().unwrap_or_default());
        }
        *schema = json!({
            "type": "object", "description": schema["description"], "properties": properties, "required": required,
        });
    }
}

/// Says of optional parameters that they are left out and never null: an address or a header has no way to write null.
pub(super) fn never_null(document: &mut Value) {
    for operation in operations(document) {
        let parameters = operation.get_mut("parameters").into_iter();
        for schema in parameters.flat_map(children).filter_map(|p| p.get_mut("schema")) {
            let mut types = schema["type"].as_array().into_iter().flatten();
            if let Some(word) = types.find(|word| *word != "null").cloned() {
                schema["type"] = word;
            }
        }
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
    fn what_may_be_left_out_of_a_header_is_never_null() {
        let key = json!({ "name": "Key", "schema": { "type": ["string", "null"], "minLength": 1 } });
        let mut document = json!({ "paths": { "/a": { "post": { "parameters": [key] } } } });
        never_null(&mut document);
        let schema = document.pointer("/paths/~1a/post/parameters/0/schema");
        assert_eq!(schema, Some(&json!({ "type": "string", "minLength": 1 })));
    }

    #[test]
    fn what_extends_a_closed_schema_is_written_out() {
        let cat = json!({
            "type": "object", "additionalProperties": false, "properties": { "name": {} }, "required": ["name"],
        });
        let lion = json!({ "description": "Roars.", "allOf": [
            { "$ref": format!("{PLACE}Cat") }, { "type": "object", "properties": { "mane": {} }, "required": ["mane"] },
        ] });
        let mut document = json!({ "components": { "schemas": { "Cat": cat, "Lion": lion } } });
        extend_closed(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Cat"], cat);
        let expected = json!({
            "type": "object", "description": "Roars.", "properties": { "name": {}, "mane": {} }, "required": ["name", "mane"],
        });
        assert_eq!(schemas["Lion"], expected);
    }
}
