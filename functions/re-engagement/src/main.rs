//! The Lambda function `re-engagement`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use memberline_platform::{Deadline, clock, telemetry};
use re_engagement::ReEngagement;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let function = &ReEngagement::from_env()?;
    let handle = |event: LambdaEvent<_>| async move {
        let (payload, context) = (event.payload, event.context);
        let deadline = Deadline::of_invocation(context.deadline);
        Ok::<_, Error>(
            function
                .handle(payload, &context.request_id, clock::now, deadline)
                .await?,
        )
    };
    run(service_fn(handle)).await
}
