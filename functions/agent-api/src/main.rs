//! The Lambda function `agent-api`.

use std::sync::Arc;

use agent_api::AgentApi;
use memberline_platform::telemetry;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    telemetry::start();
    let api = Arc::new(AgentApi::from_env()?);
    lambda_http::run(agent_api::router(api)).await
}
