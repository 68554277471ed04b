//! Notes: written by whoever sees the conversation, read by colleagues, and by nobody else (MC-34).

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::texted::{MEMBER, texted};
use crate::deployment::calls::documented;
use crate::deployment::faults::sweep;
use crate::world::World;
use crate::world::outbox::{attribute, of_kind};

async fn notes(world: &World, agent: &str, conversation: &str, text: &str) -> crate::world::agents::Answer {
    let path = format!("/v1/conversations/{conversation}/notes");
    world.agent(agent).post(&path, &json!({ "text": text })).await
}

#[tokio::test]
async fn mc_34_a_note_takes_no_claim_is_kept_sealed_and_is_texted_to_nobody() {
    let (world, conversation) = texted().await;
    let before = world.agent("maria").get("/v1/conversations").await.body;
    let written = notes(
        &world,
        "maria",
        &conversation,
        "  Calls after 4, loves walruses.\r\nTwo children. ",
    )
    .await;
    assert_eq!(written.status, 201, "{}", written.body);
    let expected = "Calls after 4, loves walruses.\nTwo children.";
    assert_eq!(
        (
            &written.body["kind"],
            &written.body["text"],
            &written.body["by"]["id"]
        ),
        (&json!("note"), &json!(expected), &json!("maria"))
    );

    world.flow().await;
    assert!(world.carrier.sent().is_empty(), "a note went to the carrier");
    let items = world.cloud.items("timeline").await;
    let stored = of_kind(items, "note");
    assert_eq!(stored.len(), 1);
    assert!(
        !format!("{stored:?}").contains("walruses"),
        "{}",
        attribute(&stored[0], "meta")
    );

    let path = format!("/v1/conversations/{conversation}/timeline");
    let timeline = world.agent("maria").get(&path).await.body;
    let kinds: Vec<&Value> = timeline["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| &e["kind"])
        .collect();
    assert_eq!(kinds, ["note", "message_in"]);
    assert_eq!(timeline["items"][0], written.body);

    // The member still waits, and the list is as it was.
    let after = world.agent("maria").get("/v1/conversations").await.body;
    assert_eq!(after["items"], before["items"]);
}

#[tokio::test]
async fn mc_34_a_note_is_written_beside_another_agents_claim_and_by_nobody_who_does_not_see_the_conversation()
{
    let (world, conversation) = texted().await;
    assert_eq!(world.agent("maria").claims(&conversation).await.status, 200);
    assert_eq!(
        notes(&world, "sofia", &conversation, "Ask me about him.")
            .await
            .status,
        201
    );
    let stranger = notes(&world, "devon", &conversation, "Hello").await;
    assert_eq!(
        (stranger.status, stranger.body["code"].as_str().unwrap()),
        (404, "conversation_not_found")
    );
    for (text, code) in [
        (" \r\n ", "note_empty"),
        (&"x".repeat(4_001) as &str, "note_too_long"),
    ] {
        let refused = notes(&world, "maria", &conversation, text).await;
        assert_eq!(
            (refused.status, refused.body["code"].as_str().unwrap()),
            (422, code)
        );
    }
    assert_eq!(
        notes(&world, "maria", &conversation, &"x".repeat(4_000))
            .await
            .status,
        201
    );
    assert_eq!(world.agent("maria").closes(&conversation).await.status, 200);
    let late = notes(&world, "maria", &conversation, "Too late").await;
    assert_eq!(
        (late.status, late.body["code"].as_str().unwrap()),
        (409, "conversation_closed")
    );
}

async fn written(world: &World) -> usize {
    of_kind(world.cloud.items("timeline").await, "note").len()
}

#[tokio::test]
async fn mc_34_a_note_written_twice_under_one_key_is_one_note() {
    let (world, conversation) = texted().await;
    let (maria, sofia) = (world.agent("maria"), world.agent("sofia"));
    let note = async || {
        maria
            .notes(&conversation, " Calls after 4.\r\nTwo children. ", "same")
            .await
    };
    let answers = join_all((0..5).map(|_| note())).await;
    for answer in &answers {
        assert_eq!((answer.status, &answer.body), (201, &answers[0].body));
    }
    assert_eq!(answers[0].body["text"], "Calls after 4.\nTwo children.");
    assert_eq!(written(&world).await, 1);

    let other = maria.notes(&conversation, "Calls after 5.", "same").await;
    assert_eq!(
        (other.status, &other.body["code"]),
        (422, &json!("idempotency_key_reused"))
    );
    let malformed = maria.notes(&conversation, "Calls after 5.", "a key").await;
    assert_eq!(
        (malformed.status, &malformed.body["code"]),
        (400, &json!("invalid_idempotency_key"))
    );
    assert_eq!(written(&world).await, 1);

    // A key is an agent's own, and one for a text is none for a note.
    assert_eq!(sofia.notes(&conversation, "Mine too.", "same").await.status, 201);
    maria.claims(&conversation).await;
    assert_eq!(maria.writes(&conversation, "Hello", "same").await.status, 202);
    assert_eq!(written(&world).await, 2);
}

#[tokio::test]
async fn mc_34_a_note_that_was_written_is_answered_again_once_its_conversation_has_closed() {
    let (world, conversation) = texted().await;
    let maria = world.agent("maria");
    maria.get("/v1/conversations").await;
    world.cloud.tap.take_calls();
    let first = maria.notes(&conversation, "Calls after 4.", "n1").await;
    assert_eq!(first.status, 201, "{}", first.body);
    assert_eq!(world.calls(), documented("agent-api: write a note"));
    let again = maria.notes(&conversation, "Calls after 4.", "n1").await;
    assert_eq!((again.status, &again.body), (201, &first.body));
    assert_eq!(
        world.calls(),
        documented("agent-api: write a note again with its key")
    );
    assert_eq!(maria.closes(&conversation).await.status, 200);

    let again = maria.notes(&conversation, "Calls after 4.", "n1").await;
    assert_eq!((again.status, again.body), (201, first.body));
    let reused = maria.notes(&conversation, "Calls after 5.", "n1").await;
    assert_eq!(
        (reused.status, &reused.body["code"]),
        (422, &json!("idempotency_key_reused"))
    );
    let late = maria.notes(&conversation, "Calls after 4.", "n2").await;
    assert_eq!(
        (late.status, &late.body["code"]),
        (409, &json!("conversation_closed"))
    );

    world.clock.pass(jiff::SignedDuration::from_secs(1));
    world.member(MEMBER).texts("SM2", "And on Sunday?").await;
    let next = conversation.replace("-1", "-2");
    let elsewhere = maria.notes(&next, "Calls after 4.", "n1").await;
    assert_eq!(
        (elsewhere.status, &elsewhere.body["code"]),
        (422, &json!("idempotency_key_reused"))
    );
    assert_eq!(written(&world).await, 1);
}

#[tokio::test]
async fn mc_34_a_note_is_written_once_whatever_call_fails() {
    let world = World::new().await;
    let conversation = |member: &str| format!("{}-1", world.thread("lakeside", "+15550100001", member));
    let broken = sweep(
        &world,
        async |member| {
            let first = format!("SM{member}");
            world.member(member).texts(&first, "Is the branch open?").await;
        },
        async |member| {
            let maria = world.agent("maria");
            let note = maria.notes(&conversation(member), "Calls after 4.", member).await;
            note.status == 201
        },
        async |member| {
            let (_, entries) = world.timeline(member).await;
            let notes = entries
                .iter()
                .filter(|entry| matches!(entry.event, memberline_domain::thread::ThreadEvent::Note { .. }));
            assert_eq!(notes.count(), 1, "{member}");
        },
    )
    .await;
    assert!(broken >= 2 * crate::world::tap::Break::ALL.len(), "{broken}");
}
