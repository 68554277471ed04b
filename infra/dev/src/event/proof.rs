//! What proves where a request comes from.

use anyhow::{Context, Result};
use base64::prelude::{BASE64_STANDARD, Engine};
use memberline_carriers::{telnyx, twilio};
use memberline_local::los;
use memberline_local::secrets::Secrets;

use super::sample::Sample;

/// The public address that the samples are signed for; this and the secrets stand in `events/README.md`.
const URL: &str = "http://localhost:3000";
const TWILIO_ACCOUNT: &str = "AC00000000000000000000000000000001";
const TWILIO_TOKEN: &str = "local-twilio-auth-token";
const TELNYX_SEED: [u8; 32] = [7; 32];
const LOS_SECRET: &str = "local-los-secret";

const TWILIO_SIGNATURE: &str = "x-twilio-signature";
const TELNYX_SIGNATURE: &str = "telnyx-signature-ed25519";
const TELNYX_TIMESTAMP: &str = "telnyx-timestamp";
const LOS_SIGNATURE: &str = "memberline-signature";
const LOS_TIMESTAMP: &str = "memberline-timestamp";

/// A genuine proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    /// Twilio's signature.
    Twilio,
    /// Telnyx's signature.
    Telnyx,
    /// The signature of a loan-origination system.
    Los,
    /// A place for an agent's token.
    Token,
}

impl Proof {
    /// The proof of a sample; none when it has none, or one that the samples' secrets do not make.
    pub(super) fn of(sample: &Sample) -> Option<Self> {
        let proof = if sample.path.starts_with("/webhooks/twilio") {
            Self::Twilio
        } else if sample.path.starts_with("/webhooks/telnyx") {
            Self::Telnyx
        } else if sample.path.starts_with("/webhooks/los/") {
            Self::Los
        } else {
            return sample
                .headers
                .contains_key("authorization")
                .then_some(Self::Token);
        };
        let body = &sample.body;
        let genuine = match proof {
            Self::Twilio => {
                let made = sign_twilio(&format!("{URL}{}", sample.path), body, TWILIO_TOKEN);
                sample.header(TWILIO_SIGNATURE) == made
            }
            Self::Telnyx => {
                let at = sample.header(TELNYX_TIMESTAMP).parse().unwrap_or_default();
                telnyx::sign(at, body, &TELNYX_SEED).is_ok_and(|made| sample.header(TELNYX_SIGNATURE) == made)
            }
            Self::Los => {
                let made = los::sign(LOS_SECRET, sample.header(LOS_TIMESTAMP), body);
                sample.header(LOS_SIGNATURE) == made
            }
            Self::Token => false,
        };
        genuine.then_some(proof)
    }

    /// Signs the sample anew, with the stack's own secrets, at `now` in seconds since 1970.
    pub(super) fn renew(self, sample: &mut Sample, secrets: &Secrets, url: &str, now: i64) -> Result<()> {
        match self {
            Self::Twilio => {
                sample.body = of_account(&sample.body, &secrets.twilio.account_sid);
                let address = format!("{url}{}", sample.path);
                let made = sign_twilio(&address, &sample.body, &secrets.twilio.auth_token);
                sample.headers.insert(TWILIO_SIGNATURE, made.parse()?);
            }
            Self::Telnyx => {
                let seed = BASE64_STANDARD
                    .decode(&secrets.telnyx.private_key)
                    .unwrap_or_default();
                let seed = seed
                    .as_slice()
                    .try_into()
                    .context("Telnyx's private key is damaged")?;
                let made = telnyx::sign(now, &sample.body, seed)?;
                sample.headers.insert(TELNYX_TIMESTAMP, now.into());
                sample.headers.insert(TELNYX_SIGNATURE, made.parse()?);
            }
            Self::Los => {
                let made = los::sign(&secrets.los, &now.to_string(), &sample.body);
                sample.headers.insert(LOS_TIMESTAMP, now.into());
                sample.headers.insert(LOS_SIGNATURE, made.parse()?);
            }
            Self::Token => {}
        }
        Ok(())
    }
}

fn fields(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}

fn sign_twilio(address: &str, form: &[u8], token: &str) -> String {
    let fields = fields(form);
    let fields: Vec<_> = fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    twilio::sign(address, &fields, token)
}

/// The form with the stack's account in place of the samples', in addresses of media too.
fn of_account(form: &[u8], account: &str) -> Vec<u8> {
    let mut written = form_urlencoded::Serializer::new(String::new());
    for (name, value) in fields(form) {
        written.append_pair(&name, &value.replace(TWILIO_ACCOUNT, account));
    }
    written.finish().into_bytes()
}
