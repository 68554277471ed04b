//! The webhook of loan-origination systems: verified, then read, then taken in.

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lc_rs::hmac;
use jiff::Timestamp;
use memberline_domain::OrganisationId;
use memberline_domain::application::{LosDocument, MAX_EVENT_BYTES, Unread, parse_los_event};
use memberline_http_api::Failure;
use memberline_http_api::gateway::{self, Answer};
use memberline_platform::telemetry::LogLine;
use memberline_store::{CommandError, StoreError};
use serde::Deserialize;
use serde_json::json;

use crate::ReEngagement;
use crate::intake::IntakeOutcome;
use crate::refusal::{Refusal, TOLERANCE};

/// How many signatures of one request are looked at.
const MOST_SIGNATURES: usize = 4;

/// The secrets of an organisation's loan-origination system: two, so that they can be rotated.
#[derive(Deserialize)]
struct Secrets {
    current: String,
    previous: Option<String>,
}

/// The signature header of a body that is signed at `timestamp`, in seconds since 1970.
pub fn sign(secret: &[u8], timestamp: i64, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let tag = hmac::sign(&key, &signed(&timestamp.to_string(), body));
    let hex = tag.as_ref().iter().map(|byte| format!("{byte:02x}"));
    format!("v1={}", hex.collect::<String>())
}

fn signed(timestamp: &str, body: &[u8]) -> Vec<u8> {
    [timestamp.as_bytes(), b".", body].concat()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| {
        char::from(byte)
            .to_digit(16)
            .and_then(|digit| u8::try_from(digit).ok())
    };
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| match pair {
            [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
            _ => None,
        })
        .collect()
}

/// Whether one of the signatures is of one of the secrets. Each comparison takes the same time, wherever it fails.
fn is_signed(secrets: &Secrets, timestamp: &str, header: &str, body: &[u8]) -> bool {
    let message = signed(timestamp, body);
    let signatures = header.split(',').take(MOST_SIGNATURES);
    let signatures: Vec<_> = signatures
        .filter_map(|signature| from_hex(signature.trim().strip_prefix("v1=")?))
        .collect();
    let secrets = std::iter::once(&secrets.current).chain(&secrets.previous);
    // An empty secret would let everybody in.
    secrets.filter(|secret| !secret.is_empty()).any(|secret| {
        let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
        signatures
            .iter()
            .any(|tag| hmac::verify(&key, &message, tag).is_ok())
    })
}

impl ReEngagement {
    /// Answers a request of API Gateway.
    pub(crate) async fn accept(
        &self,
        event: ApiGatewayV2httpRequest,
        request_id: &str,
        now: Timestamp,
    ) -> ApiGatewayV2httpResponse {
        let mut line = LogLine::begin("re-engagement", request_id, now);
        match Box::pin(self.process(event, now, &mut line)).await {
            Ok((taken, unread)) => {
                line.count("events_taken", u64::from(taken == IntakeOutcome::Accepted));
                line.count("members_unread", u64::try_from(unread.len()).unwrap_or(u64::MAX));
                line.finish(taken.code());
                let mut answer = json!({ "outcome": taken.code() });
                if !unread.is_empty() {
                    answer["unread"] = json!(unread);
                }
                Answer::json(&answer).into()
            }
            Err(error) => {
                let Failure { problem, cause } = error.into();
                if let Some(cause) = cause {
                    line.note("error", cause);
                }
                line.finish(problem.code);
                Answer::problem(&problem, request_id).into()
            }
        }
    }

    async fn process(
        &self,
        mut event: ApiGatewayV2httpRequest,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<(IntakeOutcome, Vec<Unread>), CommandError<Refusal>> {
        // The very bytes that were signed (lesson 12).
        let body = gateway::body(&mut event, MAX_EVENT_BYTES).map_err(Refusal::from)?;
        let path = event.raw_path.as_deref().unwrap_or_default();
        let organisation = path
            .strip_prefix("/webhooks/los/")
            .and_then(|id| OrganisationId::parse(id).ok());
        // Who does not exist looks as if the signature were wrong.
        let organisation = organisation.ok_or(Refusal::NotVerified)?;
        let tenant = self
            .store
            .tenant(&organisation)
            .await?
            .ok_or(Refusal::NotVerified)?;
        let secrets = self
            .store
            .credentials(&tenant, "los")
            .await?
            .ok_or(Refusal::NotVerified)?;
        let secrets: Secrets =
            serde_json::from_slice(&secrets).map_err(|_| StoreError::Malformed("credentials"))?;
        let header = |name: &str| event.headers.get(name).and_then(|value| value.to_str().ok());
        let timestamp = header("memberline-timestamp").ok_or(Refusal::NotVerified)?;
        let signature = header("memberline-signature").ok_or(Refusal::NotVerified)?;
        if !is_signed(&secrets, timestamp, signature, &body) {
            return Err(Refusal::NotVerified.into());
        }
        line.note("organisation", organisation.as_str());
        let signed_at: i64 = timestamp.parse().map_err(|_| Refusal::NotVerified)?;
        if now.as_second().abs_diff(signed_at) > TOLERANCE.unsigned_abs() {
            return Err(Refusal::Stale.into());
        }
        let document = LosDocument::read(&body).map_err(Refusal::from)?;
        let event = parse_los_event(&document, now).map_err(Refusal::from)?;
        line.note("application", tenant.application_id(&event.application).as_str());
        let taken = self.take_in(&tenant, &event, now).await?;
        Ok((taken, event.unread))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secrets() -> Secrets {
        Secrets {
            current: "new".to_owned(),
            previous: Some("old".to_owned()),
        }
    }

    #[test]
    fn one_signature_of_one_of_two_secrets_suffices() {
        let (body, at) = (b"{}".as_slice(), "1795446000");
        let of = |secret: &str| sign(secret.as_bytes(), 1_795_446_000, body);
        for header in [of("new"), of("old"), format!("{}, {}", of("other"), of("old"))] {
            assert!(is_signed(&secrets(), at, &header, body), "{header}");
        }
        for header in [
            String::new(),
            "v1=".to_owned(),
            "v1=zz".to_owned(),
            of("other"),
            of(""),
            of("new").replace("v1", "v2"),
            of("new")[..60].to_owned(),
            format!("{}00", of("new")),
            "v1=é".to_owned(),
        ] {
            assert!(!is_signed(&secrets(), at, &header, body), "{header}");
        }
        assert!(!is_signed(&secrets(), "1795446001", &of("new"), body));
        assert!(!is_signed(&secrets(), at, &of("new"), b"{ }"));
    }

    #[test]
    fn an_empty_secret_lets_nobody_in() {
        let secrets = Secrets {
            current: String::new(),
            previous: None,
        };
        assert!(!is_signed(&secrets, "1", &sign(b"", 1, b"{}"), b"{}"));
    }

    #[test]
    fn the_signature_is_this_one() {
        assert_eq!(
            sign(b"secret", 1_795_446_000, b"{\"id\":\"e\"}"),
            "v1=a8d4c70828cb4554fa387128c8fbcacae77c03ae76d14c21f4ec30c7b02bac6d"
        );
    }
}
