//! What is wrong with a field of a record.

use std::fmt;

/// What is wrong with a field of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field, as a JSON pointer within the record: `/teams/0`; empty for the record as a whole.
    pub field: String,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, for people: the rest of a sentence that begins with the field.
    pub detail: String,
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.field.trim_start_matches('/') {
            "" => f.write_str(&self.detail),
            field => write!(f, "{}: {}", field.replace('/', "."), self.detail),
        }
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Notes a problem unless what is wanted holds.
    pub(super) fn want(&mut self, holds: bool, field: &str, code: &'static str, detail: impl Into<String>) {
        if !holds {
            self.0.push(FieldProblem {
                field: field.to_owned(),
                code,
                detail: detail.into(),
            });
        }
    }

    pub(super) fn into_vec(self) -> Vec<FieldProblem> {
        self.0
    }
}
