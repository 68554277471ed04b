//! The Lambda function `inbound-sms`.

use inbound_sms::InboundSms;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use memberline_platform::{clock, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let function = &InboundSms::from_env()?;
    run(service_fn(move |event: LambdaEvent<_>| async move {
        Ok::<_, Error>(
            function
                .handle(event.payload, &event.context.request_id, clock::now())
                .await,
        )
    }))
    .await
}
