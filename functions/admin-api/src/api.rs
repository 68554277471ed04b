//! The function: what its operations work with.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_http_api::caller::AgentService;
use memberline_http_api::envelope::Clock;
use memberline_http_api::front::Front;
use memberline_platform::auth::TokenVerifier;
use memberline_platform::config::{AuthConfig, ConfigError, ConsoleConfig, StoreConfig};
use memberline_platform::front_secret::FrontSecret;
use memberline_platform::{aws, clock};
use memberline_store::Store;

/// The function: what its operations work with.
pub struct AdminApi {
    pub(crate) store: Arc<Store>,
    pub(crate) tokens: TokenVerifier,
    pub(crate) clock: Clock,
    pub(crate) console: ConsoleConfig,
    pub(crate) front: Front,
}

/// What the function is made of.
#[derive(Debug)]
pub struct Parts {
    pub store: Arc<Store>,
    /// Whose tokens are taken.
    pub tokens: TokenVerifier,
    /// Whose pages may call.
    pub console: ConsoleConfig,
    /// What stands in front of the API.
    pub front: Front,
}

impl AdminApi {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, auth) = (StoreConfig::from_env()?, AuthConfig::from_env()?);
        let console = ConsoleConfig::from_env()?;
        let sdk = aws::sdk_config()?;
        Ok(Self::new(Parts {
            store: Arc::new(aws::store(&sdk, store)),
            tokens: TokenVerifier::from_config(auth),
            console,
            front: Front::new(FrontSecret::from_env(&sdk)),
        }))
    }

    /// The function over these parts.
    pub fn new(parts: Parts) -> Self {
        Self {
            store: parts.store,
            tokens: parts.tokens,
            clock: Arc::new(clock::now),
            console: parts.console,
            front: parts.front,
        }
    }

    /// The function by another clock.
    #[must_use]
    pub fn with_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }
}

impl AgentService for AdminApi {
    fn store(&self) -> &Store {
        &self.store
    }

    fn tokens(&self) -> &TokenVerifier {
        &self.tokens
    }

    fn now(&self) -> Timestamp {
        (self.clock)()
    }
}
