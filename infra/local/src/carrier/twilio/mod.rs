//! Twilio, as its API and its webhooks look from outside.
//!
//! Source: <https://www.twilio.com/docs/messaging/api/message-resource>,
//! <https://www.twilio.com/docs/messaging/guides/webhook-request>,
//! <https://www.twilio.com/docs/messaging/guides/track-outbound-message-status>.

mod api;
mod media;
mod overrides;
mod problem;
mod routes;
mod setup;

use axum::http::header;
use jiff::fmt::rfc2822;
use serde_json::{Value, json};

use super::book::{Direction, Message, Status};
use super::id;
use super::media::content_type;
use super::network::{Carrier, segments};
use super::opt_out::Keyword;
use super::webhook::post;

pub use routes::routes;

/// Where the numbers' texts go, as the deployment's guide has it.
const WEBHOOK: &str = "/webhooks/twilio#rc=2&rp=all";

/// A text that was lost: the handset could not be reached.
const UNREACHABLE: u32 = 30003;

impl Carrier {
    fn twilio_resource(&self, message: &Message) -> Value {
        let account = &self.secrets.twilio.account_sid;
        let (from, to) = match message.direction {
            Direction::In => (&message.member, &message.number),
            Direction::Out => (&message.number, &message.member),
        };
        let lost = message.status == Status::Failed;
        let at = rfc2822::to_string(&message.at.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default();
        let sent = (message.status > Status::Queued).then(|| at.clone());
        let path = format!("/2010-04-01/Accounts/{account}/Messages/{}", message.id);
        json!({
            "account_sid": account,
            "api_version": "2010-04-01",
            "body": if message.erased.text { "" } else { &message.text },
            "date_created": at,
            "date_sent": sent,
            "date_updated": at,
            "direction": if message.direction == Direction::In { "inbound" } else { "outbound-api" },
            "error_code": lost.then_some(UNREACHABLE),
            "error_message": lost.then_some("Unreachable destination handset"),
            "from": from,
            "messaging_service_sid": null,
            "num_media": message.media.len().to_string(),
            "num_segments": segments(&message.text).to_string(),
            "price": null,
            "price_unit": "USD",
            "sid": message.id,
            "status": word(message.status),
            "subresource_uris": { "media": format!("{path}/Media.json") },
            "to": to,
            "uri": format!("{path}.json"),
        })
    }

    /// Posts a member's text to the institution.
    pub(super) async fn announce_twilio(&self, message: &Message, keyword: Option<Keyword>) {
        let segments = segments(&message.text).to_string();
        let count = message.media.len().to_string();
        let mut fields = vec![
            ("ToCountry", "US"),
            ("ToState", "MN"),
            ("SmsMessageSid", &message.id),
            ("NumMedia", &count),
            ("ToCity", "DULUTH"),
            ("FromZip", "55802"),
            ("SmsSid", &message.id),
            ("FromState", "MN"),
            ("SmsStatus", "received"),
            ("FromCity", "DULUTH"),
            ("Body", &message.text),
            ("FromCountry", "US"),
            ("To", &message.number),
            ("ToZip", "55802"),
            ("NumSegments", &segments),
            ("MessageSid", &message.id),
            ("AccountSid", &self.secrets.twilio.account_sid),
            ("From", &message.member),
            ("ApiVersion", "2010-04-01"),
        ];
        if let Some(keyword) = keyword {
            fields.push(("OptOutType", keyword.as_str()));
        }
        let names: Vec<_> = (0..message.media.len())
            .map(|at| (format!("MediaUrl{at}"), format!("MediaContentType{at}")))
            .collect();
        let behind_the_api: Vec<_> = (1..=message.media.len())
            .map(|medium| self.medium_address(message, medium))
            .collect();
        for ((kept, given), (url, kind)) in message.media.iter().zip(&behind_the_api).zip(&names) {
            fields.push((url, given));
            fields.push((kind, content_type(kept)));
        }
        self.post_form(&format!("{}{WEBHOOK}", self.url), &fields).await;
    }

    /// Posts a receipt.
    pub(super) async fn report_twilio(&self, message: &Message, callback: &str, status: Status) {
        let done = self.now().strftime("%y%m%d%H%M").to_string();
        let code = UNREACHABLE.to_string();
        let mut fields = vec![
            ("SmsSid", message.id.as_str()),
            ("SmsStatus", word(status)),
            ("MessageStatus", word(status)),
            ("To", &message.member),
            ("MessageSid", &message.id),
            ("AccountSid", &self.secrets.twilio.account_sid),
            ("From", &message.number),
            ("ApiVersion", "2010-04-01"),
        ];
        if status == Status::Failed {
            fields.push(("ErrorCode", &code));
        }
        if status >= Status::Delivered {
            fields.push(("RawDlrDoneDate", &done));
        }
        self.post_form(callback, &fields).await;
    }

    async fn post_form(&self, url: &str, fields: &[(&str, &str)]) {
        self.institution_is_there().await;
        let address = url.split('#').next().unwrap_or(url);
        let signature = memberline_carriers::twilio::sign(address, fields, &self.secrets.twilio.auth_token);
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let token = id::uuid();
        post(
            &format!("Twilio's webhook to {address}"),
            &overrides::patience(url),
            || {
                self.http
                    .post(address)
                    .header(
                        header::CONTENT_TYPE,
                        "application/x-www-form-urlencoded; charset=UTF-8",
                    )
                    .header("I-Twilio-Idempotency-Token", &token)
                    .header("X-Twilio-Signature", &signature)
                    .header(header::USER_AGENT, "TwilioProxy/1.1")
                    .body(body.clone())
            },
        )
        .await;
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Queued => "queued",
        Status::Sent => "sent",
        Status::Delivered => "delivered",
        Status::Failed => "undelivered",
        Status::Received => "received",
    }
}
