//! The template with its functions worked out, as in a deployment of its defaults.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::yaml::{YamlError, long_form};

/// The account that everything is in.
pub(crate) const ACCOUNT: &str = "123456789012";

/// The stack's name.
const STACK: &str = "memberline";

/// It is no template, or uses what is not understood here.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// It cannot be read.
    #[error(transparent)]
    Yaml(#[from] YamlError),
    /// It names something that is not there, or uses a function that is not known here.
    #[error("the template's {0} is not understood")]
    NotUnderstood(String),
}

/// A deployment's template.
#[derive(Debug)]
pub struct Template {
    document: Value,
    parameters: BTreeMap<String, String>,
}

impl Template {
    /// Reads a template; `parameters` are given besides its defaults.
    pub fn parse(text: &str, parameters: &[(&str, &str)]) -> Result<Self, TemplateError> {
        let yaml = serde_yaml_ng::from_str(text).map_err(YamlError::from)?;
        let document = long_form(yaml)?;
        let mut values = BTreeMap::new();
        for (name, parameter) in object(&document["Parameters"]) {
            let default = match &parameter["Default"] {
                Value::String(text) => text.clone(),
                Value::Null => String::new(),
                other => other.to_string(),
            };
            values.insert(name.clone(), default);
        }
        values.extend(
            parameters
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        Ok(Self {
            document,
            parameters: values,
        })
    }

    /// The resources of a type that a deployment makes, with their properties worked out, by name.
    pub fn resources(&self, kind: &str) -> Result<Vec<(String, Value)>, TemplateError> {
        let mut found = Vec::new();
        for (id, resource) in object(&self.document["Resources"]) {
            let is_made = match &resource["Condition"] {
                Value::String(condition) => self.holds(condition)?,
                _ => true,
            };
            if is_made && resource["Type"] == kind {
                let properties = self.resolve(&resource["Properties"])?;
                found.push((id.clone(), properties.unwrap_or_default()));
            }
        }
        Ok(found)
    }

    /// What stands at a place of the template comes to, where it is not left out.
    pub fn at(&self, place: &[&str]) -> Result<Option<Value>, TemplateError> {
        let found = place.iter().fold(&self.document, |value, name| &value[*name]);
        self.resolve(found)
    }

    /// What a value comes to; none when it is left out.
    fn resolve(&self, value: &Value) -> Result<Option<Value>, TemplateError> {
        match value {
            Value::Object(fields) => {
                if let Some((name, argument)) = fields.iter().next().filter(|_| fields.len() == 1)
                    && (name == "Ref" || name.starts_with("Fn::"))
                {
                    return self.call(name, argument);
                }
                let mut resolved = Map::new();
                for (name, value) in fields {
                    if let Some(value) = self.resolve(value)? {
                        resolved.insert(name.clone(), value);
                    }
                }
                Ok(Some(resolved.into()))
            }
            Value::Array(items) => {
                let mut resolved = Vec::new();
                for item in items {
                    resolved.extend(self.resolve(item)?);
                }
                Ok(Some(resolved.into()))
            }
            plain => Ok(Some(plain.clone())),
        }
    }

    fn call(&self, name: &str, argument: &Value) -> Result<Option<Value>, TemplateError> {
        let unknown = || TemplateError::NotUnderstood(format!("{name} {argument}"));
        let part = |at: usize| argument.get(at).ok_or_else(unknown);
        let text = |value: &Value| -> Result<String, TemplateError> {
            let value = self.resolve(value)?.ok_or_else(unknown)?;
            value.as_str().map(str::to_owned).ok_or_else(unknown)
        };
        Ok(Some(match name {
            "Ref" if argument == "AWS::NoValue" => return Ok(None),
            "Ref" => self.reference(argument.as_str().ok_or_else(unknown)?)?.into(),
            "Fn::GetAtt" => self.attribute(&text(part(0)?)?, &text(part(1)?)?)?.into(),
            "Fn::Sub" => {
                let (pattern, own) = match argument {
                    Value::String(pattern) => (pattern.as_str(), None),
                    _ => (part(0)?.as_str().ok_or_else(unknown)?, Some(part(1)?)),
                };
                self.substituted(pattern, own)?.into()
            }
            "Fn::If" => {
                let holds = self.holds(part(0)?.as_str().ok_or_else(unknown)?)?;
                return self.resolve(part(if holds { 1 } else { 2 })?);
            }
            "Fn::Split" => {
                let (separator, whole) = (text(part(0)?)?, text(part(1)?)?);
                let pieces = whole.split(&separator).map(|piece| piece.to_owned().into());
                Value::Array(pieces.collect())
            }
            "Fn::Select" => {
                let at = part(0)?.as_u64().and_then(|at| usize::try_from(at).ok());
                let from = self.resolve(part(1)?)?.ok_or_else(unknown)?;
                // The parts of an id that only a deployment has.
                let chosen = at.and_then(|at| from.get(at).cloned());
                chosen.unwrap_or_else(|| "unknown".into())
            }
            _ => return Err(unknown()),
        }))
    }

    fn substituted(&self, pattern: &str, own: Option<&Value>) -> Result<String, TemplateError> {
        let mut pieces = pattern.split("${");
        let mut written = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece
                .split_once('}')
                .ok_or_else(|| TemplateError::NotUnderstood(pattern.to_owned()))?;
            let value = match own.and_then(|own| own.get(name)) {
                Some(value) => {
                    let value = self.resolve(value)?;
                    let text = value.as_ref().and_then(Value::as_str).map(str::to_owned);
                    text.ok_or_else(|| TemplateError::NotUnderstood(pattern.to_owned()))?
                }
                None => match name.split_once('.') {
                    Some((resource, attribute)) => self.attribute(resource, attribute)?,
                    None => self.reference(name)?,
                },
            };
            written.push_str(&value);
            written.push_str(rest);
        }
        Ok(written)
    }

    fn kind(&self, id: &str) -> Result<&str, TemplateError> {
        let kind = self.document["Resources"][id]["Type"].as_str();
        kind.ok_or_else(|| TemplateError::NotUnderstood(id.to_owned()))
    }

    /// What `Ref` gives. Resources have the names that they have in the template.
    fn reference(&self, name: &str) -> Result<String, TemplateError> {
        if let Some(value) = self.parameters.get(name) {
            return Ok(value.clone());
        }
        Ok(match name {
            "AWS::AccountId" => ACCOUNT.to_owned(),
            "AWS::Region" => "us-east-1".to_owned(),
            "AWS::Partition" => "aws".to_owned(),
            "AWS::URLSuffix" => "amazonaws.com".to_owned(),
            "AWS::StackName" => STACK.to_owned(),
            "AWS::StackId" => format!("arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{STACK}/0-0-0-0-0"),
            id => match self.kind(id)? {
                "AWS::SNS::Topic" => arn("sns", id),
                "AWS::SQS::Queue" => format!("https://sqs.us-east-1.amazonaws.com/{ACCOUNT}/{id}"),
                _ => id.to_owned(),
            },
        })
    }

    fn attribute(&self, id: &str, attribute: &str) -> Result<String, TemplateError> {
        let kind = self.kind(id)?;
        Ok(match (kind, attribute) {
            ("AWS::DynamoDB::Table", "Arn") => arn("dynamodb", &format!("table/{id}")),
            ("AWS::DynamoDB::Table", "StreamArn") => arn("dynamodb", &format!("table/{id}/stream/1")),
            ("AWS::SQS::Queue", "Arn") => arn("sqs", id),
            ("AWS::KMS::Key", "Arn") => arn("kms", &format!("key/{id}")),
            ("AWS::SecretsManager::Secret", "Id") => arn("secretsmanager", &format!("secret:{id}")),
            ("AWS::S3::Bucket", "Arn") => format!("arn:aws:s3:::{id}"),
            ("AWS::Logs::LogGroup", "Arn") => arn("logs", &format!("log-group:{id}:*")),
            ("AWS::IAM::Role", "Arn") => role_arn(id),
            (_, "Arn") => arn("unknown", id),
            _ => format!("{id}.{attribute}"),
        })
    }

    fn holds(&self, condition: &str) -> Result<bool, TemplateError> {
        self.is_true(&self.document["Conditions"][condition])
    }

    fn is_true(&self, expression: &Value) -> Result<bool, TemplateError> {
        let unknown = || TemplateError::NotUnderstood(format!("condition {expression}"));
        let (name, argument) = object(expression).next().ok_or_else(unknown)?;
        let parts = argument.as_array().into_iter().flatten();
        Ok(match name.as_str() {
            "Condition" => self.holds(argument.as_str().ok_or_else(unknown)?)?,
            "Fn::Equals" => {
                let sides: Vec<_> = parts.map(|part| self.resolve(part)).collect::<Result<_, _>>()?;
                let text = |side: &Option<Value>| match side {
                    Some(Value::String(text)) => text.clone(),
                    Some(other) => other.to_string(),
                    None => String::new(),
                };
                sides.len() == 2 && text(&sides[0]) == text(&sides[1])
            }
            "Fn::Not" => !self.is_true(argument.get(0).ok_or_else(unknown)?)?,
            "Fn::And" => {
                let all: Vec<bool> = parts.map(|part| self.is_true(part)).collect::<Result<_, _>>()?;
                all.into_iter().all(|part| part)
            }
            "Fn::Or" => {
                let any: Vec<bool> = parts.map(|part| self.is_true(part)).collect::<Result<_, _>>()?;
                any.into_iter().any(|part| part)
            }
            _ => return Err(unknown()),
        })
    }
}

/// The ARN of something of this deployment.
pub(crate) fn arn(service: &str, resource: &str) -> String {
    format!("arn:aws:{service}:us-east-1:{ACCOUNT}:{resource}")
}

/// The ARN of a role, as CloudFormation names roles.
pub(crate) fn role_arn(id: &str) -> String {
    format!("arn:aws:iam::{ACCOUNT}:role/{STACK}-{id}-AbCdEfGhIjKl")
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const TEMPLATE: &str = "
Parameters: {Sender: {Type: String}, Local: {Type: String, Default: 'no'}}
Conditions:
  IsLocal: !Equals [!Ref Local, 'yes']
  IsNot: !Not [!Condition IsLocal]
Resources:
  Table: {Type: 'AWS::DynamoDB::Table'}
  Queue: {Type: 'AWS::SQS::Queue', Condition: IsLocal, Properties: {}}
  Role:
    Type: AWS::IAM::Role
    Properties:
      Arns: [!GetAtt Table.Arn, !Sub '${Table.Arn}/index/open', !If [IsLocal, '*', !Ref AWS::NoValue]]
      Domain: !Select [1, !Split ['@', !Ref Sender]]
      Own: !Sub ['${A}/${AWS::StackName}', {A: !Ref Table}]
      Extra: !If [IsNot, yes, no]
";

    #[test]
    fn functions_are_worked_out_as_in_a_deployment() {
        let template = Template::parse(TEMPLATE, &[("Sender", "a@lakeside.example")]).unwrap();
        let roles = template.resources("AWS::IAM::Role").unwrap();
        let table = "arn:aws:dynamodb:us-east-1:123456789012:table/Table";
        assert_eq!(
            roles[0].1,
            json!({
                "Arns": [table, format!("{table}/index/open")], "Domain": "lakeside.example", "Own": "Table/memberline", "Extra": "yes",
            })
        );
        assert!(template.resources("AWS::SQS::Queue").unwrap().is_empty());
        let local = Template::parse(TEMPLATE, &[("Sender", "a@b"), ("Local", "yes")]).unwrap();
        assert_eq!(local.resources("AWS::SQS::Queue").unwrap().len(), 1);
    }

    #[test]
    fn what_is_not_known_is_said() {
        for value in [
            "!Ref Nothing",
            "!Join ['', [a]]",
            "!Sub '${Nothing.Arn}'",
            "!Sub '${Open'",
        ] {
            let text = format!("Resources: {{Role: {{Type: A, Properties: {{X: {value}}}}}}}");
            let template = Template::parse(&text, &[]).unwrap();
            assert!(template.resources("A").is_err(), "{value}");
        }
    }
}
