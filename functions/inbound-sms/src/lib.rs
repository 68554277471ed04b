//! Carrier webhooks: verify, then take in a text or a receipt. What cannot be verified goes into quarantine.

mod intake;
mod quarantine;
mod receipt;
mod request;
mod standing;

use std::sync::Arc;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use jiff::Timestamp;
use memberline_carriers::{Carrier, Credentials, ParseError, VerificationFailure, Webhook};
use memberline_domain::{ConversationId, MessageRef, OrganisationId, PhoneNumber};
use memberline_http_api::gateway::Answer;
use memberline_http_api::{Meaning, Problem};
use memberline_platform::aws;
use memberline_platform::config::{CarrierConfig, StoreConfig};
use memberline_platform::telemetry::LogLine;
use memberline_store::quarantine::Quarantined;
use memberline_store::{CommitError, MayConflict, Store, StoreError, Tenant};

use crate::request::{Incoming, Target};

/// The function.
#[derive(Debug)]
pub struct InboundSms {
    store: Arc<Store>,
    public_url: String,
}

/// What became of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The text was taken in.
    TakenIn {
        /// The conversation it joined or opened; none when it was an opt-out and none was open.
        conversation: Option<ConversationId>,
        /// Whether the carrier answers keywords of a number of which the directory says that we do.
        answered_twice: bool,
    },
    /// The text or report was known already.
    KnownAlready,
    /// A report moved a message on.
    Reported,
    /// It concerns no text.
    Ignored,
}

impl Outcome {
    /// The stable name of the outcome.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TakenIn { .. } => "taken_in",
            Self::KnownAlready => "known_already",
            Self::Reported => "reported",
            Self::Ignored => "ignored",
        }
    }
}

/// Why a webhook was not processed.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The path names no carrier or no message.
    #[error("there is no such webhook")]
    NoSuchWebhook,
    /// The body is not what the content type says, or too large to look at.
    #[error("the body cannot be read: {}", .0.code())]
    Unreadable(ParseError),
    /// It is not known to come from the carrier.
    #[error("the webhook is not verified: {0}")]
    NotVerified(&'static str),
    /// It comes from the carrier, and is about a number or a message that is not for that carrier to speak of.
    #[error("the webhook is verified and not about the carrier's own: {0}")]
    NotItsOwn(&'static str),
    /// It comes from the carrier and cannot be read.
    #[error("the webhook is verified and cannot be read: {}", .0.code())]
    NotUnderstood(ParseError),
    /// The store failed: the carrier should try again.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The commit was not made.
    #[error(transparent)]
    Commit(CommitError),
}

impl From<CommitError> for Refusal {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Store(error) => Self::Store(error),
            other => Self::Commit(other),
        }
    }
}

impl MayConflict for Refusal {
    fn is_conflict(&self) -> bool {
        matches!(self, Self::Commit(error) if error.is_conflict())
    }
}

impl Refusal {
    fn unverified(failure: VerificationFailure) -> Self {
        match failure {
            // The signature is the carrier's.
            VerificationFailure::WrongAccount => Self::NotItsOwn(failure.code()),
            _ => Self::NotVerified(failure.code()),
        }
    }

    /// The problem as the carrier, or a stranger, may see it.
    pub fn problem(&self) -> Problem {
        match self {
            Self::NoSuchWebhook => {
                Problem::new(Meaning::NotFound, "no_such_webhook", "No carrier posts here.")
            }
            Self::Unreadable(error) => {
                let meaning = match error {
                    ParseError::TooLarge => Meaning::TooLarge,
                    ParseError::WrongContentType => Meaning::UnsupportedType,
                    _ => Meaning::Malformed,
                };
                Problem::new(
                    meaning,
                    error.code(),
                    format!("The webhook cannot be read: {error}."),
                )
            }
            Self::NotVerified(code) => Problem::new(
                Meaning::Forbidden,
                code,
                "The webhook is not known to come from the carrier.",
            ),
            Self::NotItsOwn(code) => Problem::new(
                Meaning::Forbidden,
                code,
                "The webhook is about a number or a message that is not the carrier's.",
            ),
            Self::NotUnderstood(error) => Problem::new(
                Meaning::Unprocessable,
                error.code(),
                format!("The webhook cannot be read: {error}."),
            ),
            Self::Store(error) => error.into(),
            Self::Commit(_) => Problem::new(
                Meaning::Unavailable,
                "busy",
                "The thread is busy. Try again in a moment.",
            ),
        }
    }
}

/// A webhook with the organisation that it is for.
pub(crate) struct Addressed {
    tenant: Arc<Tenant>,
    /// Whether the organisation only looks after it, since the number is in nobody's directory.
    in_care: bool,
}

impl InboundSms {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, memberline_platform::config::ConfigError> {
        let (store, carriers) = (StoreConfig::from_env()?, CarrierConfig::from_env()?);
        Ok(Self::new(
            Arc::new(aws::store(&aws::sdk_config()?, store)),
            carriers.public_url,
        ))
    }

    /// The function over these parts. `public_url` is the base that carriers sign.
    pub fn new(store: Arc<Store>, public_url: String) -> Self {
        Self { store, public_url }
    }

    /// Answers one request of API Gateway.
    pub async fn handle(
        &self,
        event: ApiGatewayV2httpRequest,
        request_id: &str,
        now: Timestamp,
    ) -> ApiGatewayV2httpResponse {
        let mut line = LogLine::begin("inbound-sms", request_id, now);
        let result = match Incoming::decode(event, now) {
            // Boxed, as the SDK's futures nest deeper than the compiler lays out by default.
            Ok(incoming) => Box::pin(self.accept(&incoming, now, &mut line)).await,
            Err(refusal) => Err(refusal),
        };
        match result {
            Ok(outcome) => {
                line.finish(outcome.code());
                Answer::no_content().into()
            }
            Err(refusal) => {
                let problem = refusal.problem();
                if let Refusal::Store(error) = &refusal {
                    line.note("error", error.to_string());
                }
                line.finish(problem.code);
                Answer::problem(&problem, request_id).into()
            }
        }
    }

    async fn accept(
        &self,
        incoming: &Incoming,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<Outcome, Refusal> {
        let addressed = self.address(incoming).await?;
        let Some(addressed) = addressed else {
            return Err(Refusal::NotVerified("unknown_number"));
        };
        line.note("organisation", addressed.tenant.id().as_str());
        line.note("carrier", incoming.target.carrier().as_str());
        let (result, unread) = match self.verified(incoming, &addressed, now, now).await {
            Ok((outcome, unread)) => (Ok(outcome), unread),
            Err(refusal) => (Err(refusal), Vec::new()),
        };
        if let Err(refusal) = &result {
            self.keep(incoming, &addressed, refusal, now, line).await?;
        }
        // The names are ours, not what stands in the fields.
        if !unread.is_empty() {
            line.note("unread", unread.join(" "));
            line.count("FieldsUnread", 1);
        }
        if let Ok(Outcome::TakenIn {
            conversation,
            answered_twice,
        }) = &result
        {
            if let Some(conversation) = conversation {
                line.note("conversation", conversation.to_string());
            }
            line.count("KeywordsAnsweredTwice", u64::from(*answered_twice));
        }
        result
    }

    /// Processes a webhook from quarantine anew, with the secrets as they are now and at the time it first came.
    pub async fn replay(
        &self,
        tenant: &Arc<Tenant>,
        kept: &Quarantined,
        now: Timestamp,
    ) -> Result<Outcome, Refusal> {
        let incoming = Incoming::from_quarantine(&kept.webhook, kept.received_at)?;
        let addressed = self
            .address(&incoming)
            .await?
            .filter(|a| a.tenant.id() == tenant.id());
        let addressed = addressed.ok_or(Refusal::NotVerified("unknown_number"))?;
        let (outcome, _) = self
            .verified(&incoming, &addressed, kept.received_at, now)
            .await?;
        Ok(outcome)
    }

    /// Finds the organisation that a webhook claims to be for, before anything in it is trusted.
    async fn address(&self, incoming: &Incoming) -> Result<Option<Addressed>, Refusal> {
        let owner = match &incoming.target {
            Target::Receipt(_, message) => Some(message.organisation.clone()),
            Target::Messages(carrier) => {
                let url = incoming.url(&self.public_url);
                let claimed = carrier
                    .our_numbers(&incoming.webhook(&url))
                    .map_err(Refusal::Unreadable)?;
                self.owner(&claimed).await?
            }
        };
        let in_care = owner.is_none();
        let organisation: Option<OrganisationId> = match owner {
            Some(owner) => Some(owner),
            None => self.store.caretaker().await?,
        };
        let Some(organisation) = organisation else {
            return Ok(None);
        };
        let tenant = self.store.tenant(&organisation).await?;
        Ok(tenant.map(|tenant| Addressed { tenant, in_care }))
    }

    /// Whose number the first of these is that is anybody's.
    async fn owner(&self, numbers: &[PhoneNumber]) -> Result<Option<OrganisationId>, StoreError> {
        for number in numbers {
            if let Some(owner) = self.store.owner_of(number).await? {
                return Ok(Some(owner));
            }
        }
        Ok(None)
    }

    /// Verifies a webhook and does what it asks. With what came of it, the side fields that cannot be read.
    async fn verified(
        &self,
        incoming: &Incoming,
        addressed: &Addressed,
        received_at: Timestamp,
        now: Timestamp,
    ) -> Result<(Outcome, Vec<&'static str>), Refusal> {
        let tenant = &addressed.tenant;
        let carrier = incoming.target.carrier();
        let url = incoming.url(&self.public_url);
        let webhook: Webhook<'_> = incoming.webhook(&url);
        let verified = match self.credentials(tenant, carrier).await? {
            Some(credentials) => carrier
                .verify(&webhook, &credentials, received_at.as_second())
                .map_err(Refusal::unverified),
            None => Err(Refusal::NotVerified("no_credentials")),
        };
        if addressed.in_care {
            // The number may be missing from the directory of whoever holds the secret: that is no forgery.
            return Err(match verified {
                Ok(()) => Refusal::NotItsOwn("unknown_number"),
                Err(_) => Refusal::NotVerified("unknown_number"),
            });
        }
        verified?;
        match &incoming.target {
            Target::Messages(_) => {
                let event = carrier
                    .parse_inbound(&webhook, is_ours(tenant))
                    .map_err(Refusal::NotUnderstood)?;
                let unread = event.unread().to_vec();
                let event = (event, incoming.received_at);
                Ok((self.take_in(tenant, carrier, event, now).await?, unread))
            }
            Target::Receipt(_, message) => {
                let receipt = carrier.parse_receipt(&webhook).map_err(Refusal::NotUnderstood)?;
                let unread = receipt.unread.clone();
                Ok((self.report(tenant, carrier, message, receipt, now).await?, unread))
            }
        }
    }

    async fn credentials(
        &self,
        tenant: &Tenant,
        carrier: Carrier,
    ) -> Result<Option<Credentials>, StoreError> {
        let Some(json) = self.store.credentials(tenant, carrier.as_str()).await? else {
            return Ok(None);
        };
        Credentials::read(carrier, &json)
            .map(Some)
            .map_err(|_| StoreError::Malformed("credentials"))
    }
}

/// A reference that came with a report, if it belongs to this organisation.
pub(crate) fn own(reference: MessageRef, tenant: &Tenant) -> Option<MessageRef> {
    (reference.organisation == *tenant.id()).then_some(reference)
}

/// Whether a number is this organisation's.
pub(crate) fn is_ours(tenant: &Tenant) -> impl Fn(&PhoneNumber) -> bool {
    |number| tenant.directory.number(number).is_some()
}
