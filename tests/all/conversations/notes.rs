//! Notes: written by whoever sees the conversation, read by colleagues, and by nobody else (MC-34).

use serde_json::{Value, json};

use super::texted::texted;
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
