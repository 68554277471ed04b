//! A request of API Gateway as a carrier's webhook.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use jiff::{SignedDuration, Timestamp};
use memberline_carriers::{MAX_WEBHOOK_BYTES, ParseError};
use memberline_http_api::gateway::{self, BodyRefusal};
use memberline_intake::{Incoming, Refusal, Target};
use memberline_platform::clock;

/// Reads a request that came to an address which carriers are given.
pub(crate) fn decode(mut event: ApiGatewayV2httpRequest, now: Timestamp) -> Result<Incoming, Refusal> {
    let received_at = received_at(event.request_context.time_epoch, now);
    let raw = event.raw_path.take().unwrap_or_default();
    let target = Target::parse(&raw).ok_or(Refusal::NoSuchWebhook)?;
    let body = gateway::body(&mut event, MAX_WEBHOOK_BYTES).map_err(|refusal| {
        Refusal::Unreadable(match refusal {
            BodyRefusal::TooLarge => ParseError::TooLarge,
            BodyRefusal::NotBase64 => ParseError::MalformedBody,
        })
    })?;
    let path = match event.raw_query_string.filter(|query| !query.is_empty()) {
        Some(query) => format!("{raw}?{query}"),
        None => raw,
    };
    Ok(Incoming {
        target,
        path,
        headers: event.headers,
        body,
        received_at,
    })
}

/// The longest that API Gateway waits for a function, and then some. What took longer was measured by another clock.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_secs(60);

/// When API Gateway took the request, in milliseconds since 1970, if it says so and our clock agrees.
fn received_at(milliseconds: i64, now: Timestamp) -> Option<Timestamp> {
    let taken = clock::ours(Timestamp::from_millisecond(milliseconds).ok()?);
    let ago = now.duration_since(taken);
    (-LONGEST_WAIT..=LONGEST_WAIT)
        .contains(&ago)
        .then(|| taken.min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn when_a_webhook_reached_us_is_known_only_from_a_clock_that_agrees_with_ours() {
        let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap_or_else(|e| panic!("{e}"));
        let now = at(1_795_341_600_000);
        assert_eq!(received_at(1_795_341_599_963, now), Some(at(1_795_341_599_963)));
        assert_eq!(
            received_at(1_795_341_600_002, now),
            Some(now),
            "not in the future"
        );
        for unknown in [0, i64::MIN, i64::MAX, 1_795_341_539_999, 1_795_341_660_001] {
            assert_eq!(received_at(unknown, now), None, "{unknown}");
        }
    }

    #[test]
    fn a_body_that_is_too_large_is_refused_before_it_is_decoded() {
        let mut event = ApiGatewayV2httpRequest::default();
        event.raw_path = Some("/webhooks/twilio".to_owned());
        event.body = Some("a".repeat(1024 * 1024));
        assert!(matches!(
            decode(event, NOW),
            Err(Refusal::Unreadable(ParseError::TooLarge))
        ));
    }
}
