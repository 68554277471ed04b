//! Administrators list, read, write, remove and trace records.

use http::Method;
use serde_json::{Value, json};

use crate::deployment::calls::documented;
use crate::world::World;
use crate::world::people::TWILIO_NUMBER;

const MEMBER: &str = "+15552010001";

fn group(name: &str) -> Value {
    json!({ "id": "business", "name": name })
}

#[tokio::test]
async fn a_record_is_made_changed_traced_and_removed() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let made = amara.keeps("groups/business", &group("Business")).await;
    assert_eq!((made.status, &made.body["version"]), (201, &json!(1)));
    assert_eq!(
        made.body["changed_by"],
        json!({ "kind": "agent", "agent": "amara" })
    );
    let changed = amara.keeps("groups/business", &group("Business members")).await;
    assert_eq!((changed.status, &changed.body["version"]), (200, &json!(2)));
    let again = amara.keeps("groups/business", &group("Business members")).await;
    assert_eq!(
        (again.status, &again.body["version"]),
        (200, &json!(2)),
        "nothing changed"
    );
    let listed = amara.get("/v1/directory/groups").await.body;
    let names: Vec<&Value> = listed["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| &item["record"]["name"])
        .collect();
    assert_eq!(names, ["Business members", "Retail"]);
    assert_eq!(amara.removes("groups/business").await.status, 204);
    assert_eq!(amara.get("/v1/directory/groups/business").await.status, 404);
    let history = amara.get("/v1/directory/groups/business/history").await.body;
    let told: Vec<(&Value, &Value)> = history["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| (&item["version"], &item["removed"]))
        .collect();
    assert_eq!(
        told,
        [
            (&json!(3), &json!(true)),
            (&json!(2), &json!(false)),
            (&json!(1), &json!(false))
        ]
    );
    let anew = amara.keeps("groups/business", &group("Business")).await;
    assert_eq!((anew.status, &anew.body["version"]), (201, &json!(4)));
}

#[tokio::test]
async fn a_history_comes_in_pages() {
    let world = World::new().await;
    let amara = world.agent("amara");
    for n in 0..5 {
        amara
            .keeps("groups/business", &group(&format!("Business {n}")))
            .await;
    }
    let mut path = "/v1/directory/groups/business/history?limit=2".to_owned();
    let mut versions = Vec::new();
    loop {
        let page = amara.get(&path).await.body;
        versions.extend(
            page["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|item| item["version"].as_u64().unwrap()),
        );
        let Some(cursor) = page["next_cursor"].as_str() else {
            break;
        };
        path = format!("/v1/directory/groups/business/history?limit=2&cursor={cursor}");
    }
    assert_eq!(versions, [5, 4, 3, 2, 1]);
    let elsewhere = path.replace("business", "retail");
    assert_eq!(amara.get(&elsewhere).await.body["code"], "invalid_cursor");
}

#[tokio::test]
async fn a_version_is_named_and_is_the_last() {
    let world = World::new().await;
    let amara = world.agent("amara");
    amara.keeps("groups/business", &group("Business")).await;
    let put = async |tag: Option<&str>| {
        let mut request = amara
            .request(&Method::PUT, "/v1/directory/groups/business")
            .header("content-type", "application/json");
        if let Some(tag) = tag {
            request = request.header("if-match", tag);
        }
        let answer = amara
            .send(request.body(group("Else").to_string().into()).unwrap())
            .await;
        (
            answer.status,
            answer.body["code"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let refused = |status: u16, code: &str| (status, code.to_owned());
    assert_eq!(put(None).await, refused(428, "if_match_required"));
    for tag in ["1", "*", "W/\"1\"", "\"one\"", "\"1\", \"2\""] {
        assert_eq!(put(Some(tag)).await, refused(400, "invalid_if_match"), "{tag}");
    }
    for tag in ["\"0\"", "\"2\"", "\"18446744073709551615\""] {
        assert_eq!(put(Some(tag)).await, refused(412, "version_is_stale"), "{tag}");
    }
    assert_eq!(put(Some("\"1\"")).await, (200, String::new()));
}

#[tokio::test]
async fn what_cannot_be_kept_is_told_field_by_field() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let agent = json!({ "id": "nina", "name": "", "email": "nina", "role": "agent", "teams": ["lending", "nowhere", "No Slug"] });
    let refused = amara.keeps("agents/nina", &agent).await;
    assert_eq!(
        refused.body["problems"][0]["field"], "/teams/2",
        "{}",
        refused.body
    );
    let mut agent = agent;
    agent["teams"] = json!(["lending", "nowhere"]);
    let refused = amara.keeps("agents/nina", &agent).await;
    let fields: Vec<&Value> = refused.body["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|problem| &problem["field"])
        .collect();
    assert_eq!(
        (refused.status, fields),
        (422, vec![&json!("/name"), &json!("/email"), &json!("/teams/1")])
    );
    let other = amara
        .keeps("groups/business", &json!({ "id": "retail", "name": "Retail" }))
        .await;
    assert_eq!(other.body["problems"][0]["code"], "other_record");
    let unknown = amara
        .keeps(
            "groups/business",
            &json!({ "id": "business", "name": "x", "colour": "red" }),
        )
        .await;
    assert_eq!(
        (unknown.status, &unknown.body["code"]),
        (400, &json!("invalid_body"))
    );
}

#[tokio::test]
async fn what_is_needed_is_not_removed() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let named = amara.removes("teams/lending").await;
    assert_eq!(
        (named.status, &named.body["code"]),
        (409, &json!("record_in_use"))
    );
    assert!(
        named.body["named_by"]
            .as_array()
            .unwrap()
            .contains(&json!({ "kind": "number", "id": TWILIO_NUMBER }))
    );
    world.member(MEMBER).texts("SM1", "Hello").await;
    let open = amara.removes(&format!("numbers/{TWILIO_NUMBER}")).await;
    assert_eq!(
        (open.status, &open.body["code"]),
        (409, &json!("conversations_open"))
    );
    let conversation = format!("{}-1", world.thread("lakeside", TWILIO_NUMBER, MEMBER));
    assert_eq!(world.agent("sofia").closes(&conversation).await.status, 200);
    assert_eq!(
        amara.removes(&format!("numbers/{TWILIO_NUMBER}")).await.status,
        204
    );
    let kept = amara.removes("agents/maria").await;
    assert_eq!((kept.status, &kept.body["code"]), (409, &json!("record_is_kept")));
}

#[tokio::test]
async fn a_number_and_a_subject_are_one_organisations() {
    let world = World::new().await;
    crate::world::people::seed(&world.store(), "harbor", "+155502000", world.clock.now()).await;
    let admin = world.agent_of("harbor", "amara");
    let number = json!({ "number": TWILIO_NUMBER, "carrier": "twilio", "owner": { "scope": "organisation" }, "team": "lending" });
    let taken = admin.keeps(&format!("numbers/{TWILIO_NUMBER}"), &number).await;
    assert_eq!(
        (taken.status, &taken.body["problems"][0]["code"]),
        (422, &json!("number_taken"))
    );
    let agent = json!({ "id": "nina", "name": "Nina", "email": "nina@harbor.example", "role": "agent", "subject": "lakeside-maria" });
    let taken = admin.keeps("agents/nina", &agent).await;
    assert_eq!(
        (taken.status, &taken.body["problems"][0]["field"]),
        (422, &json!("/subject"))
    );
    assert!(
        !taken.body.to_string().contains("maria@lakeside"),
        "{}",
        taken.body
    );
}

#[tokio::test]
async fn an_organisation_changes_itself_but_for_what_its_owner_grants() {
    let world = World::new().await;
    let amara = world.agent("amara");
    let mut record = amara.get("/v1/directory/organisation").await.body["record"].clone();
    assert!(!record.to_string().contains("salt"), "{record}");
    record["brand"] = json!("Lake");
    let changed = amara.keeps("organisation", &record).await;
    assert_eq!(
        (changed.status, &changed.body["record"]["brand"]),
        (200, &json!("Lake"))
    );
    record["service_level"] = json!("standard");
    let refused = amara.keeps("organisation", &record).await;
    let problem = &refused.body["problems"][0];
    assert_eq!(
        (&problem["field"], &problem["code"]),
        (&json!("/service_level"), &json!("granted_by_owner"))
    );
    let id = json!({ "id": "harbor", "name": "x", "brand": "x", "help_contact": "x" });
    assert_eq!(amara.keeps("organisation", &id).await.status, 422);
}

#[tokio::test]
async fn each_operation_takes_the_calls_that_the_document_says() {
    let world = World::new().await;
    let amara = world.agent("amara");
    amara.keeps("groups/business", &group("Business")).await;
    let send = async |method: Method, path: &str, tag: &str, body: Value| {
        let request = amara
            .request(&method, path)
            .header("content-type", "application/json");
        let request = request.header("if-match", tag);
        let answer = amara.send(request.body(body.to_string().into()).unwrap()).await;
        assert!(answer.status < 300, "{method} {path}: {}", answer.body);
    };
    // The directory and the key are kept from here on.
    amara.get("/v1/directory/groups").await;
    amara.get("/v1/directory/groups/business/history").await;
    let warm = || world.calls();
    warm();
    amara.get("/v1/directory/groups").await;
    assert_eq!(warm(), documented("admin-api: list or show records"));
    amara.get("/v1/directory/groups/business/history").await;
    assert_eq!(warm(), documented("admin-api: show the history of a record"));
    amara.post("/v1/directory/trigger-previews", &trigger()).await;
    assert_eq!(warm(), documented("admin-api: preview a trigger"));
    send(
        Method::PUT,
        "/v1/directory/groups/business",
        "\"1\"",
        group("Else"),
    )
    .await;
    assert_eq!(warm(), documented("admin-api: write a record"));
    amara.get("/v1/directory/groups").await;
    warm();
    send(
        Method::DELETE,
        "/v1/directory/groups/business",
        "\"2\"",
        Value::Null,
    )
    .await;
    assert_eq!(warm(), documented("admin-api: remove a record"));
}

fn trigger() -> Value {
    json!({
        "id": "stalled", "name": "Stalled", "kind": "stalled", "journey": null, "stages": [], "delay_minutes": 60,
        "template": "Hi {first_name|there}", "category": "automation", "max_nudges": 1, "spacing_minutes": 60,
        "holdout_percent": 0, "number": TWILIO_NUMBER, "enabled": true,
    })
}
