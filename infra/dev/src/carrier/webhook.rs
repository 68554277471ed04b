//! Posting webhooks, with each carrier's patience.

use std::time::Duration;

use reqwest::RequestBuilder;

use crate::progress::note;

/// How a carrier treats an endpoint that does not answer 2xx.
pub struct Patience {
    /// How often it posts at most.
    pub attempts: u32,
    /// How long it waits for an answer.
    pub timeout: Duration,
}

/// Posts until the endpoint answers 2xx or the patience ends. `request` is built anew each time, for its signature
/// may hold the time.
pub async fn post(what: &str, patience: &Patience, mut request: impl FnMut() -> RequestBuilder) {
    let mut refusal = String::new();
    for attempt in 0..patience.attempts {
        if attempt > 0 {
            tokio::time::sleep(Duration::from_millis(500) * 2_u32.pow(attempt - 1)).await;
        }
        match request().timeout(patience.timeout).send().await {
            Ok(answer) if answer.status().is_success() => return,
            Ok(answer) => refusal = answer.status().to_string(),
            Err(error) if error.is_timeout() => "no answer in time".clone_into(&mut refusal),
            Err(error) => refusal = error.to_string(),
        }
    }
    note(&format!(
        "{what}: given up after {} attempts ({refusal})",
        patience.attempts
    ));
}
