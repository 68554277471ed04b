//! What brought somebody here.

use serde::{Deserialize, Serialize};

/// What brought the member here (EL-02).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Journey {
    #[serde(rename = "Loan Application")]
    LoanApplication,
    /// The opening of a membership.
    #[serde(rename = "New Membership")]
    NewMembership,
    /// A text out of the blue.
    #[default]
    #[serde(rename = "Elle Chat")]
    ElleChat,
}

impl Journey {
    /// Its name, as members read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::LoanApplication => "Loan Application",
            Self::NewMembership => "New Membership",
            Self::ElleChat => "Elle Chat",
        }
    }
}
