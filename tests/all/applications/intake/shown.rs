//! What agents see of an application.

use jiff::SignedDuration;

use super::cast::MEMBER;
use crate::world::tracking::trigger;
use crate::world::{World, people};

#[tokio::test]
async fn el_06_the_history_and_the_people_are_shown_to_whom_they_concern() {
    let world = World::new().await;
    world.tracks(&[trigger("stalled", &[], 60)]).await;
    world.applies("LN-1", MEMBER).await;
    world.clock.pass(SignedDuration::from_mins(5));
    world.moves("s1", "LN-1", "stage.entered", Some("Income")).await;
    let id = world.application("LN-1").await.head.id.to_string();
    let shown = world.agent("maria").get(&format!("/v1/applications/{id}")).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    assert_eq!(shown.body["stage"]["name"], "Income");
    assert_eq!(shown.body["stage"]["since"], world.clock.now().to_string());
    assert_eq!(shown.body["people"][0]["name"], "Priya Nair");
    assert_eq!(
        shown.body["people"][0]["consent"]["automation"]["colour"],
        "green"
    );
    assert_eq!(shown.body["people"][0]["consent"]["marketing"]["colour"], "red");
    assert_eq!(shown.body["agents"][0]["id"], "maria");
    assert_eq!(shown.body["nudges"][0]["state"], "planned");
    let history = world
        .agent("maria")
        .get(&format!("/v1/applications/{id}/history?limit=2"))
        .await;
    let kinds: Vec<_> = history.body["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|i| i["kind"].as_str().unwrap())
        .collect();
    assert_eq!(kinds, ["nudge_planned", "stage_entered"]);
    let cursor = history.body["next_cursor"].as_str().unwrap();
    let rest = world
        .agent("maria")
        .get(&format!("/v1/applications/{id}/history?limit=2&cursor={cursor}"))
        .await;
    assert_eq!(rest.body["items"][0]["kind"], "application_created");

    for (agent, status) in [("sofia", 200), ("devon", 404)] {
        for path in ["", "/history"] {
            let answer = world
                .agent(agent)
                .get(&format!("/v1/applications/{id}{path}"))
                .await;
            assert_eq!(answer.status, status, "{agent}{path}");
        }
    }
    people::seed(&world.store(), "riverside", "+155501001", world.clock.now()).await;
    assert_eq!(
        world
            .agent_of("riverside", "sofia")
            .get(&format!("/v1/applications/{id}"))
            .await
            .status,
        404
    );
    assert_eq!(
        world.agent("maria").get("/v1/applications/nonsense").await.status,
        404
    );
}
