//! CloudFormation's short tags, written out.

use serde_json::{Map, Value, json};
use serde_yaml_ng::Value as Yaml;

/// YAML that is no template.
#[derive(Debug, thiserror::Error)]
pub enum YamlError {
    /// `!GetAtt` names no attribute.
    #[error("!GetAtt needs resource.attribute")]
    GetAtt,
    /// It is not YAML.
    #[error(transparent)]
    Yaml(#[from] serde_yaml_ng::Error),
    /// It holds what JSON cannot.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// YAML with tags such as `!Sub` as JSON with `Fn::Sub`.
pub fn long_form(yaml: Yaml) -> Result<Value, YamlError> {
    Ok(match yaml {
        Yaml::Tagged(tagged) => {
            let tag = tagged.tag.to_string();
            let name = tag.trim_start_matches('!');
            let value = long_form(tagged.value)?;
            match (name, value) {
                ("Ref" | "Condition", value) => json!({ name: value }),
                ("GetAtt", Value::String(path)) => {
                    let (resource, attribute) = path.split_once('.').ok_or(YamlError::GetAtt)?;
                    json!({ "Fn::GetAtt": [resource, attribute] })
                }
                (_, value) => json!({ format!("Fn::{name}"): value }),
            }
        }
        Yaml::Mapping(mapping) => {
            let mut object = Map::new();
            for (key, value) in mapping {
                let key = match key {
                    Yaml::String(key) => key,
                    other => serde_yaml_ng::to_string(&other)?.trim().to_owned(),
                };
                object.insert(key, long_form(value)?);
            }
            Value::Object(object)
        }
        Yaml::Sequence(items) => Value::Array(items.into_iter().map(long_form).collect::<Result<_, _>>()?),
        Yaml::Null => Value::Null,
        Yaml::Bool(value) => Value::Bool(value),
        Yaml::String(text) => Value::String(text),
        Yaml::Number(number) => serde_json::to_value(number)?,
    })
}
