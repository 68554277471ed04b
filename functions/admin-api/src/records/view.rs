//! A record with its version.

use jiff::Timestamp;
use memberline_administration::RecordForm;
use memberline_domain::directory::administration::{Author, Versioned};
use serde::Serialize;
use utoipa::ToSchema;

/// A record with its version.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VersionedRecord<F> {
    pub(crate) record: F,
    /// How often it was written: what `If-Match` names.
    pub(crate) version: u64,
    /// When it was written last.
    pub(crate) changed_at: Timestamp,
    pub(crate) changed_by: ChangedBy,
    /// Whether it was removed with this version.
    pub(crate) removed: bool,
}

/// Who wrote a record.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ChangedBy {
    /// `operator` whoever runs the deployment, `agent` an administrator.
    pub(crate) kind: AuthorKind,
    /// The administrator's id; null for the operator.
    pub(crate) agent: Option<String>,
}

/// What wrote a record.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AuthorKind {
    Operator,
    Agent,
}

impl From<&Author> for ChangedBy {
    fn from(author: &Author) -> Self {
        match author {
            Author::Operator => Self {
                kind: AuthorKind::Operator,
                agent: None,
            },
            Author::Agent { agent } => Self {
                kind: AuthorKind::Agent,
                agent: Some(agent.to_string()),
            },
        }
    }
}

/// All records of a kind.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed<F> {
    /// The records, by id.
    pub(crate) items: Vec<VersionedRecord<F>>,
}

impl<F: TryFrom<RecordForm>> VersionedRecord<F> {
    /// A record of the kind that `F` is the form of; `None` for another.
    pub(crate) fn of(versioned: &Versioned) -> Option<Self> {
        Some(Self {
            record: F::try_from(RecordForm::from(&versioned.record)).ok()?,
            version: versioned.version.number,
            changed_at: versioned.version.at,
            changed_by: (&versioned.version.by).into(),
            removed: versioned.is_removed,
        })
    }
}
