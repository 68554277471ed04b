//! What each service proves itself by, and we to it.

use anyhow::Result;
use clap::ValueEnum;
use memberline_carriers::{Carrier, Credentials};
use serde_json::{Map, Value};

use crate::operate::Refused;

/// Whom an organisation shares secrets with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Service {
    Twilio,
    Telnyx,
    /// The loan-origination system, which signs its events.
    Los,
}

/// A field of what is shared.
pub(super) struct Field {
    pub(super) name: &'static str,
    /// What it is called where it is looked up.
    pub(super) label: &'static str,
    pub(super) is_secret: bool,
    pub(super) is_required: bool,
}

const fn secret(name: &'static str, label: &'static str) -> Field {
    Field {
        name,
        label,
        is_secret: true,
        is_required: true,
    }
}

const fn plain(name: &'static str, label: &'static str, is_required: bool) -> Field {
    Field {
        name,
        label,
        is_secret: false,
        is_required,
    }
}

const TWILIO: &[Field] = &[
    plain("account_sid", "Account SID", true),
    secret("auth_token", "Auth token"),
    plain(
        "messaging_service_sid",
        "Messaging Service SID (empty for none)",
        false,
    ),
];

const TELNYX: &[Field] = &[
    secret("api_key", "API key"),
    plain("public_key", "Public key", true),
    plain(
        "messaging_profile_id",
        "Messaging profile ID (empty for none)",
        false,
    ),
];

const LOS: &[Field] = &[secret("current", "Secret that events are signed with")];

/// The fewest characters of a secret that events are signed with.
const LOS_SECRET_LENGTH: usize = 32;

impl Service {
    pub(super) const ALL: [Self; 3] = [Self::Twilio, Self::Telnyx, Self::Los];

    /// What it is stored under.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Twilio => Carrier::Twilio.as_str(),
            Self::Telnyx => Carrier::Telnyx.as_str(),
            Self::Los => "los",
        }
    }

    pub(super) fn fields(self) -> &'static [Field] {
        match self {
            Self::Twilio => TWILIO,
            Self::Telnyx => TELNYX,
            Self::Los => LOS,
        }
    }

    /// The field by which its webhooks are verified, and the one that holds the secret before while both hold.
    pub(super) fn rotating(self) -> (&'static str, &'static str) {
        match self {
            Self::Twilio => ("auth_token", "previous_auth_token"),
            Self::Telnyx => ("public_key", "previous_public_key"),
            Self::Los => ("current", "previous"),
        }
    }

    /// Refuses what no request or webhook could be proved by.
    pub(super) fn check(self, shared: &Map<String, Value>) -> Result<()> {
        let json = serde_json::to_vec(shared)?;
        let usable = match self {
            Self::Twilio => Credentials::read(Carrier::Twilio, &json).is_ok(),
            Self::Telnyx => Credentials::read(Carrier::Telnyx, &json).is_ok(),
            Self::Los => shared["current"]
                .as_str()
                .is_some_and(|secret| secret.len() >= LOS_SECRET_LENGTH),
        };
        if usable {
            return Ok(());
        }
        let why = match self {
            Self::Los => format!("the secret has at least {LOS_SECRET_LENGTH} characters"),
            Self::Twilio | Self::Telnyx => format!("these are no credentials of {}", self.name()),
        };
        Err(Refused::because(why).into())
    }
}
