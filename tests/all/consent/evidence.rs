//! The evidence packet of one number.

use jiff::SignedDuration;
use memberline_domain::consent::ConsentStatus;
use memberline_domain::evidence::Packet;
use serde_json::json;

use crate::world::World;
use crate::world::applications::person;

const MEMBER: &str = "+15552010001";
const PATH: &str = "/v1/evidence?number=%2B15552010001";

/// A member who was asked, said yes, talked, and stopped.
async fn story() -> World {
    let world = World::new().await;
    let application = world
        .has_application("LA-1", &[person("ana", "borrower", MEMBER)])
        .await;
    let path = format!("/v1/applications/{application}/people/ana/consent-requests");
    let wish = json!({ "categories": ["service", "automation"], "number": "+15550100001" });
    world.agent("maria").post(&path, &wish).await;
    world.flow().await;
    for (id, text) in [("SM1", "YES"), ("SM2", "Is my loan approved?"), ("SM3", "STOP")] {
        world.clock.pass(SignedDuration::from_secs(5));
        let mut webhook = world.member(MEMBER).webhook(id, text);
        webhook.request_context.time_epoch = world.clock.now().as_millisecond() - 37;
        let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
        assert_eq!(answer.status_code, 204);
    }
    world.flow().await;
    world
}

#[tokio::test]
async fn the_evidence_of_a_number_is_whole_and_holds_offline() {
    let world = story().await;
    let answer = world.agent("amara").get(PATH).await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let packet: Packet = serde_json::from_value(answer.body).unwrap();
    packet.check().unwrap();
    let summary = &packet.summary;
    assert_eq!(summary.stops.len(), 1);
    assert_eq!(summary.stops[0].latency_ms, Some(37));
    let confirmation = summary.stops[0].confirmation.as_ref().unwrap();
    assert!(confirmation.sent_at.is_some());
    assert_eq!(summary.consents_now.len(), 2);
    assert!(
        summary
            .consents_now
            .iter()
            .all(|c| c.status == ConsentStatus::Granted)
    );
    assert_eq!(summary.blocked_now, [None]);
    let texts: Vec<_> = summary
        .messages
        .iter()
        .filter_map(|m| m.text.as_deref())
        .collect();
    assert_eq!(texts.len(), 5);
    assert!(texts[0].contains("Reply YES or NO") && texts[4].contains("opted out"));
    let kinds: Vec<_> = packet.ledger.entries.iter().map(|e| e.kind.as_str()).collect();
    assert_eq!(kinds, ["consent_requested", "consent_granted", "opted_out"]);

    let mut altered = packet;
    altered.exchanges[0].timeline.entries[1].meta = altered.exchanges[0].timeline.entries[1]
        .meta
        .replace("twilio", "telnyx");
    altered.exchanges[0].timeline.entries[0].meta.push(' ');
    let broken = altered.check().unwrap_err().to_string();
    assert!(broken.contains("entry 1 was altered"), "{broken}");
}

#[tokio::test]
async fn only_administrators_export_evidence_and_only_of_their_own_organisation() {
    let world = story().await;
    for agent in ["maria", "sofia"] {
        let refused = world.agent(agent).get(PATH).await;
        assert_eq!(
            (refused.status, &refused.body["code"]),
            (403, &json!("forbidden"))
        );
    }
    let amara = world.agent("amara");
    for (query, status, code) in [
        ("", 400, "invalid_number"),
        ("?number=5552010001", 400, "invalid_number"),
        ("?number=%2B1%27--", 400, "invalid_number"),
    ] {
        let answer = amara.get(&format!("/v1/evidence{query}")).await;
        assert_eq!(
            (answer.status, &answer.body["code"]),
            (status, &json!(code)),
            "{query}"
        );
    }
    crate::world::people::seed(&world.store(), "harborside", "+155502000", world.clock.now()).await;
    let foreign = world.agent_of("harborside", "amara").get(PATH).await;
    assert_eq!(foreign.status, 200);
    let summary = &foreign.body["summary"];
    assert_eq!(
        (&summary["messages"], &summary["stops"]),
        (&json!([]), &json!([])),
        "what another organisation has is nothing here"
    );
}

#[tokio::test]
async fn of_a_number_that_nothing_is_stored_of_the_packet_says_so() {
    let world = story().await;
    let answer = world
        .agent("amara")
        .get("/v1/evidence?number=%2B15552019999")
        .await;
    assert_eq!(answer.status, 200, "{}", answer.body);
    let packet: Packet = serde_json::from_value(answer.body).unwrap();
    let checked = packet.check().unwrap();
    assert_eq!((checked.timelines, checked.entries), (1, 0));
    assert!(packet.exchanges.is_empty() && packet.summary.messages.is_empty());
}

/// A member who cannot decide, and somebody who exports all the while.
#[tokio::test]
async fn no_export_tears_while_the_ledger_and_the_threads_are_written_to() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM0", "Hi").await;
    let inbound = world.inbound();
    let texting = async {
        for n in 1..=24 {
            let text = if n % 2 == 0 { "START" } else { "STOP" };
            let webhook = world.member(MEMBER).webhook(&format!("SM{n}"), text);
            inbound.handle(webhook, "test", world.clock.now()).await;
        }
    };
    let exporting = async {
        let (mut whole, mut busy) = (0, 0);
        for _ in 0..12 {
            let answer = world.agent("amara").get(PATH).await;
            if answer.status == 503 {
                assert_eq!(answer.body["code"], "evidence_busy");
                busy += 1;
                continue;
            }
            assert_eq!(answer.status, 200, "{}", answer.body);
            let packet: Packet = serde_json::from_value(answer.body).unwrap();
            packet.check().unwrap();
            whole += 1;
        }
        (whole, busy)
    };
    let ((), (whole, busy)) = tokio::join!(texting, exporting);
    assert_eq!(whole + busy, 12);
    assert!(whole > 0, "each is made anew as long as it tears");
    let last: Packet = serde_json::from_value(world.agent("amara").get(PATH).await.body).unwrap();
    assert_eq!(last.summary.stops.len(), 12);
}

#[tokio::test]
async fn a_long_history_is_read_to_its_end() {
    let world = World::new().await;
    let inbound = world.inbound();
    // More than a page of a query, which has a megabyte at most.
    let long = "a".repeat(1_500);
    for n in 0..450 {
        let webhook = world.member(MEMBER).webhook(&format!("SM{n}"), &long);
        inbound.handle(webhook, "test", world.clock.now()).await;
    }
    let packet: Packet = serde_json::from_value(world.agent("amara").get(PATH).await.body).unwrap();
    assert_eq!(packet.summary.messages.len(), 450);
    assert!(packet.check().is_ok());
}

/// The member texts, and the signature does not verify.
async fn texts_untrusted(world: &World, id: &str, text: &str) {
    let mut webhook = world.member(MEMBER).webhook(id, text);
    webhook
        .headers
        .insert("x-twilio-signature", http::HeaderValue::from_static("Zm9yZ2Vk"));
    let answer = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(answer.status_code, 403);
}

#[tokio::test]
async fn a_stop_that_nobody_could_trust_is_in_the_packet_until_it_is_heard() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hi").await;
    texts_untrusted(&world, "SM2", "Stop texting me").await;
    world.clock.pass(SignedDuration::from_secs(1));
    texts_untrusted(&world, "SM3", "Is my loan approved?").await;
    let unheard = async || {
        let answer = world.agent("amara").get(PATH).await;
        let packet: Packet = serde_json::from_value(answer.body).unwrap();
        packet.check().unwrap();
        let texts = packet.unheard.into_iter().map(|text| text.text);
        texts.collect::<Vec<_>>()
    };
    assert_eq!(unheard().await, ["Stop texting me", "Is my loan approved?"]);
    world.clock.pass(SignedDuration::from_hours(15 * 24));
    assert_eq!(
        unheard().await,
        ["Stop texting me"],
        "what may be a word about consent outlives the quarantine"
    );
    let stranger = world
        .agent("amara")
        .get("/v1/evidence?number=%2B15552019999")
        .await;
    assert_eq!(stranger.body["unheard"], json!([]));
    world.member(MEMBER).texts("SM2", "Stop texting me").await;
    assert!(unheard().await.is_empty(), "it came again, and was heard");
}
