//! The function: what its operations work with.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use memberline_http_api::caller::AgentService;
use memberline_http_api::front::Front;
use memberline_intake::Intake;
use memberline_platform::auth::TokenVerifier;
use memberline_platform::config::{
    AuthConfig, CarrierConfig, ConfigError, ConsoleConfig, DeadLetterConfig, DocumentsConfig, StoreConfig,
};
use memberline_platform::front_secret::FrontSecret;
use memberline_platform::http::Http;
use memberline_platform::presign::Presigner;
use memberline_platform::{aws, clock};
use memberline_store::Store;

pub use memberline_http_api::envelope::Clock;

/// The function: what its operations work with.
pub struct AgentApi {
    pub(crate) store: Arc<Store>,
    pub(crate) tokens: TokenVerifier,
    pub(crate) clock: Clock,
    pub(crate) intake: Intake,
    pub(crate) dead_letters: DeadLetters,
    pub(crate) console: ConsoleConfig,
    pub(crate) documents: Presigner,
    pub(crate) files: Http,
    pub(crate) front: Front,
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
    /// What stands in front of the API.
    pub front: Front,
}

/// The queues of what could not be processed.
#[derive(Debug)]
pub struct DeadLetters {
    /// The client for the queues.
    pub sqs: aws_sdk_sqs::Client,
    pub queues: DeadLetterConfig,
}

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
            tokens: TokenVerifier::from_config(auth),
            public_url: carriers.public_url,
            dead_letters: DeadLetters {
                sqs: aws_sdk_sqs::Client::new(&sdk),
                queues,
            },
            console,
            documents: Presigner::new(&sdk, &documents)?,
            files: Http::new(UPLOAD_TIMEOUT),
            front: Front::new(FrontSecret::from_env(&sdk)),
        }))
    }

    /// The function over these parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            intake: Intake::new(Arc::clone(&parts.store), parts.public_url),
            store: parts.store,
            tokens: parts.tokens,
            clock: Arc::new(clock::now),
            dead_letters: parts.dead_letters,
            console: parts.console,
            documents: parts.documents,
            files: parts.files,
            front: parts.front,
        }
    }

    /// The function by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }
}

impl AgentApi {
    /// The time now.
    pub(crate) fn now(&self) -> Timestamp {
        (self.clock)()
    }
}

impl AgentService for AgentApi {
    fn store(&self) -> &Store {
        &self.store
    }

    fn tokens(&self) -> &TokenVerifier {
        &self.tokens
    }

    fn now(&self) -> Timestamp {
        self.now()
    }
}
