//! A carrier's secret vouches for the numbers that it serves and for the messages that it was given, and for nothing else.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use memberline_carriers::{Credentials, Secret, TwilioCredentials};
use memberline_domain::PhoneNumber;
use memberline_domain::consent::Subscriber;
use memberline_domain::directory::administration::Record;
use memberline_domain::thread::DeliveryStatus;
use memberline_store::Loaded;
use memberline_store::quarantine::Standing;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::carrier::{Answer, Sent};
use crate::world::people::{
    TELNYX_NUMBER, TELNYX_SEED, TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, sid, telnyx_payload, telnyx_webhook,
    twilio_webhook,
};

const MEMBER: &str = "+15552010001";

fn telnyx_event(world: &World, path: &str, event_type: &str, payload: &Value) -> ApiGatewayV2httpRequest {
    let at = world.clock.now().as_second();
    telnyx_webhook((path, at), event_type, payload, &TELNYX_SEED)
}

fn telnyx_text(world: &World, to: &str) -> ApiGatewayV2httpRequest {
    let payload = telnyx_payload(MEMBER, &[to]);
    telnyx_event(world, "/webhooks/telnyx", "message.received", &payload)
}

/// A report of Telnyx's that a text of ours failed since the member opted out.
fn telnyx_receipt(world: &World, path: &str, sent: &Sent) -> ApiGatewayV2httpRequest {
    let payload = json!({
        "record_type": "message", "direction": "outbound", "id": "40385f64-5717-4562-b3fc-2c963f66afa6",
        "from": { "phone_number": sent.from }, "to": [{ "phone_number": sent.to, "status": "sending_failed" }],
        "errors": [{ "code": "40300" }], "webhook_url": sent.callback,
    });
    telnyx_event(world, path, "message.finalized", &payload)
}

fn twilio_text(to: &str) -> ApiGatewayV2httpRequest {
    let id = sid("SM1");
    let fields = [
        ("MessageSid", id.as_str()),
        ("AccountSid", TWILIO_SID),
        ("From", MEMBER),
        ("To", to),
        ("Body", "Hello"),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
    ];
    twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN)
}

async fn answered(world: &World, webhook: ApiGatewayV2httpRequest) -> (i64, String) {
    let response = world.inbound().handle(webhook, "test", world.clock.now()).await;
    let body: Value = serde_json::from_str(&crate::world::people::body(&response)).unwrap_or_default();
    (
        response.status_code,
        body["code"].as_str().unwrap_or_default().to_owned(),
    )
}

/// A member texted, and maria's answer went out through Twilio.
async fn sent(world: &World) -> Sent {
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.answers("maria", MEMBER, "Hello!").await.unwrap();
    world.flow().await;
    world.carrier.sent().remove(0)
}

async fn moves_to(world: &World, number: &str, carrier: &str) {
    let tenant = world.tenant("lakeside").await;
    let number = PhoneNumber::parse(number).unwrap();
    let mut number = tenant.directory.number(&number).unwrap().clone();
    carrier.clone_into(&mut number.carrier);
    world.writes(Record::Number(number)).await;
}

#[tokio::test]
async fn a_text_to_a_number_of_the_other_carrier_is_quarantined() {
    let world = World::new().await;
    let refused = (403, "wrong_carrier".to_owned());
    assert_eq!(answered(&world, twilio_text(TELNYX_NUMBER)).await, refused);
    assert_eq!(
        answered(&world, telnyx_text(&world, TWILIO_NUMBER)).await,
        refused
    );
    assert!(world.cloud.items("timeline").await.is_empty());
    let kept = world.quarantined().await;
    assert_eq!(kept.len(), 2);
    for kept in &kept {
        assert_eq!(
            (kept.reason.as_str(), kept.standing),
            ("wrong_carrier", Standing::Signed)
        );
    }
    // The number moved, and the directory was late.
    moves_to(&world, TELNYX_NUMBER, "twilio").await;
    let tenant = world.tenant("lakeside").await;
    let of_twilio = kept.iter().find(|kept| kept.webhook.carrier == "twilio").unwrap();
    let replayed = world.intake().replay(&tenant, of_twilio, world.clock.now()).await;
    assert_eq!(replayed.unwrap().code(), "taken_in");
}

#[tokio::test]
async fn a_receipt_of_the_other_carrier_changes_neither_message_nor_consent() {
    let world = World::new().await;
    let sent = sent(&world).await;
    assert_eq!(world.reports(&sent, "delivered", None).await, 204);
    let path = sent.callback.strip_prefix(crate::world::PUBLIC_URL).unwrap();
    let path = path.split('#').next().unwrap().replace("twilio", "telnyx");
    // To the address for receipts, and to that for messages, where the event itself names ours.
    for path in [path.as_str(), "/webhooks/telnyx"] {
        assert_eq!(
            answered(&world, telnyx_receipt(&world, path, &sent)).await,
            (403, "wrong_carrier".to_owned()),
            "{path}"
        );
    }
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Delivered);
    let (pair, _) = world.timeline(MEMBER).await;
    let ours = PhoneNumber::parse(TWILIO_NUMBER).unwrap();
    let blocked = |consent: &Loaded<Subscriber>| consent.head.blocked(&ours).is_some();
    assert!(!pair.subscriber.as_ref().is_some_and(blocked));
    assert_eq!(world.quarantined().await.len(), 2);
}

#[tokio::test]
async fn a_receipt_speaks_by_the_carriers_own_id_of_the_message() {
    let world = World::new().await;
    let sent = sent(&world).await;
    let other = Sent {
        id: sid("SM9"),
        ..sent.clone()
    };
    assert_eq!(world.reports(&other, "undelivered", Some("21610")).await, 403);
    assert_eq!(world.quarantined().await[0].reason, "wrong_message");
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Sent);
    assert_eq!(world.reports(&sent, "delivered", None).await, 204);
}

/// The receipt is faster than the answer to the send: the first one says what the carrier's id is (lesson 20).
#[tokio::test]
async fn the_first_receipt_of_a_message_says_which_it_is() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.answers("maria", MEMBER, "Hello!").await.unwrap();
    world.carrier.script(&[Answer::AcceptSilently]);
    world.offer(&world.outbound()).await;
    let sent = world.carrier.sent().remove(0);
    assert_eq!(world.reports(&sent, "sent", None).await, 204);
    let message = world.outgoing(MEMBER).await.remove(0);
    assert_eq!(message.carrier_message_id.as_deref(), Some(sent.id.as_str()));
    let other = Sent {
        id: sid("SM9"),
        ..sent.clone()
    };
    assert_eq!(world.reports(&other, "failed", Some("30005")).await, 403);
    assert_eq!(world.reports(&sent, "delivered", None).await, 204);
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Delivered);
}

#[tokio::test]
async fn a_receipt_for_a_message_that_no_carrier_was_offered_is_quarantined() {
    let world = World::new().await;
    let sent = sent(&world).await;
    world.answers("maria", MEMBER, "And more.").await.unwrap();
    let queued = world.outgoing(MEMBER).await.remove(1);
    let (address, _) = sent.callback.rsplit_once('.').unwrap();
    let early = Sent {
        id: sid("SM9"),
        callback: format!("{address}.{}", queued.seq),
        ..sent
    };
    assert_eq!(world.reports(&early, "delivered", None).await, 403);
    assert_eq!(world.outgoing(MEMBER).await[1].status, DeliveryStatus::Queued);
}

/// What was sent before a number moved to another carrier is still the former one's: it reports, and it is asked.
#[tokio::test]
async fn who_was_given_a_message_keeps_it_when_the_number_moves() {
    let world = World::new().await;
    let first = sent(&world).await;
    world.answers("maria", MEMBER, "One more thing.").await.unwrap();
    world.carrier.script(&[Answer::AcceptSilently]);
    world.offer(&world.outbound()).await;
    moves_to(&world, TWILIO_NUMBER, "telnyx").await;
    assert_eq!(world.reports(&first, "delivered", None).await, 204);
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Delivered);
    // The attempt that broke off was Twilio's, so Twilio is asked, and has it.
    world.clock.pass(jiff::SignedDuration::from_secs(61));
    world.offer(&world.outbound()).await;
    let asked = world.carrier.asked();
    assert!(
        asked.last().unwrap().starts_with("http://twilio.test/"),
        "{asked:?}"
    );
    let message = world.outgoing(MEMBER).await.remove(1);
    assert_eq!(message.status, DeliveryStatus::Sent);
    assert_eq!(world.carrier.sent().len(), 2, "nothing is sent twice");
}

#[tokio::test]
async fn credentials_of_another_carrier_are_shown_to_nobody() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.answers("maria", MEMBER, "Hello!").await.unwrap();
    let tenant = world.tenant("lakeside").await;
    let json = serde_json::to_vec(&crate::world::people::telnyx_credentials()).unwrap();
    world
        .store()
        .put_credentials(tenant.id(), "twilio", &json)
        .await
        .unwrap();
    world.offer(&world.outbound()).await;
    assert!(world.carrier.asked().is_empty(), "no request was made");
    assert_eq!(world.outgoing(MEMBER).await[0].status, DeliveryStatus::Queued);
}

#[tokio::test]
async fn another_accounts_text_is_quarantined_even_under_our_secret() {
    let world = World::new().await;
    let tenant = world.tenant("lakeside").await;
    let other = Credentials::Twilio(TwilioCredentials {
        account_sid: "AC99999999999999999999999999999999".to_owned(),
        auth_token: Secret::new(TWILIO_TOKEN),
        previous_auth_token: None,
        messaging_service_sid: None,
    });
    let json = serde_json::to_vec(&other).unwrap();
    world
        .store()
        .put_credentials(tenant.id(), "twilio", &json)
        .await
        .unwrap();
    let refused = (403, "wrong_account".to_owned());
    assert_eq!(answered(&world, twilio_text(TWILIO_NUMBER)).await, refused);
    assert!(world.cloud.items("timeline").await.is_empty());
    assert_eq!(world.quarantined().await[0].standing, Standing::Signed);
}
