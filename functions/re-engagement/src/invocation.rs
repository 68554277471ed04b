//! What invokes the function.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use aws_lambda_events::sqs::SqsEvent;
use memberline_platform::queue::BodyError;
use serde_json::Value;

use crate::decode::{TimerPayload, timer};

/// What invokes the function, told by its shape.
#[derive(Debug)]
pub(crate) enum Invocation {
    /// API Gateway: an event of a loan-origination system.
    Webhook(Box<ApiGatewayV2httpRequest>),
    /// A batch of one of the two queues.
    Batch(SqsEvent),
    /// The scheduler itself: a timer that a release before set goes off without a queue.
    Timer(TimerPayload),
}

impl Invocation {
    /// Reads the event, once.
    pub(crate) fn read(event: Value) -> Result<Self, BodyError> {
        let malformed = |_| BodyError::Malformed("event");
        if event.get("requestContext").is_some() {
            serde_json::from_value(event)
                .map(Self::Webhook)
                .map_err(malformed)
        } else if event.get("Records").is_some() {
            serde_json::from_value(event).map(Self::Batch).map_err(malformed)
        } else {
            timer(event).map(Self::Timer)
        }
    }
}
