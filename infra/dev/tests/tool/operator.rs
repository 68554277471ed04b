//! The operator's command on a running stack.

use std::path::Path;

use serde_json::{Value, json};

use crate::memberline::{ends, store_credentials};
use crate::up::{Up, info};

const CEDAR_FALLS: &str = r#"
organisation:
  id: cedar-falls
  name: Cedar Falls Credit Union
  brand: Cedar Falls
  help_contact: call 319-555-0100
  texting: true
teams: [{ id: lending, name: Lending }]
agents:
  - { id: rosa, name: Rosa Vega, email: rosa@cedarfalls.example, role: admin, teams: [lending], subject: rosa }
numbers:
  - { number: "+15550300001", carrier: twilio, owner: { scope: organisation }, team: lending }
"#;

/// Deploys the pages that the checkout builds, twice, and with a mistake.
fn pages(state: &Path, url: &str) {
    let ends = |arguments: &[&str], code: i32| {
        let deploy = [&["pages", "deploy", "--dir"][..], arguments].concat();
        ends(state, &deploy, "", code)
    };
    let folder = state.join("dist");
    std::fs::create_dir_all(folder.join("assets")).unwrap();
    std::fs::write(folder.join("index.html"), "<script src=\"/assets/main-1.js\">").unwrap();
    let dist = folder.to_str().unwrap();
    let broken = ends(&[dist, "--yes"], 1);
    assert!(broken.contains("index.html needs assets/main-1.js"), "{broken}");
    std::fs::write(folder.join("assets/main-1.js"), "run()").unwrap();
    let unasked = ends(&[dist], 1);
    assert!(
        unasked.contains("to upload: 1 in assets/, console.json, index.html")
            && unasked.contains("say --yes"),
        "{unasked}"
    );
    let deployed = ends(&[dist, "--yes", "--json"], 0);
    let deployed: Value = serde_json::from_str(&deployed).unwrap();
    assert_eq!(deployed["console"], url);
    assert_eq!(
        deployed["uploaded"],
        json!(["assets/main-1.js", "console.json", "index.html"])
    );
    let again = ends(&[dist, "--json"], 0);
    let again: Value = serde_json::from_str(&again).unwrap();
    assert_eq!((&again["uploaded"], &again["removed"]), (&json!([]), &json!([])));
    std::fs::write(
        folder.join("index.html"),
        "<script src=\"/assets/main-1.js\"></script>",
    )
    .unwrap();
    let changed = ends(&[dist, "--yes", "--json"], 0);
    let changed: Value = serde_json::from_str(&changed).unwrap();
    assert_eq!(changed["uploaded"], json!(["index.html"]));
    let said = ends(&[dist], 0);
    assert!(
        said.contains("the pages are in the bucket")
            && said.contains(&format!("{url} shows those that the checkout builds")),
        "{said}"
    );
}

/// Sets, replaces, rotates and retires what is shared with services, and gives the organisation a new key.
fn shares_secrets(state: &Path) {
    let ends = |arguments: &[&str], stdin: &str, code: i32| ends(state, arguments, stdin, code);
    ends(&["secrets", "rotate", "cedar-falls", "twilio"], "{}", 1);
    let account = json!({ "account_sid": format!("AC{}", "0".repeat(32)), "auth_token": "first-token" });
    ends(
        &["secrets", "set", "cedar-falls", "twilio"],
        &account.to_string(),
        0,
    );
    let same = ends(
        &["secrets", "set", "cedar-falls", "twilio"],
        &account.to_string(),
        0,
    );
    assert!(same.contains("nothing to do"), "{same}");
    let second = r#"{"auth_token": "second-token"}"#;
    let unasked = ends(&["secrets", "rotate", "cedar-falls", "twilio"], second, 1);
    assert!(
        unasked.contains("twilio has one secret, account AC0000")
            && unasked.contains("say --yes")
            && !unasked.contains("-token"),
        "{unasked}"
    );
    ends(
        &["secrets", "rotate", "cedar-falls", "twilio", "--yes"],
        second,
        0,
    );
    let mistaken =
        json!({ "account_sid": format!("AC{}", "1".repeat(32)), "auth_token": "third-token" }).to_string();
    let unasked = ends(&["secrets", "set", "cedar-falls", "twilio"], &mistaken, 1);
    assert!(
        unasked.contains(&format!("twilio has two secrets, account AC{}", "0".repeat(32)))
            && unasked.contains("say --yes")
            && !unasked.contains("-token"),
        "{unasked}"
    );
    let listed = ends(&["secrets", "list", "cedar-falls", "--json"], "", 0);
    assert!(!listed.contains("-token"), "{listed}");
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let numbers: Vec<&Value> = listed
        .as_array()
        .unwrap()
        .iter()
        .map(|of| &of["secrets"])
        .collect();
    assert_eq!(numbers, [&json!(2), &json!(0), &json!(0)]);
    let unasked = ends(&["secrets", "retire", "cedar-falls", "twilio"], "", 1);
    assert!(
        unasked.contains("of which the one before would be refused") && unasked.contains("say --yes"),
        "{unasked}"
    );
    let retire = ["secrets", "retire", "cedar-falls", "twilio", "--yes"];
    ends(&retire, "", 0);
    assert!(ends(&retire, "", 1).contains("only one secret"));
    ends(
        &["secrets", "set", "cedar-falls", "twilio", "--yes"],
        &mistaken,
        0,
    );
    let listed = ends(&["secrets", "list", "cedar-falls"], "", 0);
    assert!(
        listed.contains(&format!("one secret, account AC{}", "1".repeat(32))),
        "{listed}"
    );
    let unasked = ends(&["secrets", "rotate-key", "cedar-falls"], "", 1);
    assert!(unasked.contains("say --yes"), "{unasked}");
    let rotated = ends(&["secrets", "rotate-key", "cedar-falls", "--yes"], "", 0);
    assert!(rotated.contains("version 2 of its key"), "{rotated}");
    let odd = ends(
        &["secrets", "set", "cedar-falls", "los"],
        r#"{"current": "short-secret"}"#,
        1,
    );
    assert!(!odd.contains("short-secret"), "{odd}");
    let unread = ends(&["secrets", "set", "cedar-falls", "los"], "short-secret", 1);
    assert!(!unread.contains("short-secret"), "{unread}");
    refuses_what_no_carrier_gave_out(state);
}

/// What is set or added has the carrier's form, and what is refused changes nothing.
fn refuses_what_no_carrier_gave_out(state: &Path) {
    let key = memberline_carriers::telnyx::public_key(&[7; 32]).unwrap();
    let right = json!({ "api_key": "KEY0123", "public_key": key });
    let twilio = json!({ "account_sid": format!("AC{}", "2".repeat(32)), "auth_token": "hidden-1" });
    let with = |whole: &Value, field: &str, value: &str| {
        let mut odd = whole.clone();
        odd[field] = value.into();
        odd.to_string()
    };
    let refuses = |arguments: &[&str], stdin: &str, field: &str| {
        let all = [&["secrets"], arguments, &["--yes", "--json"]].concat();
        let said = ends(state, &all, stdin, 1);
        assert!(!said.contains("hidden"), "{said}");
        let said: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(said["problems"][0]["code"], "secrets_unusable", "{said}");
        assert_eq!(said["problems"][0]["field"], field, "{said}");
    };
    for (whole, service, field, value) in [
        (&right, "telnyx", "public_key", "not base64 hidden!!"),
        (&right, "telnyx", "api_key", "hidden key"),
        (&right, "telnyx", "messaging_profile_id", "hidden"),
        (&twilio, "twilio", "account_sid", "hidden world"),
        (&twilio, "twilio", "auth_token", "hidden token"),
        (&twilio, "twilio", "messaging_service_sid", "hidden"),
    ] {
        let stdin = with(whole, field, value);
        refuses(&["set", "cedar-falls", service], &stdin, field);
    }
    ends(
        state,
        &["secrets", "set", "cedar-falls", "telnyx"],
        &right.to_string(),
        0,
    );
    refuses(
        &["rotate", "cedar-falls", "telnyx"],
        r#"{"public_key": "KEYX"}"#,
        "public_key",
    );
    let listed = ends(state, &["secrets", "list", "cedar-falls"], "", 0);
    assert!(listed.contains("telnyx  one secret\n"), "{listed}");
    // What another release stored is no ground to build on.
    let stored = json!({ "carrier": "telnyx", "api_key": "KEY0123", "public_key": "KEYX", "previous_public_key": key });
    store_credentials(state, "cedar-falls", "telnyx", &stored);
    refuses(&["retire", "cedar-falls", "telnyx"], "", "public_key");
    ends(
        state,
        &["secrets", "set", "cedar-falls", "telnyx", "--yes"],
        &right.to_string(),
        0,
    );
}

#[test]
fn an_operator_makes_an_organisation_changes_it_and_shares_secrets() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::start(state);
    let ends = |arguments: &[&str], stdin: &str, code: i32| ends(state, arguments, stdin, code);
    let file = state.join("cedar-falls.yaml");
    std::fs::write(&file, CEDAR_FALLS).unwrap();
    let file = file.to_str().unwrap();

    let plan = ends(&["directory", "plan", file, "--detailed-exit-code"], "", 3);
    assert!(plan.contains("create number +15550300001"), "{plan}");
    let unasked = ends(&["directory", "apply", file], "", 1);
    assert!(unasked.contains("say --yes"), "{unasked}");
    let applied = ends(&["directory", "apply", file, "--yes", "--json"], "", 0);
    let applied: Value = serde_json::from_str(&applied).unwrap();
    assert_eq!(applied["changed"], 4);
    let nothing = ends(&["directory", "plan", file, "--detailed-exit-code"], "", 0);
    assert!(nothing.contains("nothing to change"), "{nothing}");

    std::fs::write(file, CEDAR_FALLS.replace("name: Lending", "name: Loans")).unwrap();
    let plan = ends(&["directory", "plan", file], "", 0);
    assert!(plan.contains(r#"name: "Lending" -> "Loans""#), "{plan}");
    let exported = ends(&["directory", "export", "cedar-falls"], "", 0);
    assert!(
        exported.contains("Rosa Vega") && !exported.contains("salt"),
        "{exported}"
    );
    std::fs::write(file, exported).unwrap();
    ends(&["directory", "plan", file, "--detailed-exit-code"], "", 0);

    let alone = CEDAR_FALLS
        .replace("subject: rosa", "subject: rosa, status: suspended")
        .replace("{ scope: organisation }", "{ scope: user, agent: rosa }");
    std::fs::write(file, alone).unwrap();
    let plan = ends(&["directory", "plan", file], "", 0);
    assert!(
        plan.contains("nobody is left then who may administer the organisation")
            && plan.contains("+15550300001 is the own number of rosa: give it to somebody else"),
        "{plan}"
    );
    let plan = ends(&["directory", "plan", file, "--json"], "", 0);
    let plan: Value = serde_json::from_str(&plan).unwrap();
    assert_eq!(plan["leaves_no_administrator"], true);
    let left = json!([{ "agent": "rosa", "numbers": ["+15550300001"] }]);
    assert_eq!(plan["suspended"], left);

    std::fs::write(file, CEDAR_FALLS.replace("team: lending", "team: loans")).unwrap();
    let refused = ends(&["directory", "apply", file, "--yes"], "", 1);
    assert!(
        refused.contains("line 12, column") && refused.contains("there is no team loans"),
        "{refused}"
    );

    shares_secrets(state);
    let stranger = ends(
        &["--stack", "another", "directory", "export", "cedar-falls"],
        "",
        2,
    );
    assert!(stranger.contains("there is no stack another"), "{stranger}");
    ends(&["directory", "export", "nobody"], "", 1);
    pages(state, &up.url);
    up.stop();
}

#[test]
fn a_bare_stack_has_whom_its_operator_makes() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::begin_with(state, &["--port", "0", "--bare"]).ready();
    let told = info(state);
    for name in ["agents", "numbers"] {
        assert_eq!(told[name], json!([]), "{name}");
    }
    assert_eq!(told["organisation"], Value::Null);

    let file = state.join("cedar-falls.yaml");
    std::fs::write(&file, CEDAR_FALLS).unwrap();
    ends(
        state,
        &["directory", "apply", file.to_str().unwrap(), "--yes"],
        "",
        0,
    );
    let told = info(state);
    assert_eq!(told["organisation"], "cedar-falls");
    assert_eq!(told["numbers"][0]["number"], "+15550300001");
    let agents = told["agents"].as_array().unwrap();
    assert_eq!((agents.len(), &agents[0]["id"]), (1, &json!("rosa")));
    assert!(agents[0]["token"].is_string());
    up.stop();
}
