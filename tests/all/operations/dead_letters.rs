//! Every queue of dead letters has a way back: the template, the API and the documents name the same ones.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::world::World;
use crate::world::template::{TEMPLATE, named, properties, resources};

/// The queues of dead letters, by what they are of: `outbound` of `OutboundDeadLetters`. One that holds events is `event` here
/// and `events` there, so that the last letter is left out.
fn of(names: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    let names = names.into_iter();
    names
        .map(|name| name.trim_end_matches('s').to_lowercase())
        .collect()
}

/// The queues of the template that dead letters go to, by whatever sends them there.
fn dead_letters() -> BTreeSet<String> {
    fn find(value: &serde_yaml_ng::Value, found: &mut BTreeSet<String>) {
        match value {
            serde_yaml_ng::Value::Mapping(mapping) => {
                for (key, value) in mapping {
                    let key = key.as_str().unwrap_or_default();
                    let target = match key {
                        "deadLetterTargetArn" => named(value),
                        "DeadLetterConfig" => named(&value["Arn"]),
                        "OnFailure" => named(&value["Destination"]),
                        _ => String::new(),
                    };
                    if let Some(queue) = target.strip_suffix(".Arn") {
                        found.insert(queue.to_owned());
                    }
                    find(value, found);
                }
            }
            serde_yaml_ng::Value::Sequence(all) => all.iter().for_each(|value| find(value, found)),
            serde_yaml_ng::Value::Tagged(tagged) => find(&tagged.value, found),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    find(&TEMPLATE, &mut found);
    found
}

#[test]
fn the_template_the_api_and_the_documents_name_the_same_queues() {
    let queues = dead_letters();
    let by_name = resources("AWS::SQS::Queue").into_iter();
    let by_name: BTreeSet<_> = by_name.filter(|queue| queue.ends_with("DeadLetters")).collect();
    assert_eq!(
        queues, by_name,
        "one of them is not called so, or nothing goes there"
    );
    let stems: Vec<_> = queues
        .iter()
        .map(|queue| queue.trim_end_matches("DeadLetters").to_owned())
        .collect();
    let expected = of(stems.clone());

    let document: Value = serde_json::from_str(include_str!("../../../docs/openapi.json")).unwrap();
    let named_by_api = document["components"]["schemas"]["Queue"]["enum"]
        .as_array()
        .unwrap();
    let names = named_by_api.iter().map(|name| name.as_str().unwrap().to_owned());
    assert_eq!(of(names), expected, "docs/openapi.json");

    let operations = include_str!("../../../docs/operations.md");
    let (_, section) = operations.split_once("\n## Dead letters\n").unwrap();
    let section = section.split("\n#").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    let rows = rows.map(|row| row.split('`').next().unwrap().to_owned());
    assert_eq!(of(rows), expected, "docs/operations.md");

    let (alarms, role) = (
        resources("AWS::CloudWatch::Alarm"),
        named_resources("AgentApiRole", "DeadLetters"),
    );
    let settings = &properties("AgentApi")["Environment"]["Variables"];
    for (queue, stem) in queues.iter().zip(&stems) {
        assert!(operations.contains(&format!("`{queue}Alarm`")), "{queue}");
        assert!(alarms.contains(&format!("{queue}Alarm")), "{queue}");
        assert!(role.contains(&format!("{queue}.Arn")), "{queue}");
        let setting = format!("{}_DEAD_LETTERS_URL", stem.to_uppercase());
        assert_eq!(named(&settings[setting.as_str()]), *queue, "{setting}");
    }
}

/// What a statement of a role names.
fn named_resources(role: &str, statement: &str) -> BTreeSet<String> {
    let statements = properties(role)["Policies"][0]["PolicyDocument"]["Statement"]
        .as_sequence()
        .unwrap();
    let statement = statements.iter().find(|found| found["Sid"] == statement).unwrap();
    let resources = statement["Resource"].as_sequence().unwrap();
    resources.iter().map(named).collect()
}

#[tokio::test]
async fn every_queue_of_dead_letters_is_counted_and_goes_back() {
    let world = World::new().await;
    let admin = world.agent("amara");
    let listed = admin.get("/v1/dead-letters").await;
    assert_eq!(listed.status, 200, "{}", listed.body);
    let queues: Vec<_> = listed
        .body
        .as_array()
        .unwrap()
        .iter()
        .map(|queue| queue["queue"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(queues.len(), dead_letters().len());
    for queue in queues {
        let dead = dead_letters()
            .into_iter()
            .find(|dead| {
                let stem = dead.trim_end_matches("DeadLetters").to_owned();
                of([stem]) == of([queue.clone()])
            })
            .unwrap();
        let letter = json!({ "of": queue }).to_string();
        let send = world.cloud.sqs().send_message();
        let send = send.queue_url(world.cloud.queue(&dead)).message_body(&letter);
        send.send().await.unwrap();
        let counted = admin.get("/v1/dead-letters").await;
        let counted = counted.body.as_array().unwrap().iter();
        for counted in counted {
            let expected = u64::from(counted["queue"] == queue);
            assert_eq!(counted["messages"], expected, "{queue}");
        }
        let path = format!("/v1/dead-letters/{queue}/replay");
        let replayed = admin.post(&path, &json!({})).await;
        assert_eq!(
            (replayed.status, &replayed.body["replayed"]),
            (200, &json!(1)),
            "{queue}"
        );
        let (again, letter) = match queue.as_str() {
            "documents" => ("DocumentsQueue", letter),
            "email" => ("EmailQueue", letter),
            // By itself it would look as one of the texts.
            "events" => (
                "OutboundReplay",
                json!({ "events": { "of": "events" } }).to_string(),
            ),
            "nudges" => ("NudgesQueue", letter),
            "outbound" => ("OutboundReplay", letter),
            "timers" => ("TimersQueue", letter),
            other => panic!("{other} goes nowhere"),
        };
        assert_eq!(world.cloud.take_messages(again).await, [letter], "{queue}");
        assert_eq!(world.cloud.take_messages(&dead).await, [""; 0], "{queue}");
    }
    let unknown = admin.post("/v1/dead-letters/others/replay", &json!({})).await;
    assert_eq!(
        (unknown.status, &unknown.body["code"]),
        (404, &json!("queue_not_found"))
    );
}
