//! The local carriers, read by the product's own modules for the real ones.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, StatusCode};
use memberline_carriers::{Carrier as Kind, Credentials, InboundEvent, LookUp, LookupOutcome, Outgoing};
use memberline_domain::text::keywords::{self, Intent};
use memberline_domain::thread::{DeliveryStatus, Report, SendResult};
use memberline_domain::{MessageRef, PhoneNumber};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use super::behaviour::{Behaviour, OptOut, Receipts, Send};
use super::*;
use crate::known::Known;
use crate::seed;
use crate::served::serve;

mod opt_out;
mod setup;
mod time;

const MEMBER: &str = "+15552010001";
const REFERENCE: &str = "lakeside.0123456789abcdefghjkmnpqrs.7";

/// A webhook that the institution was sent.
struct Received {
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

/// The carriers with their API, and an institution that takes note of every webhook.
struct Stage {
    carrier: Arc<Carrier>,
    institution: String,
    api: String,
    webhooks: UnboundedReceiver<Received>,
    state: TempDir,
}

impl Stage {
    async fn new() -> Self {
        let stage = Self::starting().await;
        stage.carrier.open_for_webhooks();
        stage
    }

    /// A stack that has not started yet.
    async fn starting() -> Self {
        let (sender, webhooks) = unbounded_channel();
        let institution = Router::new().fallback(async move |request: Request| {
            let (parts, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 100_000).await.unwrap();
            let _ = sender.send(Received {
                path: parts.uri.to_string(),
                headers: parts.headers,
                body,
            });
            StatusCode::OK
        });
        let institution = serve(institution).await;
        let state = tempfile::tempdir().unwrap();
        let carrier = Carrier::open(state.path(), &institution, Known::demonstration()).unwrap();
        let api = serve(routes().with_state(Arc::clone(&carrier))).await;
        Self {
            carrier,
            institution,
            api,
            webhooks,
            state,
        }
    }

    fn behave(&self, behaviour: Behaviour) {
        self.carrier.behave(behaviour);
    }

    fn account(&self, kind: Kind) -> (Credentials, PhoneNumber, String) {
        let known = self.carrier.secrets().credentials();
        let credentials = known
            .into_iter()
            .find(|credentials| credentials.carrier() == kind)
            .unwrap();
        let number = seed::numbers().find(|number| number.carrier == kind).unwrap();
        (
            credentials,
            PhoneNumber::parse(&number.number).unwrap(),
            format!("{}/{kind}", self.api),
        )
    }

    async fn call(request: axum::http::Request<Bytes>) -> (u16, Bytes) {
        let request = reqwest::Request::try_from(request).unwrap();
        let answer = reqwest::Client::new().execute(request).await.unwrap();
        (answer.status().as_u16(), answer.bytes().await.unwrap())
    }

    async fn send(&self, kind: Kind, text: &str) -> Option<SendResult> {
        let (credentials, from, base) = self.account(kind);
        let to = PhoneNumber::parse(MEMBER).unwrap();
        let callback_url = format!("{}/webhooks/{kind}/receipts/{REFERENCE}", self.institution);
        let outgoing = Outgoing {
            from: &from,
            to: &to,
            text,
            media_urls: &[],
            callback_url: &callback_url,
        };
        let (status, body) = Self::call(credentials.send_request(&outgoing, &base).unwrap()).await;
        kind.read_send_answer(status, &body, None)
    }

    async fn look_up(&self, kind: Kind, text: &str, carrier_message_id: Option<&str>) -> LookupOutcome {
        let (credentials, from, base) = self.account(kind);
        let reference: MessageRef = REFERENCE.parse().unwrap();
        let look_up = LookUp {
            from: &from,
            to: &PhoneNumber::parse(MEMBER).unwrap(),
            text,
            reference: &reference,
            carrier_message_id,
            sent_after: self.carrier.now().as_second(),
            others: &[],
        };
        let (status, body) = Self::call(credentials.lookup_request(&look_up, &base).unwrap()).await;
        kind.read_lookup_answer(status, &body, &look_up)
    }

    /// The next webhook, verified as the product verifies it.
    async fn event(&mut self, kind: Kind) -> InboundEvent {
        let waiting = tokio::time::timeout(Duration::from_secs(5), self.webhooks.recv());
        let Received { path, headers, body } = waiting.await.expect("a webhook in time").unwrap();
        let url = format!("{}{path}", self.institution);
        let webhook = kind.webhook(&url, &headers, &body);
        let (credentials, number, _) = self.account(kind);
        let now = self.carrier.now().as_second();
        credentials.verify(&webhook, now).unwrap();
        assert_eq!(webhook.our_numbers(), Ok(vec![number.clone()]));
        webhook.event(|ours| *ours == number).unwrap()
    }

    async fn receipts(&mut self, kind: Kind, count: usize) -> Vec<DeliveryStatus> {
        let mut statuses = Vec::new();
        for _ in 0..count {
            let InboundEvent::Receipt(receipt) = self.event(kind).await else {
                panic!("not a receipt")
            };
            statuses.push(receipt.report.status);
        }
        statuses
    }

    fn text(&self, kind: Kind, text: &str) -> Message {
        let (_, number, _) = self.account(kind);
        let media = vec![SAMPLES[0].to_owned()];
        let composed = Composed {
            member: MEMBER.to_owned(),
            number: number.to_string(),
            text: text.to_owned(),
            media,
        };
        self.carrier.text(composed).unwrap()
    }
}

#[tokio::test]
async fn a_text_is_taken_delivered_and_found() {
    let mut stage = Stage::new().await;
    for kind in Kind::ALL {
        let Some(SendResult::Reported(Report {
            status: DeliveryStatus::Sent,
            carrier_message_id: Some(carrier_message_id),
            ..
        })) = stage.send(kind, "Your rate is locked.").await
        else {
            panic!("{kind} refused")
        };
        assert_eq!(
            stage.receipts(kind, 2).await,
            [DeliveryStatus::Sent, DeliveryStatus::Delivered],
            "{kind}"
        );
        let found = LookupOutcome::Found(Report {
            carrier_message_id: Some(carrier_message_id.clone()),
            ..DeliveryStatus::Delivered.into()
        });
        assert_eq!(
            stage.look_up(kind, "Your rate is locked.", None).await,
            found,
            "{kind}"
        );
        assert_eq!(
            stage
                .look_up(kind, "Your rate is locked.", Some(&carrier_message_id))
                .await,
            found,
            "{kind}"
        );
    }
    assert_eq!(stage.carrier.handset(MEMBER).len(), 2);
    let other = stage.look_up(Kind::Twilio, "Something else.", None).await;
    assert!(matches!(other, LookupOutcome::NotFound { .. }), "{other:?}");
}

#[tokio::test]
async fn receipts_come_as_asked() {
    let mut stage = Stage::new().await;
    for kind in Kind::ALL {
        stage.behave(Behaviour {
            receipts: Receipts::OutOfOrder,
            ..Behaviour::default()
        });
        stage.send(kind, "One").await;
        assert_eq!(
            stage.receipts(kind, 2).await,
            [DeliveryStatus::Delivered, DeliveryStatus::Sent],
            "{kind}"
        );
        stage.behave(Behaviour {
            receipts: Receipts::Doubled,
            ..Behaviour::default()
        });
        stage.send(kind, "Two").await;
        assert_eq!(
            stage.receipts(kind, 4).await[2..],
            [DeliveryStatus::Delivered, DeliveryStatus::Delivered],
            "{kind}"
        );
        stage.behave(Behaviour {
            receipts: Receipts::Failed,
            ..Behaviour::default()
        });
        stage.send(kind, "Three").await;
        stage.receipts(kind, 1).await;
        let InboundEvent::Receipt(failed) = stage.event(kind).await else {
            panic!("not a receipt")
        };
        assert_eq!(failed.report.status, DeliveryStatus::Failed, "{kind}");
        assert!(failed.report.reason.is_some(), "{kind}");
    }
    assert_eq!(
        stage.carrier.handset(MEMBER).len(),
        4,
        "what failed never reached the handset"
    );
}

#[tokio::test]
async fn the_api_misbehaves_as_asked() {
    let stage = Stage::new().await;
    for kind in Kind::ALL {
        stage.behave(Behaviour {
            send: Send::Throttle,
            ..Behaviour::default()
        });
        assert!(
            matches!(stage.send(kind, "Hello").await, Some(SendResult::Deferred { .. })),
            "{kind}"
        );
        stage.behave(Behaviour {
            send: Send::Error,
            ..Behaviour::default()
        });
        assert_eq!(stage.send(kind, "Hello").await, None, "{kind}");
        stage.behave(Behaviour {
            send: Send::RejectOptedOut,
            ..Behaviour::default()
        });
        let outcome = stage.send(kind, "Hello").await;
        assert!(
            matches!(outcome, Some(SendResult::Reported(report)) if report.opted_out),
            "{kind}"
        );
    }
    assert!(stage.carrier.handset(MEMBER).is_empty());
}

#[tokio::test]
async fn a_member_s_text_is_announced_whole() {
    let mut stage = Stage::new().await;
    for kind in Kind::ALL {
        let sent = stage.text(kind, "Is my loan through? 😀");
        let InboundEvent::Message(message) = stage.event(kind).await else {
            panic!("not a message")
        };
        assert_eq!(message.text.carrier_message_id, sent.id, "{kind}");
        assert_eq!(message.from.as_str(), MEMBER);
        assert_eq!(message.text.text, "Is my loan through? 😀");
        assert_eq!(
            message.text.media[0].content_type.as_deref(),
            Some("image/png"),
            "{kind}"
        );
        assert_eq!(message.text.answered_by_carrier, None);
    }
}

#[tokio::test]
async fn a_stranger_is_refused() {
    let stage = Stage::new().await;
    let (_, from, base) = stage.account(Kind::Telnyx);
    let body = serde_json::json!({ "from": from.as_str(), "to": MEMBER, "text": "Hello" });
    let answer = reqwest::Client::new()
        .post(format!("{base}/v2/messages"))
        .json(&body)
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 401);
    let (_, _, base) = stage.account(Kind::Twilio);
    let url = format!("{base}/2010-04-01/Accounts/AC0/Messages.json");
    let answer = reqwest::Client::new()
        .post(url)
        .form(&[("To", MEMBER)])
        .send()
        .await
        .unwrap();
    assert_eq!(answer.status().as_u16(), 401);
    assert!(stage.carrier.handset(MEMBER).is_empty());
}

#[tokio::test]
async fn texts_outlive_a_restart() {
    let stage = Stage::new().await;
    stage.text(Kind::Twilio, "Remember me");
    let again = Carrier::open(stage.state.path(), &stage.institution, Known::demonstration()).unwrap();
    assert_eq!(again.handset(MEMBER)[0].text, "Remember me");
    assert_eq!(
        again.secrets().twilio.auth_token,
        stage.carrier.secrets().twilio.auth_token
    );
}
