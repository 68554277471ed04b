//! Policies: statements and when they apply.

use std::collections::BTreeMap;

use serde_json::Value;

/// A policy that is not understood here: better no answer than a wrong one.
#[derive(Debug, thiserror::Error)]
#[error("the statement {sid} of {of} has a {part} that is not understood")]
pub struct PolicyError {
    /// Whose policy it is.
    pub of: String,
    /// The statement.
    pub sid: String,
    pub part: String,
}

/// A statement.
#[derive(Debug)]
pub(crate) struct Statement {
    pub(crate) sid: String,
    pub(crate) allows: bool,
    pub(crate) actions: Vec<String>,
    pub(crate) resources: Vec<String>,
    pub(crate) conditions: Vec<Condition>,
    /// Who it is about, in a resource's policy: ARNs, names of services, or `*`.
    pub(crate) principals: Vec<String>,
}

/// One key that a statement asks for.
#[derive(Debug)]
pub(crate) struct Condition {
    pub(crate) key: String,
    pub(crate) values: Vec<String>,
    set: Option<Set>,
    if_exists: bool,
    operator: Operator,
}

/// How many of the request's values have to match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Set {
    All,
    Any,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Operator {
    Equals,
    Like,
    NotEquals,
    NotLike,
    Null,
}

/// One text or several, as policies write them.
fn texts(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::String(text) => Some(vec![text.clone()]),
        Value::Bool(value) => Some(vec![value.to_string()]),
        Value::Array(values) => values.iter().map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn operator(name: &str) -> Option<(Option<Set>, Operator, bool)> {
    let (set, name) = match name.split_once(':') {
        Some(("ForAllValues", name)) => (Some(Set::All), name),
        Some(("ForAnyValue", name)) => (Some(Set::Any), name),
        Some(_) => return None,
        None => (None, name),
    };
    let (name, if_exists) = match name.strip_suffix("IfExists") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let operator = match name {
        "StringEquals" | "Bool" => Operator::Equals,
        // ARNs are compared part by part; none of ours has a colon where a star may be.
        "StringLike" | "ArnLike" | "ArnEquals" => Operator::Like,
        "StringNotEquals" => Operator::NotEquals,
        "StringNotLike" | "ArnNotLike" | "ArnNotEquals" => Operator::NotLike,
        "Null" => Operator::Null,
        _ => return None,
    };
    Some((set, operator, if_exists))
}

impl Statement {
    /// Reads a policy's statements; `of` names it.
    pub(crate) fn read_all(of: &str, policy: &Value) -> Result<Vec<Self>, PolicyError> {
        let statements = policy["Statement"].as_array().into_iter().flatten();
        statements.map(|statement| Self::read(of, statement)).collect()
    }

    fn read(of: &str, statement: &Value) -> Result<Self, PolicyError> {
        let sid = statement["Sid"].as_str().unwrap_or("?").to_owned();
        let unknown = |part: &str| PolicyError {
            of: of.to_owned(),
            sid: sid.clone(),
            part: part.to_owned(),
        };
        let known = ["Sid", "Effect", "Action", "Resource", "Condition", "Principal"];
        let fields = statement.as_object().ok_or_else(|| unknown("form"))?;
        if let Some(other) = fields.keys().find(|name| !known.contains(&name.as_str())) {
            return Err(unknown(other));
        }
        let mut conditions = Vec::new();
        for (name, keys) in statement["Condition"].as_object().into_iter().flatten() {
            let (set, operator, if_exists) = operator(name).ok_or_else(|| unknown(name))?;
            for (key, values) in keys.as_object().into_iter().flatten() {
                conditions.push(Condition {
                    key: key.clone(),
                    values: texts(values).ok_or_else(|| unknown(key))?,
                    set,
                    if_exists,
                    operator,
                });
            }
        }
        let principals = match &statement["Principal"] {
            Value::Null => Vec::new(),
            Value::String(anyone) => vec![anyone.clone()],
            Value::Object(kinds) => {
                let all = kinds.values().map(texts).collect::<Option<Vec<_>>>();
                all.ok_or_else(|| unknown("Principal"))?.concat()
            }
            _ => return Err(unknown("Principal")),
        };
        Ok(Self {
            allows: match statement["Effect"].as_str() {
                Some("Allow") => true,
                Some("Deny") => false,
                _ => return Err(unknown("Effect")),
            },
            actions: texts(&statement["Action"]).ok_or_else(|| unknown("Action"))?,
            resources: texts(&statement["Resource"]).ok_or_else(|| unknown("Resource"))?,
            conditions,
            principals,
            sid,
        })
    }

    /// Whether it is about an action on a resource, with these keys.
    pub(crate) fn applies(&self, action: &str, resource: &str, keys: &BTreeMap<String, Vec<String>>) -> bool {
        self.actions.iter().any(|pattern| names(pattern, action))
            && self.resources.iter().any(|pattern| like(pattern, resource))
            && self.conditions.iter().all(|condition| condition.holds(keys))
    }
}

impl Condition {
    /// Whether it asks for values, and not only whether the key is there.
    pub(crate) fn asks_for_values(&self) -> bool {
        self.operator != Operator::Null
    }

    /// Whether the keys of a request fulfil it. What holds of a key that is missing is AWS's:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>.
    fn holds(&self, keys: &BTreeMap<String, Vec<String>>) -> bool {
        let given = keys.iter().find(|(name, _)| name.eq_ignore_ascii_case(&self.key));
        let given = given.map(|(_, values)| values.as_slice());
        if self.operator == Operator::Null {
            let wants_none = self.values.iter().any(|value| value == "true");
            return given.is_none() == wants_none;
        }
        let negated = matches!(self.operator, Operator::NotEquals | Operator::NotLike);
        let Some(given) = given else {
            return self.if_exists
                || match self.set {
                    Some(Set::All) => true,
                    Some(Set::Any) => false,
                    None => negated,
                };
        };
        match self.set {
            Some(Set::All) => given.iter().all(|value| self.matches(value, negated)),
            Some(Set::Any) | None => given.iter().any(|value| self.matches(value, negated)),
        }
    }

    fn matches(&self, given: &str, negated: bool) -> bool {
        negated != self.values.iter().any(|wanted| self.value_matches(wanted, given))
    }

    /// Whether one value of the request is one that the statement names.
    pub(crate) fn value_matches(&self, wanted: &str, given: &str) -> bool {
        match self.operator {
            Operator::Like | Operator::NotLike => like(wanted, given),
            _ => wanted == given,
        }
    }
}

/// Whether a pattern of an action names it. Letters' case does not matter.
pub(crate) fn names(pattern: &str, action: &str) -> bool {
    like(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase())
}

/// Whether a text is as a pattern with `*` and `?` says.
pub(crate) fn like(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut p, mut t) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while t < text.len() {
        match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, t));
                p += 1;
            }
            Some(b'?') => (p, t) = (p + 1, t + 1),
            Some(letter) if *letter == text[t] => (p, t) = (p + 1, t + 1),
            _ => match star {
                Some((at, from)) => {
                    star = Some((at, from + 1));
                    (p, t) = (at + 1, from + 1);
                }
                None => return false,
            },
        }
    }
    pattern[p..].iter().all(|letter| *letter == b'*')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn patterns_have_stars_and_question_marks() {
        for (pattern, text, matches) in [
            ("*", "", true),
            ("T#*", "T#lakeside#1", true),
            ("T#*", "TX#lakeside", false),
            ("a*b*c", "aXbYbZc", true),
            ("a*b*c", "aXbYbZ", false),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("", "a", false),
        ] {
            assert_eq!(like(pattern, text), matches, "{pattern} {text}");
        }
        assert!(names("DynamoDB:get*", "dynamodb:GetItem"));
    }

    fn holds(operator: &str, wanted: &[&str], given: Option<&[&str]>) -> bool {
        let policy = json!({"Statement": [{
            "Sid": "S", "Effect": "Allow", "Action": "a:B", "Resource": "*", "Condition": {operator: {"k": wanted}},
        }]});
        let statement = Statement::read_all("test", &policy).unwrap().remove(0);
        let keys = given.map(|values| ("K".to_owned(), values.iter().map(|v| (*v).to_owned()).collect()));
        statement.applies("a:b", "r", &keys.into_iter().collect())
    }

    #[test]
    fn conditions_hold_as_aws_documents_them() {
        assert!(holds("StringEquals", &["a", "b"], Some(&["b"])));
        assert!(!holds("StringEquals", &["a"], Some(&["b"])));
        assert!(
            !holds("StringEquals", &["a"], None),
            "a missing key matches nothing"
        );
        assert!(holds("StringNotEquals", &["a"], None), "but is not equal either");
        assert!(holds("StringEqualsIfExists", &["a"], None));
        assert!(holds("ForAllValues:StringLike", &["T#*"], Some(&["T#1", "T#2"])));
        assert!(!holds("ForAllValues:StringLike", &["T#*"], Some(&["T#1", "S#1"])));
        assert!(holds("ForAllValues:StringLike", &["T#*"], None), "all of none");
        assert!(!holds("ForAnyValue:StringLike", &["T#*"], None));
        assert!(holds("ForAnyValue:StringLike", &["T#*"], Some(&["S#1", "T#1"])));
        assert!(holds("Null", &["false"], Some(&["x"])) && !holds("Null", &["false"], None));
        assert!(holds("Null", &["true"], None) && !holds("Null", &["true"], Some(&["x"])));
        assert!(holds(
            "ArnLike",
            &["arn:*:role/a-*"],
            Some(&["arn:aws:iam::1:role/a-b"])
        ));
    }

    #[test]
    fn what_is_not_understood_is_no_policy() {
        for statement in [
            json!({"Effect": "Allow", "NotAction": "a:B", "Resource": "*"}),
            json!({"Effect": "Maybe", "Action": "a:B", "Resource": "*"}),
            json!({"Effect": "Allow", "Action": "a:B", "Resource": {}}),
            json!({"Effect": "Allow", "Action": "a:B", "Resource": "*", "Condition": {"NumericEquals": {"k": "1"}}}),
            json!({"Effect": "Allow", "Action": "a:B", "Resource": "*", "Condition": {"EachValue:Null": {"k": "1"}}}),
        ] {
            let policy = json!({ "Statement": [statement] });
            assert!(Statement::read_all("test", &policy).is_err(), "{policy}");
        }
    }
}
