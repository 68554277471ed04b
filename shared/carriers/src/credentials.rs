//! What we hold to prove ourselves to a carrier, and the carrier to us.

use bytes::Bytes;
use http::Request;
use serde::{Deserialize, Serialize};

use crate::carrier::Carrier;
use crate::lookup::LookUp;
use crate::parse_error::ParseError;
use crate::protocol::Account;
use crate::request::RequestError;
use crate::send::Outgoing;
use crate::setup::{SetupInquiry, WantedSetup};
use crate::telnyx::TelnyxCredentials;
use crate::twilio::TwilioCredentials;
use crate::unusable::UnusableField;
use crate::webhook::{VerificationFailure, Webhook};

/// An organisation's credentials at one carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "carrier", rename_all = "lowercase")]
pub enum Credentials {
    /// Those of a Twilio account.
    Twilio(TwilioCredentials),
    /// Those of a Telnyx account.
    Telnyx(TelnyxCredentials),
}

/// What is stored as credentials of a carrier is none, or another carrier's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the stored credentials are not those of this carrier")]
pub struct UnusableCredentials;

impl Credentials {
    /// Reads what is stored as the credentials of `carrier`. Another carrier's are refused: they would be shown to a stranger, or
    /// vouch for one.
    pub fn read(carrier: Carrier, json: &[u8]) -> Result<Self, UnusableCredentials> {
        let credentials: Self = serde_json::from_slice(json).map_err(|_| UnusableCredentials)?;
        if credentials.carrier() == carrier {
            Ok(credentials)
        } else {
            Err(UnusableCredentials)
        }
    }

    /// The carrier that they are for, and what its module does with them.
    fn of(&self) -> (Carrier, &dyn Account) {
        match self {
            Self::Twilio(credentials) => (Carrier::Twilio, credentials),
            Self::Telnyx(credentials) => (Carrier::Telnyx, credentials),
        }
    }

    /// The carrier that they are for.
    pub fn carrier(&self) -> Carrier {
        self.of().0
    }

    /// Refuses what no request could be made with, or no webhook verified by, whatever the carrier sends. What is only accepted beside it,
    /// from before a rotation, is not looked at.
    pub fn check(&self) -> Result<(), UnusableField> {
        self.account().check()
    }

    /// Whether the carrier signed these very bytes, with a current or previous secret of the account.
    ///
    /// `now` is when the webhook arrived: for a replay from quarantine, when it arrived first.
    pub fn verify(&self, webhook: &Webhook<'_>, now: i64) -> Result<(), VerificationFailure> {
        let (carrier, account) = self.of();
        if matches!(webhook.content, Err(ParseError::TooLarge)) {
            return Err(VerificationFailure::TooLarge);
        }
        if carrier.as_str() != webhook.carrier {
            return Err(VerificationFailure::WrongCarrier);
        }
        account.verify(webhook, now)
    }

    pub(crate) fn account(&self) -> &dyn Account {
        self.of().1
    }

    /// Whether a webhook claims to be of the account that these are for. A carrier that names no account in its webhooks has
    /// only its signature to tell, and then nothing speaks against it.
    pub fn claimed_by(&self, webhook: &Webhook<'_>) -> bool {
        self.account().claimed_by(webhook)
    }

    /// The request that sends a text. `base_url` is where the carrier's API is, such as [`Carrier::default_url`].
    ///
    /// No carrier knows an idempotency key: post it once, and look up what became of it when in doubt.
    pub fn send_request(
        &self,
        outgoing: &Outgoing<'_>,
        base_url: &str,
    ) -> Result<Request<Bytes>, RequestError> {
        self.account().send_request(outgoing, base_url)
    }

    /// The request that asks the carrier whether it ever took a text that we may or may not have sent.
    pub fn lookup_request(
        &self,
        look_up: &LookUp<'_>,
        base_url: &str,
    ) -> Result<Request<Bytes>, RequestError> {
        self.account().lookup_request(look_up, base_url)
    }

    /// Questions to the carrier about how a number is set up there.
    pub fn inquire<'a>(
        &'a self,
        wanted: WantedSetup<'a>,
        base_url: &str,
    ) -> Box<dyn SetupInquiry + Send + 'a> {
        self.account().inquire(wanted, base_url)
    }
}
