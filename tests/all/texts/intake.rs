//! Texts come in.

use futures_util::future::join_all;
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{ThreadContent, ThreadEvent};

use crate::world::World;
use crate::world::outbox::of_kind;
use crate::world::people::{TWILIO_NUMBER, TWILIO_SID, TWILIO_TOKEN, body, sid, twilio_webhook};

const MEMBER: &str = "+15552010001";

#[tokio::test]
async fn one_webhook_delivered_fifty_times_at_once_is_one_message() {
    let world = World::new().await;
    let member = world.member(MEMBER);
    let inbound = world.inbound();
    let deliveries = (0..50).map(|_| {
        inbound.handle(
            member.webhook("SM1", "Is the branch open?"),
            "test",
            world.clock.now(),
        )
    });
    let statuses: Vec<_> = join_all(deliveries)
        .await
        .into_iter()
        .map(|r| r.status_code)
        .collect();
    assert!(statuses.iter().all(|status| *status == 204), "{statuses:?}");
    assert_eq!(
        of_kind(world.cloud.items("timeline").await, "message_in").len(),
        1
    );
}

/// Twilio's signature names no time, so the once-key is the defence (lesson 6).
#[tokio::test]
async fn lesson_06_a_webhook_replayed_a_day_later_changes_nothing() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    let before = world.cloud.items("timeline").await.len();
    world.clock.pass(jiff::SignedDuration::from_hours(24));
    world.member(MEMBER).texts("SM1", "Hello").await;
    assert_eq!(world.cloud.items("timeline").await.len(), before);
}

#[tokio::test]
async fn texts_at_once_from_one_member_are_all_kept_in_one_conversation() {
    let world = World::new().await;
    let inbound = world.inbound();
    let member = world.member(MEMBER);
    let texts = (0..12).map(|n| {
        inbound.handle(
            member.webhook(&format!("SM{n}"), "Hello"),
            "test",
            world.clock.now(),
        )
    });
    let statuses: Vec<_> = join_all(texts).await.into_iter().map(|r| r.status_code).collect();
    assert!(statuses.iter().all(|status| *status == 204), "{statuses:?}");
    let (pair, entries) = world.timeline(MEMBER).await;
    assert_eq!(entries.len(), 12);
    assert_eq!(pair.thread.unwrap().head.conversation.unwrap().messages, 12);
}

#[tokio::test]
async fn any_text_is_kept_as_it_was_written() {
    let world = World::new().await;
    let long = "ж".repeat(10_000);
    let texts = [
        "",
        " ",
        "e\u{301}té 👩‍👩‍👧‍👦 \u{202e}abc",
        "'; DROP TABLE",
        "<b>hi</b>",
        "a\r\nb\tc",
        long.as_str(),
    ];
    for (n, text) in texts.iter().enumerate() {
        let id = format!("SM{n}");
        let response = world
            .inbound()
            .handle(world.member(MEMBER).webhook(&id, text), "test", world.clock.now())
            .await;
        assert_eq!(response.status_code, 204, "{n}: {}", body(&response));
    }
    let (_, entries) = world.timeline(MEMBER).await;
    let kept: Vec<_> = entries
        .iter()
        .rev()
        .filter_map(|entry| match &entry.content {
            Some(ThreadContent::Message { text, .. }) => Some(text.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(kept, texts);
}

#[tokio::test]
async fn lesson_32_every_medium_of_a_message_is_kept() {
    let world = World::new().await;
    let urls: Vec<(String, String)> = (0..30)
        .map(|n| {
            (
                format!("MediaUrl{n}"),
                format!("https://api.twilio.com/media/{n}"),
            )
        })
        .collect();
    let id = sid("MM1");
    let mut fields = vec![
        ("MessageSid", id.as_str()),
        ("AccountSid", TWILIO_SID),
        ("From", MEMBER),
        ("To", TWILIO_NUMBER),
        ("Body", ""),
        ("NumMedia", "30"),
        ("NumSegments", "1"),
    ];
    fields.extend(urls.iter().map(|(name, url)| (name.as_str(), url.as_str())));
    let webhook = twilio_webhook("/webhooks/twilio", &fields, TWILIO_TOKEN);
    let response = world.inbound().handle(webhook, "test", world.clock.now()).await;
    assert_eq!(response.status_code, 204, "{}", body(&response));
    let (_, entries) = world.timeline(MEMBER).await;
    assert!(matches!(
        &entries[0].event,
        ThreadEvent::MessageIn {
            media: 30,
            intent: Intent::Other,
            ..
        }
    ));
    let Some(ThreadContent::Message { media, .. }) = &entries[0].content else {
        panic!("no content")
    };
    assert_eq!(media.last().unwrap().url, "https://api.twilio.com/media/29");
}

#[tokio::test]
async fn mc_49_50_52_a_stop_closes_blocks_and_a_later_text_opens_a_reply_only_conversation() {
    let world = World::new().await;
    world.member(MEMBER).texts("SM1", "Hello").await;
    world.member(MEMBER).texts("SM2", " stop! ").await;
    let (pair, _) = world.timeline(MEMBER).await;
    assert!(pair.thread.unwrap().head.conversation.is_none());
    assert_eq!(pair.subscriber.unwrap().head.opt_outs.len(), 1);

    world.member(MEMBER).texts("SM3", "STOP").await;
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1, "one confirmation at most");

    world.member(MEMBER).texts("SM4", "Actually, one question").await;
    let (pair, _) = world.timeline(MEMBER).await;
    let conversation = pair.thread.unwrap().head.conversation.unwrap();
    assert_eq!((conversation.ordinal, conversation.reply_only), (2, true));
    world.answers("maria", MEMBER, "Of course.").await.unwrap();

    world.member(MEMBER).texts("SM5", "START").await;
    let (pair, _) = world.timeline(MEMBER).await;
    assert!(!pair.thread.unwrap().head.conversation.unwrap().reply_only);
    assert!(pair.subscriber.unwrap().head.opt_outs.is_empty());
}
