//! A request of API Gateway as a carrier's webhook, and the answers.

use aws_lambda_events::apigw::{ApiGatewayV2httpRequest, ApiGatewayV2httpResponse};
use aws_lambda_events::encodings::Body;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use jiff::{SignedDuration, Timestamp};
use memberline_carriers::{Carrier, MAX_WEBHOOK_BYTES, ParseError, Webhook};
use memberline_domain::MessageRef;
use memberline_platform::{Problem, clock, problem};
use memberline_store::quarantine;

use crate::Refusal;

/// Whom a webhook's path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    /// `/webhooks/{carrier}`: messages.
    Messages(Carrier),
    /// `/webhooks/{carrier}/receipts/{message}`: what became of a message of ours.
    Receipt(Carrier, MessageRef),
}

impl Target {
    fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/webhooks/")?;
        match rest.split_once('/') {
            None => Carrier::parse(rest).ok().map(Self::Messages),
            Some((carrier, rest)) => {
                let message = rest.strip_prefix("receipts/")?.parse().ok()?;
                Some(Self::Receipt(Carrier::parse(carrier).ok()?, message))
            }
        }
    }

    pub(crate) fn carrier(&self) -> Carrier {
        match self {
            Self::Messages(carrier) | Self::Receipt(carrier, _) => *carrier,
        }
    }
}

/// A webhook as it came in, its body as the very bytes that were signed (lesson 12).
#[derive(Debug, Clone)]
pub(crate) struct Incoming {
    pub(crate) target: Target,
    /// The path, and the query after `?` if there is one.
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
    /// When it reached us, if that is known.
    pub(crate) received_at: Option<Timestamp>,
}

impl Incoming {
    pub(crate) fn decode(event: ApiGatewayV2httpRequest, now: Timestamp) -> Result<Self, Refusal> {
        let received_at = received_at(event.request_context.time_epoch, now);
        let raw = event.raw_path.unwrap_or_default();
        let target = Target::parse(&raw).ok_or(Refusal::NoSuchWebhook)?;
        let body = event.body.unwrap_or_default();
        // In base 64 it is a third longer.
        if body.len() > MAX_WEBHOOK_BYTES / 3 * 4 + 4 {
            return Err(Refusal::Unreadable(ParseError::TooLarge));
        }
        let body = if event.is_base64_encoded {
            STANDARD
                .decode(body)
                .map_err(|_| Refusal::Unreadable(ParseError::MalformedBody))?
        } else {
            body.into_bytes()
        };
        if body.len() > MAX_WEBHOOK_BYTES {
            return Err(Refusal::Unreadable(ParseError::TooLarge));
        }
        let path = match event.raw_query_string.filter(|query| !query.is_empty()) {
            Some(query) => format!("{raw}?{query}"),
            None => raw,
        };
        Ok(Self {
            target,
            path,
            headers: event.headers,
            body,
            received_at,
        })
    }

    /// The address that the carrier was given, with what it added.
    pub(crate) fn url(&self, public_url: &str) -> String {
        format!("{public_url}{}", self.path)
    }

    pub(crate) fn webhook<'a>(&'a self, url: &'a str) -> Webhook<'a> {
        Webhook {
            url,
            headers: &self.headers,
            body: &self.body,
        }
    }

    /// What is kept of it in quarantine.
    pub(crate) fn to_quarantine(&self) -> quarantine::Webhook {
        // No other is kept: they may hold anything.
        let signature = self.target.carrier().signature_headers();
        let names = [&["content-type"], signature, &["user-agent"]].concat();
        let kept = names.iter().flat_map(|name| {
            let values = self.headers.get_all(*name).iter().take(2);
            values
                .filter_map(|value| value.to_str().ok())
                .map(|value| ((*name).to_owned(), value.chars().take(1_024).collect()))
        });
        quarantine::Webhook {
            carrier: self.target.carrier().as_str().to_owned(),
            path: self.path.clone(),
            headers: kept.collect(),
            body: STANDARD.encode(&self.body),
        }
    }

    /// The webhook as it was before quarantine.
    pub(crate) fn from_quarantine(
        kept: &quarantine::Webhook,
        received_at: Timestamp,
    ) -> Result<Self, Refusal> {
        let path = kept.path.split('?').next().unwrap_or_default();
        let target = Target::parse(path).ok_or(Refusal::NoSuchWebhook)?;
        let body = STANDARD
            .decode(&kept.body)
            .map_err(|_| Refusal::Unreadable(ParseError::MalformedBody))?;
        let mut headers = HeaderMap::new();
        for (name, value) in &kept.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
                headers.append(name, value);
            }
        }
        Ok(Self {
            target,
            path: kept.path.clone(),
            headers,
            body,
            received_at: Some(received_at),
        })
    }
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

fn response(
    status: u16,
    content_type: Option<&'static str>,
    body: Option<String>,
) -> ApiGatewayV2httpResponse {
    let mut headers = HeaderMap::new();
    if let Some(content_type) = content_type {
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    let mut response = ApiGatewayV2httpResponse::default();
    response.status_code = status.into();
    response.headers = headers;
    response.body = body.map(Body::Text);
    response
}

/// The answer that every carrier takes for "understood, nothing to send back".
pub(crate) fn no_content() -> ApiGatewayV2httpResponse {
    response(204, None, None)
}

/// The answer that says what is wrong.
pub(crate) fn problem(problem: &Problem, request_id: &str) -> ApiGatewayV2httpResponse {
    let document = problem.document(request_id).to_string();
    response(
        problem.meaning.status(),
        Some(problem::CONTENT_TYPE),
        Some(document),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn only_webhook_paths_are_targets() {
        let message = "lakeside.0123456789abcdef0123456789.7";
        assert_eq!(
            Target::parse("/webhooks/twilio"),
            Some(Target::Messages(Carrier::Twilio))
        );
        assert!(matches!(
            Target::parse(&format!("/webhooks/telnyx/receipts/{message}")),
            Some(Target::Receipt(Carrier::Telnyx, _))
        ));
        for bad in [
            "",
            "/",
            "/webhooks/",
            "/webhooks/acme",
            "/webhooks/twilio/",
            "/webhooks/twilio/receipts/",
            "/webhooks/twilio/receipts/x.y.z",
            "/webhooks/twilio/../telnyx",
        ] {
            assert_eq!(Target::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn quarantine_gives_back_what_verification_reads() {
        let mut event = ApiGatewayV2httpRequest::default();
        event.raw_path = Some("/webhooks/twilio".to_owned());
        event.raw_query_string = Some("rc=3".to_owned());
        event.body = Some(STANDARD.encode(b"Body=a%20b\xff"));
        event.is_base64_encoded = true;
        event
            .headers
            .insert("x-twilio-signature", HeaderValue::from_static("c2ln"));
        event.headers.insert("cookie", HeaderValue::from_static("secret"));
        let incoming = Incoming::decode(event, NOW).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            incoming.url("https://api.example.org"),
            "https://api.example.org/webhooks/twilio?rc=3"
        );
        let kept = incoming.to_quarantine();
        assert_eq!(
            kept.headers,
            [("x-twilio-signature".to_owned(), "c2ln".to_owned())]
        );
        let back = Incoming::from_quarantine(&kept, NOW).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(
            (back.path, back.body, back.target),
            (incoming.path, incoming.body, incoming.target)
        );
    }

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
            Incoming::decode(event, NOW),
            Err(Refusal::Unreadable(ParseError::TooLarge))
        ));
    }
}
