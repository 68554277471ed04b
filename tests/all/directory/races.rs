//! Two who change the directory at once.

use futures_util::future::join_all;
use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn of_two_administrators_who_edit_one_record_the_second_is_told() {
    let world = World::new().await;
    let amara = world.agent("amara");
    amara
        .keeps(
            "groups/business",
            &json!({ "id": "business", "name": "Business" }),
        )
        .await;
    let edit = async |name: &str| {
        let request = world
            .agent("amara")
            .request(&http::Method::PUT, "/v1/directory/groups/business")
            .header("content-type", "application/json")
            .header("if-match", "\"1\"");
        let body = json!({ "id": "business", "name": name }).to_string();
        world
            .agent("amara")
            .send(request.body(body.into()).unwrap())
            .await
    };
    let answers = join_all(["One", "Two", "Three", "Four"].map(edit)).await;
    let done = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(done, 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        let code = answer.body["code"].as_str().unwrap();
        assert!(["version_is_stale", "busy"].contains(&code), "{}", answer.body);
    }
    let kept = amara.get("/v1/directory/groups/business").await;
    assert_eq!(kept.body["version"], 2);
}

/// A number is moved to a team while the team is removed: one of the two is not done.
#[tokio::test]
async fn a_team_is_not_removed_from_under_a_number_that_moves_there() {
    let world = World::new().await;
    let amara = world.agent("amara");
    for round in 0..5 {
        let team = format!("team-{round}");
        amara
            .keeps(&format!("teams/{team}"), &json!({ "id": team, "name": "Team" }))
            .await;
        let number = format!("+1555010010{round}");
        let record = json!({ "number": number, "carrier": "twilio", "owner": { "scope": "organisation" }, "team": team });
        let [first, second] = [world.agent("amara"), world.agent("amara")];
        let (number_path, team_path) = (format!("numbers/{number}"), format!("teams/{team}"));
        let (number_moved, team_gone) =
            futures_util::join!(first.keeps(&number_path, &record), second.removes(&team_path));
        assert!(
            number_moved.status >= 400 || team_gone.status >= 400,
            "{} and {}",
            number_moved.body,
            team_gone.status
        );
    }
}
