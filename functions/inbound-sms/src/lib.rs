//! Carrier webhooks: each is decoded, taken in, and answered.

mod decode;
mod problem;

use std::sync::Arc;

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use jiff::Timestamp;
use memberline_http_api::Failure;
use memberline_http_api::gateway::Answer;
use memberline_intake::Intake;
use memberline_platform::aws;
use memberline_platform::config::{CarrierConfig, ConfigError, StoreConfig};
use memberline_platform::telemetry::LogLine;
use memberline_store::Store;

/// The function.
#[derive(Debug)]
pub struct InboundSms {
    intake: Intake,
}

impl InboundSms {
    /// The function as the environment configures it.
    pub fn from_env() -> Result<Self, ConfigError> {
        let (store, carriers) = (StoreConfig::from_env()?, CarrierConfig::from_env()?);
        Ok(Self::new(
            Arc::new(aws::store(&aws::sdk_config()?, store)),
            carriers.public_url,
        ))
    }

    /// The function over these parts. `public_url` is the base that carriers sign.
    pub fn new(store: Arc<Store>, public_url: String) -> Self {
        Self {
            intake: Intake::new(store, public_url),
        }
    }

    /// Answers one request of API Gateway.
    pub async fn handle(
        &self,
        event: ApiGatewayV2httpRequest,
        request_id: &str,
        now: Timestamp,
    ) -> ApiGatewayV2httpResponse {
        let mut line = LogLine::begin("inbound-sms", request_id, now);
        let result = match decode::decode(event, now) {
            // Boxed, as the SDK's futures nest deeper than the compiler lays out by default.
            Ok(incoming) => Box::pin(self.intake.accept(&incoming, now, &mut line)).await,
            Err(refusal) => Err(refusal.into()),
        };
        match result {
            Ok(outcome) => {
                line.finish(outcome.code());
                Answer::no_content().into()
            }
            Err(error) => {
                let error = error.map_refused(|refusal| problem::problem(&refusal));
                let Failure { problem, cause } = error.into();
                if let Some(cause) = cause {
                    line.note("error", cause);
                }
                line.finish(problem.code);
                Answer::problem(&problem, request_id).into()
            }
        }
    }
}
