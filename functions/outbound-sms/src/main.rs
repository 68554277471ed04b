//! The Lambda function `outbound-sms`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use memberline_platform::{Deadline, clock, telemetry};
use outbound_sms::OutboundSms;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let function = &OutboundSms::from_env()?;
    run(service_fn(move |event: LambdaEvent<_>| async move {
        let (payload, context) = (event.payload, event.context);
        let deadline = Deadline::of_invocation(context.deadline);
        Ok::<_, Error>(
            function
                .handle(payload, &context.request_id, clock::now, deadline)
                .await,
        )
    }))
    .await
}
