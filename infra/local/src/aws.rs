//! The AWS of this machine: MiniStack's endpoint with its root credentials.

use aws_config::{BehaviorVersion, Region, SdkConfig};

/// The region that everything local is in.
pub const REGION: &str = "us-east-1";
/// Access key id and secret of MiniStack's root caller in the default account.
pub const ROOT_KEY: &str = "test";

/// Configuration for SDK clients of the AWS at `endpoint`.
pub async fn config(endpoint: &str) -> SdkConfig {
    let credentials = aws_sdk_s3::config::Credentials::new(ROOT_KEY, ROOT_KEY, None, None, "local");
    aws_config::defaults(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .endpoint_url(endpoint)
        .credentials_provider(credentials)
        .load()
        .await
}
