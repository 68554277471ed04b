//! The stages of applications.

use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// The stage that an application is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Stage {
    /// Its name, as the loan-origination system has it.
    pub(crate) name: String,
    /// When it was entered.
    pub(crate) since: Option<Timestamp>,
}
