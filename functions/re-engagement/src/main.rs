//! The Lambda function `re-engagement`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use memberline_platform::{clock, telemetry};
use re_engagement::ReEngagement;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let function = &ReEngagement::from_env()?;
    let handle = |event: LambdaEvent<_>| async move {
        let (payload, id) = (event.payload, event.context.request_id);
        Ok::<_, Error>(function.handle(payload, &id, clock::now).await?)
    };
    run(service_fn(handle)).await
}
