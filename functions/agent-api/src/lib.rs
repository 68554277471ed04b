//! REST for agent frontends: who is asking, what they may see, and one file per operation.

mod application;
mod body;
mod caller;
mod conversation;
mod cors;
mod cursor;
mod envelope;
mod failure;
mod message;
mod openapi;
mod paging;
mod person;
mod refusals;
mod routes;
mod view;

mod claim_conversation;
mod close_conversation;
mod count_segments;
mod list_agents;
mod list_conversations;
mod list_dead_letters;
mod list_quarantine;
mod list_teams;
mod name_person;
mod record_consent;
mod replay_dead_letters;
mod replay_quarantined;
mod request_consent;
mod request_download;
#[cfg(test)]
mod requests;
mod retry_attachment;
mod send_message;
mod settle_opt_out_question;
mod show_application;
mod show_application_history;
mod show_conversation;
mod show_evidence;
mod show_me;
mod show_timeline;
mod start_conversation;
mod triggers;
mod upload_picture;
mod uploads;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use inbound_sms::InboundSms;
use jiff::Timestamp;
use memberline_platform::auth::TokenVerifier;
use memberline_platform::config::{
    AuthConfig, CarrierConfig, ConfigError, ConsoleConfig, DeadLetterConfig, DocumentsConfig, StoreConfig,
};
use memberline_platform::http::Http;
use memberline_platform::presign::Presigner;
use memberline_platform::{aws, clock};
use memberline_store::Store;

pub use crate::openapi::document as openapi_document;

/// What tells the time; tests move it.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The function: what its operations work with.
pub struct AgentApi {
    store: Arc<Store>,
    tokens: TokenVerifier,
    clock: Clock,
    inbound: InboundSms,
    dead_letters: DeadLetters,
    console: ConsoleConfig,
    documents: Presigner,
    files: Http,
}

/// What the function is made of.
#[derive(Debug)]
pub struct Parts {
    /// The tables.
    pub store: Arc<Store>,
    /// Whose tokens are taken.
    pub tokens: TokenVerifier,
    /// The base that carriers sign.
    pub public_url: String,
    /// The queues of what could not be processed.
    pub dead_letters: DeadLetters,
    /// Whose pages may call.
    pub console: ConsoleConfig,
    /// Signs addresses of documents.
    pub documents: Presigner,
    /// The client that uploads documents.
    pub files: Http,
}

/// The queues of what could not be processed.
#[derive(Debug)]
pub struct DeadLetters {
    /// The client for the queues.
    pub sqs: aws_sdk_sqs::Client,
    /// The queues.
    pub queues: DeadLetterConfig,
}

/// How long the issuer of tokens may take to give out its keys.
const ISSUER_TIMEOUT: Duration = Duration::from_secs(3);

/// How long the bucket may take for a picture.
const UPLOAD_TIMEOUT: Duration = Duration::from_secs(10);

impl AgentApi {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, auth, carriers) = (
            StoreConfig::from_env()?,
            AuthConfig::from_env()?,
            CarrierConfig::from_env()?,
        );
        let (queues, console, documents) = (
            DeadLetterConfig::from_env()?,
            ConsoleConfig::from_env()?,
            DocumentsConfig::from_env()?,
        );
        let sdk = aws::sdk_config()?;
        Ok(Self::new(Parts {
            store: Arc::new(aws::store(&sdk, store)),
            tokens: TokenVerifier::new(auth, Http::new(ISSUER_TIMEOUT)),
            public_url: carriers.public_url,
            dead_letters: DeadLetters {
                sqs: aws_sdk_sqs::Client::new(&sdk),
                queues,
            },
            console,
            documents: Presigner::new(&sdk, &documents)?,
            files: Http::new(UPLOAD_TIMEOUT),
        }))
    }

    /// The function over these parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            inbound: InboundSms::new(Arc::clone(&parts.store), parts.public_url),
            store: parts.store,
            tokens: parts.tokens,
            clock: Arc::new(clock::now),
            dead_letters: parts.dead_letters,
            console: parts.console,
            documents: parts.documents,
            files: parts.files,
        }
    }

    /// The function by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    /// The time now.
    fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

/// The routes over the function.
pub fn router(api: Arc<AgentApi>) -> Router {
    let routes: Router<Arc<AgentApi>> = routes::all().into();
    let envelope = axum::middleware::from_fn_with_state(Arc::clone(&api), envelope::envelope);
    let cors = axum::middleware::from_fn_with_state(Arc::clone(&api), cors::cors);
    routes.layer(cors).layer(envelope).with_state(api)
}
