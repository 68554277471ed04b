//! Nothing that a member sent disappears or changes without a mark, and nobody is answered twice.

use jiff::SignedDuration;
use memberline_domain::directory::{KeywordAnswers, Number};
use memberline_domain::{OrganisationId, PhoneNumber};
use memberline_store::Record;
use serde_json::{Value, json};

use crate::world::World;
use crate::world::people::{
    TELNYX_NUMBER, TELNYX_SEED, TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, sid, signed_by_telnyx,
    telnyx_payload, telnyx_webhook, twilio_webhook,
};

const MEMBER: &str = "+15552010001";
const OTHER: &str = "+15552010009";

/// Telnyx brings a text. The status of our answer.
async fn telnyx_brings(world: &World, payload: &Value) -> i64 {
    let at = world.clock.now().as_second();
    let webhook = telnyx_webhook(
        ("/webhooks/telnyx", at),
        "message.received",
        payload,
        &TELNYX_SEED,
    );
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    answer.status_code
}

/// The newest entry that an agent sees of the conversation that a text opened.
async fn shown(world: &World, agent: &str, ours: &str, theirs: &str) -> Value {
    let thread = world.thread("lakeside", ours, theirs);
    let timeline = world
        .agent(agent)
        .get(&format!("/v1/conversations/{thread}-1/timeline"))
        .await;
    assert_eq!(timeline.status, 200, "{}", timeline.body);
    timeline.body["items"][0].clone()
}

#[tokio::test]
async fn a_group_text_is_taken_in_wherever_our_number_stands_and_names_the_others() {
    for (to, cc) in [
        (vec![OTHER, TELNYX_NUMBER], json!([])),
        (vec![OTHER], json!([{ "phone_number": TELNYX_NUMBER }])),
    ] {
        let world = World::new().await;
        let mut payload = telnyx_payload(MEMBER, &to);
        payload["cc"] = cc;
        payload["subject"] = json!("My loan");
        assert_eq!(telnyx_brings(&world, &payload).await, 204);
        let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
        assert_eq!(
            (&entry["others"], &entry["subject"]),
            (&json!([OTHER]), &json!("My loan"))
        );
    }
}

#[tokio::test]
async fn mc_49_a_picture_message_with_only_a_subject_that_says_stop_ends_texts() {
    let world = World::new().await;
    let mut payload = telnyx_payload(MEMBER, &[TELNYX_NUMBER]);
    payload["subject"] = json!("STOP");
    payload["text"] = json!("");
    assert_eq!(telnyx_brings(&world, &payload).await, 204);
    assert_eq!(world.ledger(MEMBER).await.opt_outs.len(), 1);
}

#[tokio::test]
async fn an_odd_side_field_costs_no_text_and_leaves_a_mark() {
    let world = World::new().await;
    let mut payload = telnyx_payload(MEMBER, &[TELNYX_NUMBER]);
    payload["parts"] = json!("1");
    payload["media"] = json!([{ "url": "ftp://a.example/1", "size": 1.5 }, 7]);
    assert_eq!(telnyx_brings(&world, &payload).await, 204);
    let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
    assert_eq!(
        (&entry["text"], &entry["missing_media"]),
        (&json!("Hello"), &json!(2))
    );
    assert!(world.quarantined().await.is_empty());
}

#[tokio::test]
async fn half_a_surrogate_pair_and_a_nul_leave_a_mark() {
    let world = World::new().await;
    let event = json!({ "data": {
        "id": "b301ed3f-1490-491f-995f-6e64e69674d4", "record_type": "event", "event_type": "message.received",
        "payload": telnyx_payload(MEMBER, &[TELNYX_NUMBER]),
    } });
    let text = event
        .to_string()
        .replace("\"Hello\"", r#""pat\u0000bank.example \ud83d""#);
    let at = world.clock.now().as_second();
    let webhook = signed_by_telnyx(("/webhooks/telnyx", at), text, &TELNYX_SEED);
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
    let entry = shown(&world, "devon", TELNYX_NUMBER, MEMBER).await;
    assert_eq!(entry["text"], "pat\u{FFFD}bank.example \u{FFFD}");
}

#[tokio::test]
async fn a_short_codes_text_is_shown_and_nothing_can_be_sent_to_it() {
    let world = World::new().await;
    let id = sid("SM1");
    let fields = [
        ("MessageSid", id.as_str()),
        ("AccountSid", TWILIO_SID),
        ("From", "62015"),
        ("To", TWILIO_NUMBER),
        ("Body", "HELP"),
        ("NumMedia", "0"),
        ("NumSegments", "1"),
    ];
    let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 204, "{}", body(&answer));
    world.flow().await;
    assert!(
        world.carrier.sent().is_empty(),
        "machines answer each other for ever"
    );

    let sender = PhoneNumber::sender("62015").unwrap();
    let tenant = world.tenant("lakeside").await;
    let thread = tenant.thread_id(&PhoneNumber::parse(TWILIO_NUMBER).unwrap(), &sender);
    let maria = world.agent("maria");
    let conversation = format!("{thread}-1");
    assert_eq!(maria.claims(&conversation).await.status, 200);
    let shown = maria.get(&format!("/v1/conversations/{conversation}")).await.body;
    assert_eq!(
        (&shown["customer"], &shown["can_send"]["code"]),
        (&json!("62015"), &json!("unanswerable"))
    );
    let refused = maria.writes(&conversation, "Hello?", "key").await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("unanswerable"))
    );
}

/// Sets who answers keywords of our Twilio number.
async fn answered_by(world: &World, keywords: KeywordAnswers) {
    let lakeside = OrganisationId::parse("lakeside").unwrap();
    let tenant = world.tenant("lakeside").await;
    let ours = PhoneNumber::parse(TWILIO_NUMBER).unwrap();
    let number = Number {
        keywords,
        ..tenant.directory.number(&ours).unwrap().clone()
    };
    world
        .store()
        .put_record(&lakeside, &Record::Number(number))
        .await
        .unwrap();
    world.clock.pass(SignedDuration::from_mins(1));
}

#[tokio::test]
async fn lesson_29_a_keyword_is_answered_once_however_the_number_is_set_up() {
    for (keywords, answers) in [
        (KeywordAnswers::Carrier, 0),
        (KeywordAnswers::CarrierTells, 1),
        (KeywordAnswers::Product, 1),
    ] {
        let world = World::new().await;
        answered_by(&world, keywords).await;
        world.member(MEMBER).texts("SM1", "help").await;
        world.flow().await;
        assert_eq!(world.carrier.sent().len(), answers, "{keywords:?}");
        let thread = world.thread("lakeside", TWILIO_NUMBER, MEMBER);
        let timeline = world
            .agent("maria")
            .get(&format!("/v1/conversations/{thread}-1/timeline"))
            .await
            .body;
        let texts = timeline["items"].as_array().unwrap();
        let help = texts.iter().find(|entry| entry["kind"] == "message_in").unwrap();
        assert_eq!(help["answered_by_carrier"], json!(answers == 0), "{keywords:?}");
    }
}
