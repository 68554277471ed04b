//! The Lambda function `secure-download`.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use memberline_platform::{clock, telemetry};
use secure_download::SecureDownload;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    telemetry::start();
    let function = &SecureDownload::from_env()?;
    let handle = |LambdaEvent { payload, context }| async move {
        Ok::<_, Error>(function.handle(payload, &context.request_id, clock::now()).await)
    };
    run(service_fn(handle)).await
}
