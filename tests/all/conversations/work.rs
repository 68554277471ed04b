//! Agents find, claim, answer and close conversations.

use futures_util::future::join_all;
use serde_json::json;

use super::texted::{MEMBER, texted};
use crate::world::World;
use crate::world::outbox::of_kind;

#[tokio::test]
async fn el_01_mc_04_a_dashboard_row_shows_whom_where_and_the_latest_message() {
    let (world, conversation) = texted().await;
    let answer = world.agent("maria").get("/v1/conversations").await;
    let row = &answer.body["items"][0];
    assert_eq!(row["id"], conversation);
    assert_eq!(
        (&row["customer"], &row["name"], &row["journey"]),
        (&json!(MEMBER), &json!(null), &json!("Elle Chat"))
    );
    assert_eq!(
        (&row["group"]["name"], &row["location"]["name"]),
        (&json!("Retail"), &json!("Harbor"))
    );
    assert_eq!(
        (&row["campaign"], &row["team"]["name"], &row["agent"]),
        (&json!("Auto loans"), &json!("Lending"), &json!(null))
    );
    assert_eq!(
        row["last_message"],
        json!({ "preview": "Is the branch open?", "direction": "in", "at": "2026-11-23T15:00:00Z" })
    );
}

#[tokio::test]
async fn mc_05_an_agent_sees_the_conversations_of_their_teams_only() {
    let (world, conversation) = texted().await;
    for (agent, sees) in [
        ("maria", true),
        ("devon", false),
        ("sofia", true),
        ("amara", true),
    ] {
        let agent = world.agent(agent);
        assert_eq!(
            agent.lists("").await,
            if sees { vec![conversation.clone()] } else { vec![] }
        );
        let status = agent
            .get(&format!("/v1/conversations/{conversation}"))
            .await
            .status;
        assert_eq!(status, if sees { 200 } else { 404 });
        let status = agent
            .get(&format!("/v1/conversations/{conversation}/timeline"))
            .await
            .status;
        assert_eq!(status, if sees { 200 } else { 404 });
    }
    assert_eq!(world.agent("devon").claims(&conversation).await.status, 404);
}

#[tokio::test]
async fn mc_33_of_twenty_agents_who_claim_at_once_one_wins_and_the_others_learn_who() {
    let (world, conversation) = texted().await;
    for n in 0..20 {
        world.add_agent(&format!("agent-{n}")).await;
    }
    let agents: Vec<_> = (0..20).map(|n| world.agent(&format!("agent-{n}"))).collect();
    let answers = join_all(agents.iter().map(|agent| agent.claims(&conversation))).await;
    let winners: Vec<_> = answers
        .iter()
        .filter(|a| a.status == 200)
        .map(|a| a.body["agent"]["id"].clone())
        .collect();
    assert_eq!(winners.len(), 1);
    for lost in answers.iter().filter(|a| a.status != 200) {
        assert_eq!(
            (lost.status, &lost.body["code"]),
            (409, &json!("already_claimed"))
        );
        assert_eq!(lost.body["claimed_by"]["id"], winners[0]);
    }
    assert_eq!(of_kind(world.cloud.items("timeline").await, "claimed").len(), 1);
}

#[tokio::test]
async fn mc_31_32_nobody_texts_before_claiming_and_then_only_who_claimed() {
    let (world, conversation) = texted().await;
    let (maria, sofia) = (world.agent("maria"), world.agent("sofia"));
    let refused = maria.writes(&conversation, "Until five.", "k1").await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("not_claimed"))
    );
    assert_eq!(
        maria.claims(&conversation).await.body["can_send"]["allowed"],
        true
    );
    assert_eq!(
        maria.claims(&conversation).await.status,
        200,
        "claiming again is no conflict"
    );
    let refused = sofia.writes(&conversation, "Until six.", "k2").await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("claimed_by_other"))
    );
    assert_eq!(refused.body["claimed_by"]["name"], "maria");
    let written = maria.writes(&conversation, "Until five.", "k3").await;
    assert_eq!((written.status, &written.body["status"]), (202, &json!("queued")));
    world.flow().await;
    assert_eq!(world.carrier.sent().len(), 1);
}

#[tokio::test]
async fn a_text_written_twice_under_one_key_is_one_text() {
    let (world, conversation) = texted().await;
    let maria = world.agent("maria");
    maria.claims(&conversation).await;
    let answers = join_all((0..5).map(|_| maria.writes(&conversation, "Until five.", "same"))).await;
    let ids: Vec<_> = answers.iter().map(|a| (a.status, a.body["id"].clone())).collect();
    assert!(ids.iter().all(|id| *id == ids[0] && id.0 == 202), "{ids:?}");
    let other = maria.writes(&conversation, "Until six.", "same").await;
    assert_eq!(
        (other.status, &other.body["code"]),
        (422, &json!("idempotency_key_reused"))
    );
    assert_eq!(
        of_kind(world.cloud.items("timeline").await, "message_out").len(),
        1
    );
}

#[tokio::test]
async fn mc_35_x_08_a_long_text_goes_out_as_several_segments_counted_both_ways() {
    let (world, conversation) = texted().await;
    let maria = world.agent("maria");
    maria.claims(&conversation).await;
    let written = maria.writes(&conversation, &"a".repeat(320), "k").await;
    assert_eq!(
        written.body["segments"],
        json!({ "encoding": "gsm7", "carrier_segments": 3, "plan_units": 2 })
    );
    let preview = maria
        .post("/v1/segments", &json!({ "text": "a".repeat(320) }))
        .await;
    assert_eq!(
        (&preview.body["carrier_segments"], &preview.body["plan_units"]),
        (&json!(3), &json!(2))
    );
    for (text, code) in [
        (String::new(), "text_empty"),
        ("a".repeat(10_000), "text_too_long"),
        ("a\0b".to_owned(), "unsupported_characters"),
    ] {
        let refused = maria.writes(&conversation, &text, "k2").await;
        assert_eq!((refused.status, &refused.body["code"]), (422, &json!(code)));
    }
}

#[tokio::test]
async fn mc_37_mc_10_a_closed_conversation_moves_to_closed_and_a_later_text_opens_another() {
    let (world, conversation) = texted().await;
    let maria = world.agent("maria");
    maria.claims(&conversation).await;
    assert_eq!(maria.closes(&conversation).await.body["state"], "closed");
    assert_eq!(
        maria.closes(&conversation).await.status,
        200,
        "closing again is no conflict"
    );
    assert!(maria.lists("").await.is_empty());
    assert_eq!(maria.lists("filter=closed").await, [conversation.as_str()]);
    let refused = maria.writes(&conversation, "One more thing", "k").await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("conversation_closed"))
    );

    world.clock.pass(jiff::SignedDuration::from_secs(1));
    world.member(MEMBER).texts("SM2", "And on Sunday?").await;
    let second = conversation.replace("-1", "-2");
    assert_eq!(maria.lists("").await, [second.as_str()]);
    let history = maria.get(&format!("/v1/conversations/{second}/timeline")).await;
    let kinds: Vec<_> = history.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| e["kind"].as_str().unwrap())
        .collect();
    assert_eq!(
        kinds,
        ["message_in", "closed", "claimed", "message_in"],
        "history is preserved"
    );
}

#[tokio::test]
async fn mc_06_to_09_each_filter_shows_what_it_says() {
    let world = World::new().await;
    let mut ids = Vec::new();
    for n in 1..=4 {
        let member = format!("+1555201000{n}");
        world.member(&member).texts(&format!("SM{n}"), "Hello").await;
        ids.push(format!("{}-1", world.thread("lakeside", "+15550100001", &member)));
        world.clock.pass(jiff::SignedDuration::from_secs(1));
    }
    let (maria, sofia) = (world.agent("maria"), world.agent("sofia"));
    maria.claims(&ids[0]).await;
    sofia.claims(&ids[1]).await;
    maria.writes(&ids[0], "Hello!", "k").await;
    assert_eq!(
        maria.lists("").await,
        [&ids[0], &ids[3], &ids[2], &ids[1]].map(String::clone),
        "by last activity"
    );
    assert_eq!(
        maria.lists("filter=waiting").await,
        [&ids[1], &ids[2], &ids[3]].map(String::clone),
        "longest first"
    );
    assert_eq!(
        maria.lists("filter=unassigned").await,
        [&ids[3], &ids[2]].map(String::clone)
    );
    assert_eq!(maria.lists("filter=mine").await, [ids[0].clone()]);
    assert_eq!(sofia.lists("filter=mine").await, [ids[1].clone()]);
}

#[tokio::test]
async fn el_08_pages_of_a_list_and_of_a_history_join_without_gap_or_overlap() {
    let world = World::new().await;
    for n in 0..23 {
        world
            .member(&format!("+155520200{n:02}"))
            .texts(&format!("SM{n}"), "Hello")
            .await;
    }
    let sofia = world.agent("sofia");
    for filter in ["open", "waiting", "unassigned"] {
        let mut seen = Vec::new();
        let mut query = format!("/v1/conversations?filter={filter}&limit=5");
        loop {
            let page = sofia.get(&query).await.body;
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|r| r["id"].as_str().unwrap().to_owned()),
            );
            let Some(cursor) = page["next_cursor"].as_str() else {
                break;
            };
            query = format!("/v1/conversations?filter={filter}&limit=5&cursor={cursor}");
        }
        assert_eq!(seen.len(), 23, "{filter}");
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), 23, "{filter}");
    }

    let conversation = format!("{}-1", world.thread("lakeside", "+15550100001", "+15552020000"));
    sofia.claims(&conversation).await;
    for n in 0..9 {
        sofia
            .writes(&conversation, &format!("Answer {n}"), &n.to_string())
            .await;
    }
    world.flow().await;
    let (mut texts, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = sofia
            .get(&format!(
                "/v1/conversations/{conversation}/timeline?limit=4{cursor}"
            ))
            .await
            .body;
        for entry in page["items"].as_array().unwrap() {
            if entry["kind"] == "message_out" {
                assert_eq!(
                    entry["status"], "sent",
                    "a message comes with all that is about it"
                );
                texts.push(entry["text"].as_str().unwrap().to_owned());
            }
        }
        let Some(next) = page["next_cursor"].as_str() else {
            break;
        };
        cursor = format!("&cursor={next}");
    }
    let expected: Vec<_> = (0..9).rev().map(|n| format!("Answer {n}")).collect();
    assert_eq!(texts, expected);
}

#[tokio::test]
async fn mc_51_nobody_can_text_a_member_who_opted_out() {
    let (world, conversation) = texted().await;
    let maria = world.agent("maria");
    maria.claims(&conversation).await;
    world.member(MEMBER).texts("SM2", "stop").await;
    let refused = maria.writes(&conversation, "Wait!", "k").await;
    assert_eq!(
        (refused.status, &refused.body["code"]),
        (409, &json!("opted_out"))
    );
    let detail = maria.get(&format!("/v1/conversations/{conversation}")).await.body;
    assert_eq!(
        (&detail["state"], &detail["can_send"]["code"]),
        (&json!("closed"), &json!("opted_out"))
    );
    assert!(detail["opted_out_at"].is_string());
}
