//! The secret that CloudFront puts into each request for the API, kept in Secrets Manager.
//!
//! It is read at the first request and kept, so that requests cost no call. After a rotation both the secret as it is now and the one
//! before are accepted, since CloudFront's places learn of the new one over some minutes; one rotation later, the first is forgotten.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_sdk_secretsmanager::Client;
use aws_sdk_secretsmanager::operation::get_secret_value::GetSecretValueError;
use aws_types::SdkConfig;
pub use memberline_carriers::Secret;
use memberline_store::StoreError;
use tokio::time::Instant;

use crate::config;

/// How long the secret is kept.
const KEPT: Duration = Duration::from_hours(1);

/// How soon a request with another secret makes us ask again: whoever guesses causes no more calls than this.
const AGAIN: Duration = Duration::from_mins(1);

/// What is known of the secret before the current one.
#[derive(Debug, Clone)]
enum Before {
    /// Nobody has asked.
    Unasked,
    /// There is none.
    None,
    /// It is this.
    Known(Secret),
}

#[derive(Debug, Clone)]
struct Kept {
    /// When Secrets Manager was asked.
    since: Instant,
    /// From when on it is to be asked again, whatever is shown.
    stale_at: Instant,
    current: Secret,
    before: Before,
}

impl Kept {
    fn has(&self, shown: &Secret) -> bool {
        // Both are compared, whatever the first says.
        let is_current = self.current == *shown;
        let is_before = matches!(&self.before, Before::Known(before) if before == shown);
        is_current | is_before
    }
}

/// The secret that CloudFront proves itself by.
#[derive(Debug)]
pub struct FrontSecret {
    client: Client,
    id: String,
    kept: RwLock<Option<Arc<Kept>>>,
}

impl FrontSecret {
    /// The secret that the environment names, if it names one.
    pub fn from_env(sdk: &SdkConfig) -> Option<Self> {
        let id = config::front_secret()?;
        Some(Self::new(Client::new(sdk), id))
    }

    /// The secret of this id or ARN.
    pub fn new(client: Client, id: String) -> Self {
        Self {
            client,
            id,
            kept: RwLock::new(None),
        }
    }

    /// Whether this is the secret, or the one before.
    pub async fn is(&self, shown: &Secret) -> Result<bool, StoreError> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(kept) = kept else {
            return self.look(shown).await;
        };
        let is_known = kept.has(shown);
        if is_known && Instant::now() < kept.stale_at {
            return Ok(true);
        }
        if kept.since.elapsed() >= AGAIN {
            return match self.look(shown).await {
                // While Secrets Manager does not answer, what was right stays right, and not every request waits for it.
                Err(_) if is_known => {
                    self.keep(Kept {
                        stale_at: Instant::now() + AGAIN,
                        ..Kept::clone(&kept)
                    });
                    Ok(true)
                }
                looked => looked,
            };
        }
        if matches!(kept.before, Before::Unasked) {
            return self.look_before(shown, Kept::clone(&kept)).await;
        }
        Ok(false)
    }

    /// Reads the secret, and the one before if this is another.
    async fn look(&self, shown: &Secret) -> Result<bool, StoreError> {
        let current = self.read("AWSCURRENT").await?.ok_or(StoreError::Refused {
            service: "SecretsManager",
            operation: "GetSecretValue",
            code: "ResourceNotFoundException".to_owned(),
        })?;
        let since = Instant::now();
        let kept = Kept {
            since,
            stale_at: since + KEPT,
            current,
            before: Before::Unasked,
        };
        if kept.has(shown) {
            self.keep(kept);
            return Ok(true);
        }
        self.look_before(shown, kept).await
    }

    async fn look_before(&self, shown: &Secret, mut kept: Kept) -> Result<bool, StoreError> {
        kept.before = match self.read("AWSPREVIOUS").await? {
            Some(before) => Before::Known(before),
            None => Before::None,
        };
        let is_known = kept.has(shown);
        self.keep(kept);
        Ok(is_known)
    }

    fn keep(&self, kept: Kept) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(kept));
    }

    /// The secret at a stage; none when there is none there.
    async fn read(&self, stage: &str) -> Result<Option<Secret>, StoreError> {
        let get = self.client.get_secret_value().secret_id(&self.id);
        match Box::pin(get.version_stage(stage).send()).await {
            // An empty one is none: it would let everybody in who shows nothing.
            Ok(read) => Ok(read
                .secret_string
                .filter(|secret| !secret.is_empty())
                .map(Secret::new)),
            Err(error)
                if error
                    .as_service_error()
                    .is_some_and(GetSecretValueError::is_resource_not_found_exception) =>
            {
                Ok(None)
            }
            Err(error) => Err(StoreError::of_call("SecretsManager", "GetSecretValue")(error)),
        }
    }
}
