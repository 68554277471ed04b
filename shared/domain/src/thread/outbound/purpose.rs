//! What an outgoing message is for.

use serde::{Deserialize, Serialize};

/// What an outgoing message is for, which decides what may stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// A person answers.
    #[serde(rename = "reply")]
    Reply,
    /// The one confirmation of an opt-out, 47 CFR 64.1200(a)(12).
    #[serde(rename = "opt_out_confirmation")]
    OptOutConfirmation,
    /// The confirmation that texts resume.
    #[serde(rename = "opt_in_confirmation")]
    OptInConfirmation,
    /// The answer to HELP, which even a number that opted out gets (CTIA handbook).
    #[serde(rename = "help")]
    Help,
    /// Automation speaks first, or brings an applicant back (EL-14, EL-17).
    #[serde(rename = "automation")]
    Automation,
    /// The question whether texts of a category are wanted.
    #[serde(rename = "consent_request")]
    ConsentRequest,
    /// The member is told that pictures cannot be shown.
    #[serde(rename = "pictures_not_shown")]
    PicturesNotShown,
}

impl Purpose {
    /// Whether carriers and law want the member to get it, whatever else the institution may send: what answers STOP, START and HELP.
    pub fn is_owed(self) -> bool {
        matches!(
            self,
            Self::OptOutConfirmation | Self::OptInConfirmation | Self::Help
        )
    }
}
