//! The AWS clients, built once from one configuration.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use memberline_store::{Store, Vault};

use crate::config::StoreConfig;

/// The SDK sets no time limits by itself. These leave a webhook that meets one lost packet inside the 2 s of the
/// strictest carrier.
fn timeouts() -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(Duration::from_millis(500))
        .operation_attempt_timeout(Duration::from_millis(1_500))
        .operation_timeout(Duration::from_secs(5))
        .build()
}

/// The configuration of all clients: region, credentials and, where set, `AWS_ENDPOINT_URL`, from the environment.
pub async fn sdk_config() -> SdkConfig {
    aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::standard().with_max_attempts(3))
        .timeout_config(timeouts())
        .load()
        .await
}

/// The store.
pub fn store(sdk: &SdkConfig, config: StoreConfig) -> Store {
    let vault = Vault::new(aws_sdk_kms::Client::new(sdk), config.organisation_key_id);
    Store::new(aws_sdk_dynamodb::Client::new(sdk), config.tables, vault)
}
