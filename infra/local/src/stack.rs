//! The resources of the deployment.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

/// What a deployment made, by type and logical id.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Stack {
    resources: BTreeMap<String, BTreeMap<String, String>>,
}

impl Stack {
    /// Adds a resource.
    pub(crate) fn add(&mut self, kind: &str, id: &str, physical: &str) {
        let all = self.resources.entry(kind.to_owned()).or_default();
        all.insert(id.to_owned(), physical.to_owned());
    }

    /// The physical ids of a type's resources, by logical id.
    pub fn all(&self, kind: &str) -> BTreeMap<String, String> {
        self.resources.get(kind).cloned().unwrap_or_default()
    }

    /// The physical id of one resource.
    pub fn one(&self, kind: &str, id: &str) -> Result<String> {
        let found = self.resources.get(kind).and_then(|all| all.get(id));
        found.cloned().with_context(|| {
            format!("the stack has no {kind} named {id}: template.yaml and infra/local disagree")
        })
    }
}
