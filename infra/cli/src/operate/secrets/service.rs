//! What each service proves itself by, and we to it.

use clap::ValueEnum;
use memberline_carriers::{Carrier, Credentials};
use serde_json::{Map, Value, json};

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

    /// Whether requests and webhooks can be proved by what is stored.
    pub(in crate::operate) fn is_usable(self, stored: &[u8]) -> bool {
        let shared = serde_json::from_slice(stored);
        shared.is_ok_and(|shared| self.fault(&shared).is_none())
    }

    /// What stands against requests and webhooks being proved by this, without any of it; `None` when nothing does.
    pub(super) fn fault(self, shared: &Map<String, Value>) -> Option<Fault> {
        let carrier = match self {
            Self::Twilio => Carrier::Twilio,
            Self::Telnyx => Carrier::Telnyx,
            Self::Los => {
                let secret = shared.get("current").and_then(Value::as_str);
                let is_long = secret.is_some_and(|secret| secret.len() >= LOS_SECRET_LENGTH);
                return (!is_long).then(|| Fault {
                    field: "current",
                    why: format!("current is not a secret of at least {LOS_SECRET_LENGTH} characters"),
                });
            }
        };
        let json = zeroize::Zeroizing::new(serde_json::to_vec(shared).unwrap_or_default());
        usable(carrier, &json).err()
    }
}

/// What is stored, as credentials that the carrier can have given out; otherwise why it is none, without any of it.
pub(in crate::operate) fn usable(carrier: Carrier, stored: &[u8]) -> Result<Credentials, Fault> {
    let credentials = Credentials::read(carrier, stored).map_err(|_| Fault {
        field: "",
        why: format!("these are no credentials of {carrier}"),
    })?;
    match credentials.check() {
        Ok(()) => Ok(credentials),
        Err(unusable) => Err(Fault {
            field: unusable.field,
            why: unusable.to_string(),
        }),
    }
}

/// Why something that is shared cannot be used.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::operate) struct Fault {
    /// The field; empty when it is no field in particular.
    pub(super) field: &'static str,
    pub(in crate::operate) why: String,
}

impl Fault {
    /// The stable code, which doctor has for it as well.
    const CODE: &'static str = "secrets_unusable";

    /// It as a refusal, after what it is about, which ends in a colon.
    pub(super) fn refused(self, about: &str, mend: &str) -> Refused {
        Refused {
            why: format!("{about}{}{mend}", self.why),
            problems: json!([{ "field": self.field, "code": Self::CODE, "detail": self.why }]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(service: Service, shared: &Value) -> Option<&'static str> {
        let shared = shared.as_object().cloned().unwrap_or_default();
        service.fault(&shared).map(|fault| fault.field)
    }

    #[test]
    fn what_cannot_be_used_is_told_by_its_field() {
        let account = format!("AC{}", "0".repeat(32));
        let twilio = json!({ "carrier": "twilio", "account_sid": account, "auth_token": "t" });
        let key = "A".repeat(43) + "=";
        let telnyx =
            json!({ "carrier": "telnyx", "api_key": "KEY0", "public_key": key, "previous_public_key": null });
        let los = json!({ "current": "x".repeat(LOS_SECRET_LENGTH) });
        for (service, shared) in [
            (Service::Twilio, &twilio),
            (Service::Telnyx, &telnyx),
            (Service::Los, &los),
        ] {
            assert_eq!(field(service, shared), None, "{shared}");
            assert!(field(service, &json!({})).is_some());
        }
        for (service, shared, of, value, wanted) in [
            (
                Service::Twilio,
                &twilio,
                "account_sid",
                "hello world",
                "account_sid",
            ),
            (Service::Twilio, &twilio, "carrier", "telnyx", ""),
            (Service::Telnyx, &telnyx, "public_key", "KEYX", "public_key"),
            (
                Service::Telnyx,
                &telnyx,
                "public_key",
                "not base64 !!",
                "public_key",
            ),
            (Service::Los, &los, "current", "short", "current"),
        ] {
            let mut odd = shared.clone();
            odd[of] = value.into();
            assert_eq!(field(service, &odd), Some(wanted), "{odd}");
        }
    }
}
