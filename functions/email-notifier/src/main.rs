//! The Lambda function `email-notifier`.

use email_notifier::EmailNotifier;
use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use memberline_platform::{clock, telemetry};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let function = &EmailNotifier::from_env()?;
    let handle = |LambdaEvent { payload, context }| async move {
        let handled = Box::pin(function.handle(payload, &context.request_id, clock::now()));
        Ok::<_, Error>(handled.await)
    };
    run(service_fn(handle)).await
}
