//! The operator's command for agents, and for what the vendor before kept: on the local stack, whose issuer is the developer's tool, and
//! on a stack with a user pool.

use std::path::Path;

use aws_sdk_cloudformation::Client;
use aws_sdk_cloudformation::types::StackStatus;
use memberline_local::aws;
use serde_json::{Value, json};

use crate::memberline;
use crate::up::{Up, info, waited_for};

fn ends(state: &Path, arguments: &[&str], code: i32) -> String {
    memberline::ends(state, arguments, "", code)
}

fn json_of(state: &Path, arguments: &[&str]) -> Value {
    let said = ends(state, &[arguments, &["--json"]].concat(), 0);
    serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"))
}

fn agent<'v>(review: &'v Value, id: &str) -> &'v Value {
    let mut agents = review["agents"].as_array().unwrap().iter();
    agents.find(|agent| agent["id"] == id).unwrap()
}

#[test]
fn an_operator_looks_after_agents_where_another_is_the_issuer() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::start(state);
    let nina = [
        "agents",
        "invite",
        "lakeside",
        "nina",
        "--name",
        "Nina Holt",
        "--email",
        "nina@lakeside.example",
        "--role",
        "agent",
    ];
    let unknown = ends(state, &[&nina[..], &["--yes"]].concat(), 1);
    assert!(unknown.contains("say by --subject"), "{unknown}");
    let by = ["--subject", "lakeside-nina", "--team", "nowhere", "--yes"];
    let refused = ends(state, &[&nina[..], &by].concat(), 1);
    assert!(refused.contains("there is no team nowhere"), "{refused}");
    let team = json_of(state, &["directory", "export", "lakeside"])["teams"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let by = ["--subject", "lakeside-nina", "--team", &team];
    let unasked = ends(state, &[&nina[..], &by].concat(), 1);
    assert!(
        unasked.contains("create agent nina") && unasked.contains("say --yes"),
        "{unasked}"
    );
    ends(state, &[&nina[..], &by, &["--yes"]].concat(), 0);
    let again = ends(state, &[&nina[..], &by].concat(), 0);
    assert!(again.contains("nothing to do"), "{again}");

    ends(state, &["agents", "suspend", "lakeside", "nina", "--yes"], 0);
    let review = json_of(state, &["agents", "access-review", "lakeside"]);
    assert_eq!(agent(&review, "nina")["status"], "suspended");
    let suspended = ends(state, &["agents", "invite", "lakeside", "nina", "--yes"], 1);
    assert!(
        suspended.contains("memberline agents reinstate lakeside nina"),
        "{suspended}"
    );
    ends(state, &["agents", "reinstate", "lakeside", "nina", "--yes"], 0);
    let table = ends(state, &["agents", "access-review", "lakeside"], 0);
    let line = table.lines().find(|line| line.starts_with("nina")).unwrap();
    assert!(line.contains("active") && line.ends_with("never seen"), "{table}");
    ends(state, &["agents", "access-review", "nowhere"], 1);

    brings_in_what_was_before(state);
    up.stop();
}

fn brings_in_what_was_before(state: &Path) {
    let file = state.join("before.csv");
    let rows = "number,kind,at,channel,source,categories,wording\n\
                +13195550101,consent,2024-05-01,paper,Acme,service,You agree to texts.\n\
                +13195550101,opt_out,2025-05-01T10:00:00Z,text,Acme,,\n\
                13195550102,opt_out,2025-05-01,,,,\n";
    std::fs::write(&file, rows).unwrap();
    let import = [
        "import",
        "consents",
        file.to_str().unwrap(),
        "--organisation",
        "lakeside",
    ];
    let report = state.join("before.report.csv");
    let checked = ends(state, &[&import[..], &["--check"]].concat(), 1);
    assert!(
        checked.contains("1 refused, 2 would go in") && !checked.contains("done"),
        "{checked}"
    );
    let unasked = ends(state, &import, 1);
    assert!(
        unasked.contains("line 4: number: it is not in E.164 form") && unasked.contains("say --yes"),
        "{unasked}"
    );
    for outcome in ["done", "already_there"] {
        let brought = ends(state, &[&import[..], &["--yes"]].concat(), 1);
        assert!(
            brought.contains(&format!("2 {}", outcome.replace('_', " "))),
            "{brought}"
        );
        let report = std::fs::read_to_string(&report).unwrap();
        assert!(
            report.contains(&format!("3,+13195550101,opt_out,{outcome},\n")),
            "{report}"
        );
        assert!(report.contains("4,13195550102,opt_out,refused,"), "{report}");
    }
    let itself = ends(
        state,
        &[&import[..], &["--report", file.to_str().unwrap()]].concat(),
        1,
    );
    assert!(itself.contains("would go over the file"), "{itself}");
    std::fs::write(
        &file,
        rows.replace("13195550102", "+13195550102").replace("++", "+"),
    )
    .unwrap();
    ends(state, &[&import[..], &["--yes"]].concat(), 0);

    let packet = state.join("packet.json");
    let packet = packet.to_str().unwrap();
    let evidence = ["evidence", "--organisation", "lakeside", "--number"];
    ends(
        state,
        &[&evidence[..], &["+13195550101", "--out", packet]].concat(),
        0,
    );
    let holds = ends(state, &["verify", "--packet", packet], 0);
    assert!(
        holds.contains("1 timeline with 2 entries: every link holds"),
        "{holds}"
    );
    let written: Value = serde_json::from_str(&std::fs::read_to_string(packet).unwrap()).unwrap();
    assert_eq!(written["summary"]["blocked_now"], json!([null]));
    assert_eq!(
        written["summary"]["stops"][0]["source"],
        json!({ "via": "import", "channel": "text" })
    );
    ends(state, &[&evidence[..], &["3195550101"]].concat(), 1);
}

/// As much of the template as the command needs, with a user pool, which the local stack has none of.
fn template() -> Value {
    let table = |indexes: Value| {
        let attribute = |name: &str| json!({ "AttributeName": name, "AttributeType": "S" });
        let mut table = json!({
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }, { "AttributeName": "sk", "KeyType": "RANGE" }],
                "AttributeDefinitions": [attribute("pk"), attribute("sk")],
            },
        });
        if !indexes.is_null() {
            let defined = table["Properties"]["AttributeDefinitions"]
                .as_array_mut()
                .unwrap();
            defined.extend([attribute("mine_pk"), attribute("mine_sk")]);
            table["Properties"]["GlobalSecondaryIndexes"] = indexes;
        }
        table
    };
    let mine = json!([{
        "IndexName": "mine", "Projection": { "ProjectionType": "ALL" },
        "KeySchema": [{ "AttributeName": "mine_pk", "KeyType": "HASH" }, { "AttributeName": "mine_sk", "KeyType": "RANGE" }],
    }]);
    json!({ "Resources": {
        "TimelineTable": table(mine), "DirectoryTable": table(Value::Null), "KeysTable": table(Value::Null),
        "AccessTable": table(Value::Null), "OrganisationKey": { "Type": "AWS::KMS::Key", "Properties": {} },
        "UserPool": { "Type": "AWS::Cognito::UserPool", "Properties": { "UsernameAttributes": ["email"] } },
    } })
}

/// Deploys it beside the local stack.
fn deploy(state: &Path) {
    waited_for(async {
        let endpoint = info(state)["aws_endpoint"].as_str().unwrap().to_owned();
        let client = Client::new(&aws::config(&endpoint).await);
        let create = client.create_stack().stack_name("with-pool");
        create.template_body(template().to_string()).send().await.unwrap();
        for _ in 0..100 {
            let described = client
                .describe_stacks()
                .stack_name("with-pool")
                .send()
                .await
                .unwrap();
            match described.stacks()[0].stack_status() {
                Some(StackStatus::CreateComplete) => return,
                Some(StackStatus::CreateInProgress) => {}
                other => panic!("{other:?}"),
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("it is not there");
    });
}

const CEDAR_FALLS: &str = "
organisation: { id: cedar-falls, name: Cedar Falls, brand: Cedar Falls, help_contact: call 319-555-0100 }
teams: [{ id: lending, name: Lending }]
agents:
  - { id: rosa, name: Rosa Vega, email: rosa@cedarfalls.example, role: admin, teams: [lending], status: active }
";

/// Of whom a file calls active, and nobody reinstated, the plan tells; and of a reinstatement what still keeps them out.
fn stays_suspended_whatever_the_file_says(on: &impl Fn(&[&str], i32) -> String, file: &str) {
    on(&["agents", "suspend", "cedar-falls", "rosa"], 0);
    let plan = on(&["directory", "plan", file, "--detailed-exit-code"], 0);
    assert!(
        plan.contains("nothing to change")
            && plan.contains("agent rosa is active in the file and suspended in the directory")
            && plan.contains("only `memberline agents reinstate`"),
        "{plan}"
    );
    let plan = on(&["directory", "plan", file, "--json"], 0);
    let plan: Value = serde_json::from_str(&plan).unwrap();
    assert_eq!(
        (&plan["changes"], &plan["stay_suspended"]),
        (&json!([]), &json!(["rosa"]))
    );
    for _ in 0..2 {
        let reinstated = on(&["agents", "reinstate", "cedar-falls", "rosa"], 0);
        assert!(
            reinstated.contains("no subject is known of them: `memberline agents invite cedar-falls rosa`")
                && !reinstated.contains("may sign in again"),
            "{reinstated}"
        );
    }
    let plan = on(&["directory", "plan", file], 0);
    assert!(!plan.contains("stays so"), "{plan}");
}

#[test]
fn an_operator_looks_after_agents_where_a_user_pool_is_the_issuer() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::start(state);
    deploy(state);
    let on = |arguments: &[&str], code: i32| {
        ends(
            state,
            &[&["--stack", "with-pool"], arguments, &["--yes"]].concat(),
            code,
        )
    };
    let file = state.join("cedar-falls.yaml");
    std::fs::write(&file, CEDAR_FALLS).unwrap();
    let file = file.to_str().unwrap();
    on(&["directory", "apply", file], 0);
    stays_suspended_whatever_the_file_says(&on, file);
    let unasked = ends(
        state,
        &["--stack", "with-pool", "agents", "invite", "cedar-falls", "rosa"],
        1,
    );
    assert!(
        unasked.contains("create the Cognito user rosa@cedarfalls.example"),
        "{unasked}"
    );
    let invited = on(&["agents", "invite", "cedar-falls", "rosa"], 0);
    assert!(invited.contains("signs in as subject "), "{invited}");
    assert!(on(&["agents", "invite", "cedar-falls", "rosa"], 0).contains("nothing to do"));
    on(&["agents", "invite", "cedar-falls", "rosa", "--send-again"], 0);
    let review = || {
        json_of(
            state,
            &["--stack", "with-pool", "agents", "access-review", "cedar-falls"],
        )
    };
    let invited = review();
    assert_eq!(agent(&invited, "rosa")["user"]["status"], "FORCE_CHANGE_PASSWORD");
    assert!(!agent(&invited, "rosa")["user"]["name"].is_null());
    let suspended = on(&["agents", "suspend", "cedar-falls", "rosa"], 0);
    assert!(
        suspended.contains("nobody is left then who may administer"),
        "{suspended}"
    );
    assert_eq!(agent(&review(), "rosa")["user"]["enabled"], false);
    on(&["agents", "suspend", "cedar-falls", "rosa"], 0);
    on(&["agents", "reinstate", "cedar-falls", "rosa"], 0);
    assert_eq!(agent(&review(), "rosa")["user"]["enabled"], true);
    // It is exported with its subject.
    let exported = ends(
        state,
        &["--stack", "with-pool", "directory", "export", "cedar-falls"],
        0,
    );
    assert!(exported.contains("subject: "), "{exported}");
    up.stop();
}
