//! What the outside world and the product know of each other: the accounts at the carriers, and what the loan-origination system signs with.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use aws_lc_rs::rand;
use base64::prelude::{BASE64_STANDARD, Engine};
use memberline_carriers::{Credentials, Secret, TelnyxCredentials, TwilioCredentials};
use serde::{Deserialize, Serialize};

use crate::places::write_whole;
use crate::random::random_hex;

/// The accounts at both carriers, made once per state folder.
#[derive(Clone, Serialize, Deserialize)]
pub struct Secrets {
    /// The Twilio account.
    pub twilio: Twilio,
    /// The Telnyx account.
    pub telnyx: Telnyx,
    /// What the loan-origination system signs its events with; empty in files of before there was one.
    #[serde(default)]
    pub los: String,
}

/// A Twilio account.
#[derive(Clone, Serialize, Deserialize)]
pub struct Twilio {
    /// `AC` and 32 hexadecimal digits.
    pub account_sid: String,
    /// Authenticates requests and signs webhooks.
    pub auth_token: String,
}

/// A Telnyx account.
#[derive(Clone, Serialize, Deserialize)]
pub struct Telnyx {
    /// Authenticates requests.
    pub api_key: String,
    /// The seed of the Ed25519 key that signs webhooks, base64.
    pub private_key: String,
    /// What verifies them, base64 of the raw key.
    pub public_key: String,
}

impl Secrets {
    /// Those in `state`, made the first time.
    pub fn open(state: &Path) -> Result<Self> {
        let file = state.join("carrier-secrets.json");
        if let Ok(content) = fs::read(&file) {
            let mut secrets: Self = serde_json::from_slice(&content)
                .with_context(|| format!("{} is damaged: remove it", file.display()))?;
            if secrets.los.is_empty() {
                secrets.los = random_hex(32)?;
                write_whole(&file, serde_json::to_vec_pretty(&secrets)?)?;
            }
            return Ok(secrets);
        }
        let mut seed = [0; 32];
        rand::fill(&mut seed).ok().context("no randomness")?;
        let secrets = Self {
            twilio: Twilio {
                account_sid: format!("AC{}", random_hex(16)?),
                auth_token: random_hex(16)?,
            },
            telnyx: Telnyx {
                api_key: format!("KEY{}", random_hex(16)?.to_uppercase()),
                private_key: BASE64_STANDARD.encode(seed),
                public_key: memberline_carriers::telnyx::public_key(&seed)?,
            },
            los: random_hex(32)?,
        };
        write_whole(&file, serde_json::to_vec_pretty(&secrets)?)?;
        Ok(secrets)
    }
}

impl Secrets {
    /// What the product holds of them.
    pub fn credentials(&self) -> [Credentials; 2] {
        [
            Credentials::Twilio(TwilioCredentials {
                account_sid: self.twilio.account_sid.clone(),
                auth_token: Secret::new(&self.twilio.auth_token),
                previous_auth_token: None,
                messaging_service_sid: None,
            }),
            Credentials::Telnyx(TelnyxCredentials {
                api_key: Secret::new(&self.telnyx.api_key),
                public_key: self.telnyx.public_key.clone(),
                previous_public_key: None,
                messaging_profile_id: None,
            }),
        ]
    }
}
