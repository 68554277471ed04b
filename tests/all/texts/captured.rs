//! What was captured once can be posted again, as it was and cut anew: it changes nothing (lessons 6 and 61).

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use http::HeaderValue;
use memberline_domain::thread::DeliveryStatus;
use memberline_store::quarantine::Standing;

use crate::world::World;
use crate::world::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, request, sid, twilio_webhook};

const MEMBER: &str = "+15552010001";

/// The fields of a captured webhook in the order in which they are signed, and its signature.
struct Captured {
    path: String,
    fields: Vec<(String, String)>,
    signature: HeaderValue,
}

impl Captured {
    fn of(webhook: &ApiGatewayV2httpRequest) -> Self {
        let body = webhook.body.as_deref().unwrap();
        let mut fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
        fields.sort();
        Self {
            path: webhook.raw_path.clone().unwrap(),
            fields,
            signature: webhook.headers["x-twilio-signature"].clone(),
        }
    }

    /// Other fields under the same signature.
    fn cut(&self, fields: &[(String, String)]) -> ApiGatewayV2httpRequest {
        let body = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let mut webhook = request(&self.path, body, "application/x-www-form-urlencoded");
        webhook
            .headers
            .insert("x-twilio-signature", self.signature.clone());
        webhook
    }

    /// Every form with one boundary between neighbours elsewhere, and every form with a field swallowed by the one before it,
    /// by its value or by its key.
    fn cuts(&self) -> Vec<ApiGatewayV2httpRequest> {
        let parts: Vec<&str> = self.fields.iter().flat_map(|(k, v)| [k.as_str(), v]).collect();
        let mut forms = Vec::new();
        for at in 1..parts.len() {
            let both = format!("{}{}", parts[at - 1], parts[at]);
            for place in 0..=both.len() {
                let mut parts = parts.clone();
                (parts[at - 1], parts[at]) = both.split_at(place);
                forms.push(pairs(&parts));
            }
        }
        for at in 0..parts.len().saturating_sub(2) {
            let three = parts[at..at + 3].concat();
            let mut fewer = parts.clone();
            fewer.splice(at..at + 3, [three.as_str()]);
            forms.push(pairs(&fewer));
        }
        forms.iter().map(|form| self.cut(form)).collect()
    }
}

fn pairs(parts: &[&str]) -> Vec<(String, String)> {
    parts
        .chunks(2)
        .map(|pair| {
            (
                pair[0].to_owned(),
                pair.get(1).copied().unwrap_or_default().to_owned(),
            )
        })
        .collect()
}

/// A text with all that Twilio sends with one.
fn text(name: &str, text: &str) -> ApiGatewayV2httpRequest {
    let id = sid(name);
    let fields = [
        ("ToCountry", "US"),
        ("ToState", "MN"),
        ("SmsMessageSid", id.as_str()),
        ("NumMedia", "0"),
        ("ToCity", "DULUTH"),
        ("FromZip", "55802"),
        ("SmsSid", &id),
        ("FromState", "MN"),
        ("SmsStatus", "received"),
        ("FromCity", "DULUTH"),
        ("Body", text),
        ("FromCountry", "US"),
        ("To", TWILIO_NUMBER),
        ("ToZip", "55802"),
        ("NumSegments", "1"),
        ("MessageSid", &id),
        ("AccountSid", TWILIO_SID),
        ("From", MEMBER),
        ("ApiVersion", "2010-04-01"),
    ];
    twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN)
}

async fn taken_in(world: &World, webhook: ApiGatewayV2httpRequest) {
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
}

/// A START that was captured must not lift a STOP that came after it.
#[tokio::test]
async fn lesson_61_an_old_start_does_not_lift_a_newer_stop_however_it_is_cut() {
    let world = World::new().await;
    taken_in(&world, text("SM1", "STOP")).await;
    world.clock.pass(jiff::SignedDuration::from_mins(1));
    let start = text("SM2", "START");
    taken_in(&world, start.clone()).await;
    world.clock.pass(jiff::SignedDuration::from_mins(1));
    taken_in(&world, text("SM3", "STOP")).await;
    let before = world.timeline(MEMBER).await.1.len();

    let captured = Captured::of(&start);
    let inbound = world.inbound();
    let answer = inbound.handle(start, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "known already");
    let mut known = 0;
    for cut in captured.cuts() {
        let fields = cut.body.clone().unwrap();
        let answer = inbound.handle(cut, "test", world.clock.now()).await;
        assert!(matches!(answer.status_code, 204 | 400 | 403 | 422), "{fields}");
        known += usize::from(answer.status_code == 204);
    }
    assert!(known > 0, "as it was it is known: the cuts are none");
    assert_eq!(world.timeline(MEMBER).await.1.len(), before, "nothing got in");
    let (pair, _) = world.timeline(MEMBER).await;
    let tenant = world.tenant("lakeside").await;
    let number = tenant
        .directory
        .numbers
        .iter()
        .find(|n| n.carrier == "twilio")
        .unwrap();
    assert!(pair.subscriber.unwrap().head.blocked(&number.number).is_some());
}

/// The input of the fault: the id with the field behind it was a new id, and the text came in again.
#[tokio::test]
async fn lesson_61_an_id_that_swallowed_its_neighbour_is_kept_apart_and_not_taken_in() {
    let world = World::new().await;
    let once = text("SM1", "Hello");
    taken_in(&world, once.clone()).await;
    let captured = Captured::of(&once);
    let mut fields = captured.fields.clone();
    fields.retain(|(key, _)| key != "NumMedia");
    fields.iter_mut().find(|(key, _)| key == "MessageSid").unwrap().1 += "NumMedia0";
    let answer = world
        .inbound()
        .handle(captured.cut(&fields), "test", world.clock.now())
        .await;
    assert_eq!(answer.status_code, 422, "{}", body(&answer));
    assert_eq!(world.timeline(MEMBER).await.1.len(), 1);
    let kept = world.quarantined().await.remove(0);
    assert_eq!(
        (kept.reason.as_str(), kept.standing),
        ("malformed_field", Standing::Signed)
    );
}

#[tokio::test]
async fn lesson_61_a_captured_receipt_moves_no_other_message_and_no_further() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    for n in 1..=12 {
        world
            .answers("maria", MEMBER, &format!("Answer {n}"))
            .await
            .unwrap();
    }
    world.flow().await;
    let sent = world.carrier.sent();
    let about = sent.last().unwrap();
    let path = about.callback.strip_prefix(crate::world::PUBLIC_URL).unwrap();
    let path = path.split('#').next().unwrap();
    let fields = [
        ("SmsSid", about.id.as_str()),
        ("SmsStatus", "undelivered"),
        ("MessageStatus", "undelivered"),
        ("To", MEMBER),
        ("MessageSid", &about.id),
        ("AccountSid", TWILIO_SID),
        ("From", TWILIO_NUMBER),
        ("ErrorCode", "30003"),
        ("ApiVersion", "2010-04-01"),
    ];
    let receipt = twilio_webhook(path, &fields, TWILIO_TOKEN);
    taken_in(&world, receipt.clone()).await;
    let before = world.outgoing(MEMBER).await;
    assert_eq!(before.last().unwrap().status, DeliveryStatus::Failed);

    let captured = Captured::of(&receipt);
    let inbound = world.inbound();
    let mut cuts = captured.cuts();
    // The end of the address is part of what is signed: the last digits of our message.
    for digits in 1..=2 {
        let mut shorter = captured.cut(&captured.fields);
        let (rest, cut) = captured.path.split_at(captured.path.len() - digits);
        let mut fields = captured.fields.clone();
        fields[0].0.insert_str(0, cut);
        shorter.raw_path = Some(rest.to_owned());
        shorter.body = captured.cut(&fields).body;
        cuts.push(shorter);
    }
    for cut in cuts {
        inbound.handle(cut, "test", world.clock.now()).await;
    }
    let statuses = |messages: &[memberline_domain::thread::OutMessage]| -> Vec<_> {
        messages
            .iter()
            .map(|m| (m.seq, m.status, m.reason.clone()))
            .collect()
    };
    assert_eq!(statuses(&world.outgoing(MEMBER).await), statuses(&before));
}
