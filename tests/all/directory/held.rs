//! Nobody is taken from the conversations that they hold: nobody else could answer them.

use memberline_administration::yaml::{self, YamlFile};
use memberline_administration::{AdministrationError, DirectoryFile, plan};
use memberline_domain::directory::administration::ChangeRefusal;
use serde_json::{Value, json};

use crate::deployment::calls::documented;
use crate::world::World;
use crate::world::people::{TWILIO_NUMBER, lakeside};

const MEMBER: &str = "+15552010001";

/// A conversation of lending that this agent holds.
async fn held_by(world: &World, agent: &str) -> String {
    world.member(MEMBER).texts("SM1", "Hello").await;
    let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
    assert_eq!(world.agent(agent).claims(&conversation).await.status, 200);
    conversation
}

async fn record(world: &World, agent: &str) -> Value {
    let path = format!("/v1/directory/agents/{agent}");
    world.agent("amara").get(&path).await.body["record"].clone()
}

/// A record with other values.
fn with(record: &Value, fields: &Value) -> Value {
    let mut record = record.clone();
    for (field, value) in fields.as_object().unwrap() {
        record[field] = value.clone();
    }
    record
}

#[tokio::test]
async fn an_agent_who_holds_conversations_is_not_taken_from_them() {
    let world = World::new().await;
    let conversation = held_by(&world, "maria").await;
    let amara = world.agent("amara");
    let maria = record(&world, "maria").await;
    for fields in [
        json!({ "status": "suspended" }),
        json!({ "teams": ["services"] }),
        json!({ "teams": [] }),
    ] {
        let refused = amara.keeps("agents/maria", &with(&maria, &fields)).await;
        assert_eq!(
            (
                refused.status,
                &refused.body["code"],
                &refused.body["conversations"]
            ),
            (409, &json!("conversations_held"), &json!([conversation])),
            "{fields}"
        );
        let detail = refused.body["detail"].as_str().unwrap();
        assert!(
            detail.contains(&conversation) && detail.contains("agents suspend lakeside maria --at-once"),
            "{detail}"
        );
    }
    assert_eq!(record(&world, "maria").await, maria);
    for fields in [
        json!({ "name": "Maria Holt" }),
        json!({ "teams": ["services", "lending"] }),
        json!({ "teams": ["lending"] }),
        json!({ "role": "supervisor", "teams": [] }),
    ] {
        let kept = amara.keeps("agents/maria", &with(&maria, &fields)).await;
        assert_eq!(kept.status, 200, "{fields}: {}", kept.body);
    }
    let below = amara
        .keeps("agents/maria", &with(&maria, &json!({ "teams": [] })))
        .await;
    assert_eq!(
        below.body["code"], "conversations_held",
        "she saw all teams as a supervisor"
    );
    assert_eq!(world.agent("sofia").closes(&conversation).await.status, 200);
    let moved = amara
        .keeps("agents/maria", &with(&maria, &json!({ "teams": [] })))
        .await;
    assert_eq!(moved.status, 200, "{}", moved.body);
}

#[tokio::test]
async fn who_holds_none_there_is_moved_and_suspended() {
    let world = World::new().await;
    held_by(&world, "sofia").await;
    let amara = world.agent("amara");
    let maria = record(&world, "maria").await;
    for fields in [json!({ "teams": ["services"] }), json!({ "status": "suspended" })] {
        let done = amara.keeps("agents/maria", &with(&maria, &fields)).await;
        assert_eq!(done.status, 200, "{fields}: {}", done.body);
    }
    let sofia = with(&record(&world, "sofia").await, &json!({ "teams": ["lending"] }));
    let less = with(&sofia, &json!({ "role": "agent" }));
    assert_eq!(
        amara.keeps("agents/sofia", &less).await.status,
        200,
        "she still sees what she holds"
    );
}

#[tokio::test]
async fn a_file_that_takes_an_agent_from_their_conversations_is_refused_where_it_does() {
    let world = World::new().await;
    let conversation = held_by(&world, "maria").await;
    let store = world.store();
    let records = store.records(&lakeside()).await.unwrap();
    let file = DirectoryFile::of(&records).unwrap();
    let moved = |change: &dyn Fn(&mut memberline_administration::AgentForm)| {
        let mut file = file.clone();
        file.organisation.brand = "Lake".to_owned();
        let agents = file.agents.iter_mut().flatten();
        agents.filter(|agent| agent.id == "maria").for_each(change);
        yaml::write(&file).unwrap()
    };
    let suspended = moved(&|agent| {
        agent.status = Some(memberline_administration::words::AgentStatusWord::Suspended);
    });
    for text in [
        moved(&|agent| agent.teams = vec!["services".to_owned()]),
        suspended,
    ] {
        let read = YamlFile::read(&text, false).unwrap().read;
        let refused = plan(&store, &records, read.wanted, world.clock.now()).await;
        let Err(AdministrationError::PlanRefused(refusals)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(refusals.len(), 1, "{refusals:?}");
        assert!(read.places[&refusals[0].key].starts_with("/agents/"));
        let ChangeRefusal::ConversationsHeld { conversations, .. } = &refusals[0].refusal else {
            panic!("{refusals:?}");
        };
        assert_eq!(conversations[0].to_string(), conversation);
    }
    assert_eq!(world.agent("sofia").closes(&conversation).await.status, 200);
    let read = YamlFile::read(&moved(&|agent| agent.teams.clear()), false)
        .unwrap()
        .read;
    let planned = plan(&store, &records, read.wanted, world.clock.now())
        .await
        .unwrap();
    assert_eq!(planned.steps.len(), 2);
}

#[tokio::test]
async fn what_an_agent_holds_is_asked_for_only_where_they_are_to_see_less() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let maria = record(&world, "maria").await;
    for (fields, documented_as) in [
        (json!({ "name": "Maria Holt" }), "admin-api: write a record"),
        (
            json!({ "teams": [] }),
            "admin-api: suspend an agent, or take teams from one",
        ),
    ] {
        amara.get("/v1/directory/agents").await;
        let version = amara.get("/v1/directory/agents/maria").await.body["version"].clone();
        let body = with(&maria, &fields).to_string();
        world.calls();
        let request = amara
            .request(&http::Method::PUT, "/v1/directory/agents/maria")
            .header("content-type", "application/json")
            .header("if-match", format!("\"{version}\""));
        let answer = amara.send(request.body(body.into()).unwrap()).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(world.calls(), documented(documented_as), "{fields}");
    }
}
