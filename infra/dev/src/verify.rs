//! `cargo dev verify`: whether every timeline is what was written, entry by entry.

use anyhow::{Result, bail};
use aws_sdk_dynamodb::Client;
use memberline_cli::operate::timelines;
use memberline_local::aws;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::running::Running;

/// Checks every timeline of the running stack; names the first broken link of each.
pub async fn verify(places: &Places) -> Result<()> {
    let running = Running::read(places)?;
    let table = running.stack.one("AWS::DynamoDB::Table", "TimelineTable")?;
    let client = Client::new(&aws::config(&running.aws_endpoint).await);
    let verified = timelines::verify(&client, &table).await?;
    answer(&verified.to_string())?;
    if !verified.broken.is_empty() {
        bail!("not every timeline is what was written");
    }
    Ok(())
}
