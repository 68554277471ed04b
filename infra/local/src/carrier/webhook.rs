//! Posting webhooks, with each carrier's patience.

use std::time::Duration;

use reqwest::RequestBuilder;

use crate::progress::note;

/// How a carrier treats an endpoint that does not answer 2xx.
#[derive(Debug, PartialEq, Eq)]
pub struct Patience {
    /// How often it posts again at most.
    pub retries: u32,
    /// What it posts again after.
    pub after: After,
    /// How long it waits for an answer.
    pub timeout: Duration,
}

/// The failures that a carrier posts again after.
#[derive(Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "a set of four kinds of failure")]
pub struct After {
    /// No connection.
    pub connect: bool,
    /// No answer in time.
    pub read: bool,
    /// An answer that blames the request.
    pub client_error: bool,
    /// An answer that blames the endpoint.
    pub server_error: bool,
}

impl After {
    /// Whatever went wrong.
    pub const ANYTHING: Self = Self {
        connect: true,
        read: true,
        client_error: true,
        server_error: true,
    };

    fn includes(&self, failure: &Failure) -> bool {
        match failure {
            Failure::Answer(status) if *status >= 500 => self.server_error,
            Failure::Answer(_) => self.client_error,
            Failure::Connect => self.connect,
            Failure::Read => self.read,
        }
    }
}

enum Failure {
    Answer(u16),
    Connect,
    Read,
}

/// Posts until the endpoint answers 2xx or the patience ends. `request` is built anew each time, for its signature
/// may hold the time.
pub async fn post(what: &str, patience: &Patience, mut request: impl FnMut() -> RequestBuilder) {
    let mut attempt = 0;
    loop {
        let failure = match request().timeout(patience.timeout).send().await {
            Ok(answer) if answer.status().is_success() => return,
            Ok(answer) => Failure::Answer(answer.status().as_u16()),
            Err(error) if error.is_connect() => Failure::Connect,
            Err(_) => Failure::Read,
        };
        if attempt == patience.retries || !patience.after.includes(&failure) {
            let reason = match failure {
                Failure::Answer(status) => format!("it was answered {status}"),
                Failure::Connect => "nobody listens there".to_owned(),
                Failure::Read => "it was not answered in time".to_owned(),
            };
            note(&format!(
                "{what}: given up after {} attempts, {reason}",
                attempt + 1
            ));
            return;
        }
        tokio::time::sleep(Duration::from_millis(500) * 2_u32.pow(attempt)).await;
        attempt += 1;
    }
}
