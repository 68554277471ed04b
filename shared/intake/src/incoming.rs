//! A carrier's webhook as it came in, or as it lay in quarantine.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use memberline_carriers::{Carrier, ParseError};
use memberline_domain::MessageRef;
use memberline_store::quarantine;

use crate::refusal::Refusal;

/// Whom a webhook's path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// `/webhooks/{carrier}`: messages.
    Messages(Carrier),
    /// `/webhooks/{carrier}/receipts/{message}`: what became of a message of ours.
    Receipt(Carrier, MessageRef),
}

impl Target {
    /// What a path names, if it is one that carriers are given.
    pub fn parse(path: &str) -> Option<Self> {
        let rest = path.strip_prefix("/webhooks/")?;
        match rest.split_once('/') {
            None => Carrier::parse(rest).ok().map(Self::Messages),
            Some((carrier, rest)) => {
                let message = rest.strip_prefix("receipts/")?.parse().ok()?;
                Some(Self::Receipt(Carrier::parse(carrier).ok()?, message))
            }
        }
    }

    /// The carrier.
    pub fn carrier(&self) -> Carrier {
        match self {
            Self::Messages(carrier) | Self::Receipt(carrier, _) => *carrier,
        }
    }
}

/// A webhook as it came in, its body as the very bytes that were signed (lesson 12).
#[derive(Debug, Clone)]
pub struct Incoming {
    /// Whom its path names.
    pub target: Target,
    /// The path, and the query after `?` if there is one.
    pub path: String,
    /// All that it came with.
    pub headers: HeaderMap,
    pub body: Vec<u8>,
    /// When it reached us, if that is known.
    pub received_at: Option<Timestamp>,
}

impl Incoming {
    /// The address that the carrier was given, with what it added.
    pub(crate) fn url(&self, public_url: &str) -> String {
        format!("{public_url}{}", self.path)
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
        let mut headers = HeaderMap::new();
        headers.insert("x-twilio-signature", HeaderValue::from_static("c2ln"));
        headers.insert("cookie", HeaderValue::from_static("secret"));
        let incoming = Incoming {
            target: Target::Messages(Carrier::Twilio),
            path: "/webhooks/twilio?rc=3".to_owned(),
            headers,
            body: b"Body=a%20b\xff".to_vec(),
            received_at: None,
        };
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
}
