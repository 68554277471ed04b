//! What a function does: one action on one resource, with what conditions may ask of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::template::{arn, role_arn};

/// One use of a permission.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Usage {
    /// The function, as the template names it.
    pub function: String,
    /// The action, such as `dynamodb:GetItem`.
    pub action: String,
    /// The resource's ARN, with the names that the template has.
    pub resource: String,
    /// The keys that AWS gives conditions, by their names. One that is not there is missing.
    pub keys: BTreeMap<String, Vec<String>>,
}

/// The key that says which partitions a request reads or writes.
pub(crate) const LEADING_KEYS: &str = "dynamodb:LeadingKeys";

impl Usage {
    /// A use without keys.
    pub fn new(function: &str, action: &str, resource: impl Into<String>) -> Self {
        Self {
            function: function.to_owned(),
            action: action.to_owned(),
            resource: resource.into(),
            keys: BTreeMap::new(),
        }
    }

    /// An action on a table or, with `index`, on an index of it.
    pub fn of_table(function: &str, action: &str, table: &str, index: Option<&str>) -> Self {
        let resource = match index {
            Some(index) => format!("table/{table}/index/{index}"),
            None => format!("table/{table}"),
        };
        Self::new(
            function,
            &format!("dynamodb:{action}"),
            arn("dynamodb", &resource),
        )
    }

    /// An action on a queue.
    pub fn of_queue(function: &str, action: &str, queue: &str) -> Self {
        Self::new(function, &format!("sqs:{action}"), arn("sqs", queue))
    }

    /// An action on an object.
    pub fn of_object(function: &str, action: &str, bucket: &str, object: &str) -> Self {
        Self::new(
            function,
            &format!("s3:{action}"),
            format!("arn:aws:s3:::{bucket}/{object}"),
        )
    }

    /// An action on a KMS key, with the keys of its encryption context.
    pub fn of_key(function: &str, action: &str, key: &str, context: &[&str]) -> Self {
        let usage = Self::new(
            function,
            &format!("kms:{action}"),
            arn("kms", &format!("key/{key}")),
        );
        if context.is_empty() {
            return usage;
        }
        usage.with("kms:EncryptionContextKeys", context.iter().copied())
    }

    /// An action on a schedule of a group.
    pub fn of_schedule(function: &str, action: &str, group: &str, name: &str) -> Self {
        let resource = arn("scheduler", &format!("schedule/{group}/{name}"));
        Self::new(function, &format!("scheduler:{action}"), resource)
    }

    /// Handing a role on to a service.
    pub fn of_role(function: &str, role: &str, service: &str) -> Self {
        Self::new(function, "iam:PassRole", role_arn(role)).with("iam:PassedToService", [service])
    }

    /// Sending email from an identity.
    pub fn of_mail(function: &str, identity: &str, sender: &str) -> Self {
        Self::new(
            function,
            "ses:SendEmail",
            arn("ses", &format!("identity/{identity}")),
        )
        .with("ses:FromAddress", [sender])
    }

    /// The same with the values of a key.
    #[must_use]
    pub fn with<'a>(mut self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let values = values.into_iter().map(str::to_owned).collect();
        self.keys.insert(key.to_owned(), values);
        self
    }

    /// The same with the partitions that it reads or writes.
    #[must_use]
    pub fn leading<'a>(self, partitions: impl IntoIterator<Item = &'a str>) -> Self {
        self.with(LEADING_KEYS, partitions)
    }

    /// The same, with the ids taken out of it: what remains tells kinds of uses apart, not uses. A partition keeps what comes before its
    /// first `#`, and what has a path its first folder.
    #[must_use]
    pub fn shape(mut self) -> Self {
        if let Some(partitions) = self.keys.get_mut(LEADING_KEYS) {
            for partition in partitions.iter_mut() {
                if let Some(prefix) = partition.split('#').next().map(str::len)
                    && prefix < partition.len()
                {
                    partition.replace_range(prefix + 1.., "x");
                }
            }
            partitions.sort();
            partitions.dedup();
        }
        let parts: Vec<&str> = self.resource.split('/').collect();
        let services = ["arn:aws:s3:", "arn:aws:scheduler:"];
        let has_path = services.iter().any(|service| self.resource.starts_with(service));
        if has_path && parts.len() > 2 {
            self.resource = format!("{}/{}/x", parts[0], parts[1]);
        }
        self
    }
}

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let resource = self.resource.rsplit(':').next().unwrap_or_default();
        write!(f, "{}: {} on {resource}", self.function, self.action)?;
        for (key, values) in &self.keys {
            write!(f, ", {key} {values:?}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shape_has_no_ids() {
        let usage =
            Usage::of_table("A", "PutItem", "T", None).leading(["T#lakeside#1", "T#lakeside#2", "ONLY"]);
        assert_eq!(usage.shape().keys[LEADING_KEYS], ["ONLY", "T#x"]);
        let usage = Usage::of_object("A", "GetObject", "B", "in/lakeside/1/2.3").shape();
        assert_eq!(usage.resource, "arn:aws:s3:::B/in/x");
        let usage = Usage::of_schedule("A", "CreateSchedule", "G", "n-1").shape();
        assert!(usage.resource.ends_with("schedule/G/x"));
    }
}
