//! The Lambda function `admin-api`.

use std::sync::Arc;

use admin_api::AdminApi;
use memberline_platform::telemetry;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    telemetry::start();
    let api = Arc::new(AdminApi::from_env()?);
    lambda_http::run(admin_api::router(api)).await
}
