//! `docs/los-event.schema.json` says what the parser reads to the last member.

use serde_json::{Value, json};

use super::story::{at, read_event};
use crate::application::LosEvent;

const SCHEMA: &str = include_str!("../../../../../docs/los-event.schema.json");

const EXAMPLES: [&str; 6] = [
    include_str!("../../../../../events/los-application-created.json"),
    include_str!("../../../../../events/los-application-created-minimal.json"),
    include_str!("../../../../../events/los-application-updated.json"),
    include_str!("../../../../../events/los-application-completed.json"),
    include_str!("../../../../../events/los-application-withdrawn.json"),
    include_str!("../../../../../events/los-stage-entered.json"),
];

fn is_one_line(text: &str) -> bool {
    !text
        .chars()
        .any(|c| matches!(c, '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}'))
}

/// Whether a text matches one of the few patterns that the schema has.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern {
        "^[a-z0-9-]{1,40}$" => {
            (1..=40).contains(&text.len()) && text.chars().all(|c| matches!(c, 'a'..='z' | '0'..='9' | '-'))
        }
        r"^[^\u0000-\u001f\u007f-\u009f]*$" => is_one_line(text),
        r"^(?=.*\S)[^\u0000-\u001f\u007f-\u009f]*$" => is_one_line(text) && !text.trim().is_empty(),
        r"\S" => !text.trim().is_empty(),
        time if time.starts_with("^20") => {
            let (date, rest) = text.split_at_checked(19).unwrap_or(("", text));
            let shape: String = date
                .chars()
                .map(|c| {
                    if c.is_ascii_digit() {
                        '0'
                    } else {
                        c.to_ascii_uppercase()
                    }
                })
                .collect();
            let rest = match rest.strip_prefix('.') {
                Some(fraction) => {
                    let digits = fraction.bytes().take_while(u8::is_ascii_digit).count();
                    if !(1..=9).contains(&digits) {
                        return false;
                    }
                    &fraction[digits..]
                }
                None => rest,
            };
            let offset = rest.len() == 6
                && rest.starts_with(['+', '-'])
                && rest[1..]
                    .split(':')
                    .all(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit()));
            date.starts_with("20") && shape == "0000-00-00T00:00:00" && (matches!(rest, "Z" | "z") || offset)
        }
        other => panic!("the schema has a pattern that the test does not know: {other}"),
    }
}

fn is_of_type(name: &str, value: &Value) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("{other}"),
    }
}

/// Whether a schema accepts a value, for the keywords that ours has.
fn accepts(schema: &Value, value: &Value) -> bool {
    let text = value.as_str();
    let length = text.map(|text| u64::try_from(text.chars().count()).unwrap());
    schema
        .as_object()
        .unwrap()
        .iter()
        .all(|(keyword, rule)| match keyword.as_str() {
            "$schema" | "$id" | "title" | "description" | "then" => true,
            "type" => match rule {
                Value::String(name) => is_of_type(name, value),
                names => names
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|n| is_of_type(n.as_str().unwrap(), value)),
            },
            "required" => {
                let names = rule.as_array().unwrap();
                value
                    .as_object()
                    .is_none_or(|object| names.iter().all(|n| object.contains_key(n.as_str().unwrap())))
            }
            "properties" => rule
                .as_object()
                .unwrap()
                .iter()
                .all(|(name, schema)| value.get(name).is_none_or(|member| accepts(schema, member))),
            "items" => value
                .as_array()
                .is_none_or(|items| items.iter().all(|item| accepts(rule, item))),
            "maxItems" => value
                .as_array()
                .is_none_or(|items| items.len() as u64 <= rule.as_u64().unwrap()),
            "enum" => rule.as_array().unwrap().contains(value),
            "const" => rule == value,
            "minLength" => length.is_none_or(|length| length >= rule.as_u64().unwrap()),
            "maxLength" => length.is_none_or(|length| length <= rule.as_u64().unwrap()),
            "pattern" => text.is_none_or(|text| matches(rule.as_str().unwrap(), text)),
            "format" => text.is_none_or(|text| text.parse::<jiff::Timestamp>().is_ok()),
            "if" => !accepts(rule, value) || accepts(&schema["then"], value),
            other => panic!("the schema has a keyword that the test does not know: {other}"),
        })
}

/// Every place in a document, as a JSON pointer.
fn places(value: &Value, at: &str, places: &mut Vec<String>) {
    places.push(at.to_owned());
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, v)| self::places(v, &format!("{at}/{name}"), places)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(n, v)| self::places(v, &format!("{at}/{n}"), places)),
        _ => {}
    }
}

fn mutations(example: &Value) -> Vec<Value> {
    let replacements = [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!(""),
        json!(" "),
        json!("x"),
        json!("x".repeat(41)),
        json!("x".repeat(81)),
        json!("x".repeat(129)),
        json!("x".repeat(201)),
        json!("x".repeat(1001)),
        json!("é".repeat(80)),
        json!("a\u{0}b"),
        json!("a\u{85}"),
        json!("Upper"),
        json!("stage.entered"),
        json!("application.created"),
        json!("service"),
        json!("web"),
        json!("partner"),
        json!("2026-11-22T18:00:00Z"),
        json!("2026-11-22t18:00:00.123456789-06:00"),
        json!("2026-11-22T18:00:00.Z"),
        json!("2026-11-22 18:00:00Z"),
        json!("2026-11-22T18:00:00+0600"),
        json!("2026-13-22T18:00:00Z"),
        json!("20é6-11-22T18:00:00"),
        json!([]),
        json!({}),
        json!([null]),
        json!([{}]),
        json!({"name": "s"}),
        json!({"name": "s".repeat(81)}),
        json!({"id": "1"}),
        json!(vec!["a"; 51]),
        json!(vec!["a"; 50]),
    ];
    let mut all = Vec::new();
    places(example, "", &mut all);
    let mut mutated = Vec::new();
    for pointer in all {
        for replacement in &replacements {
            let mut changed = example.clone();
            *changed.pointer_mut(&pointer).unwrap() = replacement.clone();
            mutated.push(changed);
        }
        if let Some((parent, name)) = pointer.rsplit_once('/') {
            let mut changed = example.clone();
            let parent = changed.pointer_mut(parent).unwrap();
            if let Some(object) = parent.as_object_mut() {
                object.remove(name);
                object.insert("unknown".to_owned(), json!({"anything": [1]}));
            }
            mutated.push(changed);
        }
    }
    mutated
}

/// Whether nothing is wrong with an event but what no schema can say.
fn is_beyond_a_schema(event: &LosEvent) -> bool {
    let problems = [
        "duplicate_person",
        "not_a_number",
        "too_short",
        "too_long",
        "unassignable",
    ];
    event
        .unread
        .iter()
        .all(|unread| problems.contains(&unread.code.as_str()))
        && event
            .unread
            .iter()
            .all(|unread| unread.code == "duplicate_person" || unread.path.ends_with(".mobile"))
}

#[test]
fn el_16_what_the_schema_accepts_is_read_whole() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let now = at(10_000);
    let (mut whole, mut in_part, mut refused) = (0, 0, 0);
    for example in EXAMPLES {
        let example: Value = serde_json::from_str(example).unwrap();
        let read = read_event(&example, now).unwrap();
        assert!(
            accepts(&schema, &example) && is_beyond_a_schema(&read),
            "{example}"
        );
        for mutated in mutations(&example) {
            let parsed = read_event(&mutated, now);
            match &parsed {
                // What a schema cannot say.
                Err(refusal) if refusal.code == "occurred_in_future" => {}
                Ok(event) if event.unread.is_empty() => whole += 1,
                Ok(event) if is_beyond_a_schema(event) => {}
                other => {
                    assert!(!accepts(&schema, &mutated), "{other:?} {mutated}");
                    *(if other.is_ok() { &mut in_part } else { &mut refused }) += 1;
                }
            }
        }
    }
    assert!(
        whole > 500 && in_part > 1_000 && refused > 300,
        "{whole} {in_part} {refused}"
    );
}
