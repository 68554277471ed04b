//! The AWS clients, built once from one configuration.

use std::time::Duration;

use aws_sdk_dynamodb::config::retry::RetryConfig;
use aws_sdk_dynamodb::config::timeout::TimeoutConfig;
use aws_sdk_dynamodb::config::{
    BehaviorVersion, Credentials, Region, SharedCredentialsProvider, StalledStreamProtectionConfig,
};
use aws_types::SdkConfig;
use memberline_store::{Store, Vault};

use crate::config::{AwsConfig, ConfigError, StoreConfig};
use crate::dynamodb;

/// The SDK sets no time limits by itself. These leave a webhook that meets one lost packet inside the 2 s of the
/// strictest carrier.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(500))
        .operation_attempt_timeout(Duration::from_millis(1_500))
        .operation_timeout(Duration::from_secs(5))
        .build()
}

/// The configuration of all clients, from the environment as Lambda sets it. The general loader of the SDK would look for credentials
/// in places where a function has none, at the price of half a megabyte and of work at every start.
pub fn sdk_config() -> Result<SdkConfig, ConfigError> {
    let aws = AwsConfig::from_env()?;
    let credentials = Credentials::new(
        aws.access_key_id,
        aws.secret_access_key,
        aws.session_token,
        None,
        "environment",
    );
    let sdk = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(aws.region))
        .credentials_provider(SharedCredentialsProvider::new(credentials))
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts());
    Ok(match aws.endpoint_url {
        Some(url) => sdk.endpoint_url(url).build(),
        None => sdk.build(),
    })
}

/// The store.
pub fn store(sdk: &SdkConfig, config: StoreConfig) -> Store {
    // Answers are small and read whole, each within its time limit: nothing is won by watching how fast they flow.
    let sdk = sdk
        .to_builder()
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        .build();
    let vault = Vault::new(aws_sdk_kms::Client::new(&sdk), config.organisation_key_id);
    Store::new(dynamodb::client(&sdk), config.tables, vault)
}

#[cfg(test)]
mod tests {
    use memberline_domain::OrganisationId;
    use memberline_store::{StoreError, Tables};

    use super::*;

    /// In a build with assertions the SDK panics at the first call if what is left out must not be.
    #[tokio::test]
    async fn a_call_without_the_headers_is_made() {
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("us-east-1"))
            .credentials_provider(SharedCredentialsProvider::new(Credentials::new(
                "key", "secret", None, None, "test",
            )))
            .retry_config(RetryConfig::disabled())
            // Nothing listens there.
            .endpoint_url("http://127.0.0.1:1")
            .build();
        let table = |name: &str| name.to_owned();
        let tables = Tables {
            timeline: table("timeline"),
            directory: table("directory"),
            keys: table("keys"),
            access: table("access"),
        };
        let config = StoreConfig {
            tables,
            organisation_key_id: "key".to_owned(),
        };
        let lakeside = OrganisationId::parse("lakeside").unwrap();
        let read = store(&sdk, config).tenant(&lakeside).await;
        assert!(matches!(read, Err(StoreError::Unavailable { .. })), "{read:?}");
    }
}
