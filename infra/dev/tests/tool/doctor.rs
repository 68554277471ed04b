//! `memberline doctor` and `memberline smoke` on a running stack: right, and set up wrong on purpose.

use std::path::Path;

use aws_sdk_lambda::types::Environment;
use memberline_local::aws;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::memberline::{memberline, store_credentials};
use crate::up::{Up, info, waited_for};

const TWILIO: &str = "+15550100001";
const TELNYX: &str = "+15550100002";

/// What doctor says: its exit code, and what it found.
fn doctor(state: &Path, arguments: &[&str]) -> (i32, Vec<Value>) {
    let output = memberline(state, &[&["doctor", "--json"], arguments].concat(), "");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let found: Value = serde_json::from_str(&said)
        .unwrap_or_else(|error| panic!("{error}: {said}{}", String::from_utf8_lossy(&output.stderr)));
    let all = found["findings"].as_array().unwrap().clone();
    assert!(all.len() > 10, "{all:#?}");
    (output.status.code().unwrap(), all)
}

/// The codes of what is found of a number, or whatever else, and not fine.
fn codes<'a>(found: &'a [Value], about: &str) -> Vec<&'a str> {
    let of = |finding: &&Value| finding["about"] == about && finding["severity"] != "fine";
    let of = found.iter().filter(of);
    of.map(|finding| {
        assert!(finding["mend"].is_string(), "{finding}");
        finding["code"].as_str().unwrap()
    })
    .collect()
}

/// Has a carrier set a number up.
fn set_up(up: &Up, number: &str, setup: &Value) {
    put(up, &format!("/dev/carrier/numbers/{number}"), setup);
}

fn put(up: &Up, path: &str, body: &Value) {
    let answered = waited_for(
        reqwest::Client::new()
            .put(format!("{}{path}", up.url))
            .json(body)
            .send(),
    );
    let status = answered.unwrap().status();
    assert!(status.is_success(), "{path}: {status}");
}

#[test]
fn doctor_finds_nothing_in_the_way_of_a_right_stack_and_names_each_wrong() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::start(state);
    let (code, found) = doctor(state, &[]);
    let blocking = |found: &[Value]| -> Vec<String> {
        let weighs =
            |finding: &&Value| finding["severity"] == "blocks" || finding["severity"] == "not_checked";
        found.iter().filter(weighs).map(ToString::to_string).collect()
    };
    assert_eq!(blocking(&found), Vec::<String>::new());
    assert_eq!(code, 0);
    for (about, code) in [
        (TWILIO, "webhook_right"),
        (TELNYX, "webhook_right"),
        ("mail", "mail_account"),
        ("functions", "functions_ready"),
        ("functions", "concurrency_enough"),
        ("clock", "clock_agrees"),
        ("queues", "queues_empty"),
        ("TableKey", "key_enabled"),
        ("TimelineTable", "table_safe"),
        ("PublicUrl", "webhooks_reach_us"),
        ("lakeside", "directory_complete"),
        ("lakeside", "secrets_set"),
    ] {
        assert!(
            found
                .iter()
                .any(|finding| finding["about"] == about && finding["code"] == code),
            "{about} {code}: {found:#?}"
        );
    }
    // Nobody subscribed to the local stack's alarms, and that is said, as it is true.
    assert_eq!(codes(&found, "alarms"), ["alarms_unheard"]);

    wrong_numbers(&up, state);
    hostile_carriers(&up, state);
    set_up(&up, TWILIO, &json!({}));
    set_up(&up, TELNYX, &json!({}));
    wrong_directory(state);
    changed_and_not_published(state);
    up.stop();
}

/// Each number is set up wrong in several ways.
fn wrong_numbers(up: &Up, state: &Path) {
    let elsewhere = json!("https://user:hunter2@old.example/sms?key=hunter2");
    for (twilio, telnyx, wanted) in [
        (
            json!({ "owned": false }),
            json!({ "owned": false }),
            [&["number_not_found"][..], &["number_not_found"]],
        ),
        (
            json!({ "webhook": elsewhere }),
            json!({ "webhook": elsewhere }),
            [&["webhook_elsewhere"], &["webhook_elsewhere"]],
        ),
        (
            json!({ "webhook": "" }),
            json!({ "webhook": "" }),
            [&["webhook_missing"], &["webhook_missing"]],
        ),
        (
            json!({ "method": "GET" }),
            json!({ "method": "GET" }),
            [&["webhook_method"], &["webhook_version"]],
        ),
        (
            json!({ "held": false }),
            json!({ "held": false }),
            [&["campaign_missing"], &["no_profile"]],
        ),
        (
            json!({ "mms": false }),
            json!({ "mms": false }),
            [&["no_mms"], &["no_mms"]],
        ),
        (
            json!({ "sms": false, "campaign": "pending" }),
            json!({ "sms": false, "campaign": "failed" }),
            [&["campaign_pending", "no_sms"], &["campaign_failed", "no_sms"]],
        ),
    ] {
        set_up(up, TWILIO, &twilio);
        set_up(up, TELNYX, &telnyx);
        let (code, found) = doctor(state, &["lakeside"]);
        assert_eq!([codes(&found, TWILIO), codes(&found, TELNYX)], wanted, "{twilio}");
        let blocks = wanted.concat().iter().any(|code| *code != "no_mms");
        assert_eq!(code, i32::from(blocks), "{twilio}");
        assert!(
            !found
                .iter()
                .any(|finding| finding.to_string().contains("hunter2")),
            "{found:#?}"
        );
    }
}

/// Carriers that answer anything at all, with the secrets in it: nothing of it is repeated, and the rest is looked at.
fn hostile_carriers(up: &Up, state: &Path) {
    let kept = std::fs::read_to_string(state.join("carrier-secrets.json")).unwrap();
    let secrets: Value = serde_json::from_str(&kept).unwrap();
    let secrets = [&secrets["twilio"]["auth_token"], &secrets["telnyx"]["api_key"]]
        .map(|secret| secret.as_str().unwrap());
    for (api, wanted, code) in [
        ("refused", "credentials_refused", 1),
        ("error", "carrier_not_read", 2),
        ("garbage", "carrier_not_read", 2),
        ("odd", "carrier_not_read", 2),
        ("huge", "carrier_not_read", 2),
        ("redirect", "carrier_not_read", 2),
        ("timeout", "carrier_not_read", 2),
    ] {
        for number in [TWILIO, TELNYX] {
            set_up(up, number, &json!({ "api": api }));
        }
        let begun = Instant::now();
        let (ended, found) = doctor(state, &["lakeside"]);
        assert!(
            begun.elapsed().as_secs() < 30,
            "{api} takes {:?}",
            begun.elapsed()
        );
        for number in [TWILIO, TELNYX] {
            assert_eq!(codes(&found, number), [wanted], "{api}");
        }
        assert_eq!(ended, code, "{api}");
        let output = memberline(state, &["doctor", "lakeside"], "");
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8_lossy(&said);
        for secret in secrets {
            assert!(
                !said.contains(secret) && !found.iter().any(|finding| finding.to_string().contains(secret)),
                "{api}"
            );
        }
        assert!(!said.contains('\u{1b}') && !said.contains("169.254"), "{said}");
        assert!(said.contains("webhooks_reach_us"), "{said}");
    }
}

/// An organisation with nothing that it needs.
fn wrong_directory(state: &Path) {
    let file = state.join("bare.yaml");
    let bare = r#"
organisation: { id: bare, name: Bare, brand: Bare, help_contact: call us }
teams: [{ id: lending, name: Lending }]
numbers:
  - { number: "+15550300009", carrier: telnyx, owner: { scope: organisation }, team: lending }
"#;
    std::fs::write(&file, bare).unwrap();
    let applied = memberline(
        state,
        &["directory", "apply", file.to_str().unwrap(), "--yes"],
        "",
    );
    assert!(
        applied.status.success(),
        "{}",
        String::from_utf8_lossy(&applied.stderr)
    );
    let (code, found) = doctor(state, &["bare", "nobody"]);
    assert_eq!(code, 1);
    assert_eq!(
        codes(&found, "bare"),
        ["no_agents", "secrets_missing", "texting_off"]
    );
    assert_eq!(codes(&found, "+15550300009"), ["not_checked"]);
    assert_eq!(codes(&found, "nobody"), ["not_checked"]);
    // Set before such was refused.
    for public_key in ["KEYX", "hunter2 hunter2"] {
        let stored = json!({ "carrier": "telnyx", "api_key": "KEY0123", "public_key": public_key });
        store_credentials(state, "bare", "telnyx", &stored);
        let (code, found) = doctor(state, &["bare"]);
        assert_eq!(code, 1);
        assert!(codes(&found, "bare").contains(&"secrets_unusable"), "{found:#?}");
        let unusable = found.iter().find(|finding| finding["code"] == "secrets_unusable");
        let unusable = unusable.unwrap().to_string();
        assert!(
            unusable.contains("public_key is not")
                && unusable.contains("\"blocks\"")
                && !unusable.contains(public_key),
            "{unusable}"
        );
    }
    let wrong = memberline(state, &["doctor", "No Slug"], "");
    assert_eq!(wrong.status.code(), Some(1));
}

/// What a function is told that no version has yet: what runs goes on as it was.
fn changed_and_not_published(state: &Path) {
    waited_for(async {
        let endpoint = info(state)["aws_endpoint"].as_str().unwrap().to_owned();
        let config = aws::config(&endpoint).await;
        let inbound = aws_sdk_cloudformation::Client::new(&config)
            .describe_stack_resource()
            .stack_name("memberline")
            .logical_resource_id("InboundSms")
            .send()
            .await
            .unwrap();
        let inbound = inbound.stack_resource_detail().unwrap().physical_resource_id();
        let nothing = Environment::builder().variables("PUBLIC_URL", "http://127.0.0.1:9");
        aws_sdk_lambda::Client::new(&config)
            .update_function_configuration()
            .function_name(inbound.unwrap())
            .environment(nothing.build())
            .send()
            .await
            .unwrap();
    });
    let (_, found) = doctor(state, &["lakeside"]);
    assert_eq!(codes(&found, "PublicUrl"), Vec::<&str>::new());
    assert_eq!(codes(&found, "ConsoleUrl"), Vec::<&str>::new());
}

/// What smoke says: its exit code, and its hops.
fn smoke(state: &Path, arguments: &[&str]) -> (i32, Value) {
    let output = memberline(state, &[&["smoke", "--json"], arguments].concat(), "");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let said = serde_json::from_str(&said)
        .unwrap_or_else(|error| panic!("{error}: {said}{}", String::from_utf8_lossy(&output.stderr)));
    (output.status.code().unwrap(), said)
}

fn hops(said: &Value) -> Vec<(&str, bool)> {
    let hops = said["hops"].as_array().unwrap().iter();
    hops.map(|hop| (hop["hop"].as_str().unwrap(), hop["came"] == true))
        .collect()
}

const WHOLE: [(&str, bool); 5] = [
    ("webhook", true),
    ("committed", true),
    ("notifier", true),
    ("told", true),
    ("closed", true),
];

#[tokio::test]
async fn one_text_goes_through_again_and_again_and_leaves_nothing_open() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::start(state);
    let unasked = smoke(state, &[]);
    assert_eq!(unasked.0, 1);
    assert!(
        unasked.1["error"].as_str().unwrap().contains("say --yes"),
        "{}",
        unasked.1
    );

    // Twice at once, both the first.
    let others = std::thread::spawn({
        let state = state.to_owned();
        move || smoke(&state, &["--yes"])
    });
    let (first, second) = (smoke(state, &["--yes"]), others.join().unwrap());
    for (code, said) in [first, second, smoke(state, &["--yes"])] {
        assert_eq!((code, hops(&said)), (0, WHOLE.to_vec()), "{said:#}");
        assert_eq!(said["passed"], true);
        for hop in said["hops"].as_array().unwrap() {
            assert!(hop["milliseconds"].as_u64().unwrap() < 60_000, "{hop}");
        }
    }
    let words = memberline(state, &["smoke", "--yes"], "");
    let words = String::from_utf8_lossy(&words.stdout).into_owned();
    assert!(
        words.contains("webhook answered") && words.contains("A text goes through."),
        "{words}"
    );

    // The simulator was told each time, by the way that agents are.
    let mail = reqwest::get(format!("{}/dev/mail", up.url))
        .await
        .unwrap()
        .text()
        .await
        .unwrap();
    let told = mail.matches("success@simulator.amazonses.com").count();
    assert!(told >= 4, "{mail}");
    // Nothing of it is seen by doctor, by institutions, or in their inboxes, and every chain holds.
    let (code, found) = doctor(state, &[]);
    assert_eq!(code, 0, "{found:#?}");
    assert!(
        !found.iter().any(|finding| finding["about"] == "memberline-smoke"),
        "{found:#?}"
    );
    let exported = memberline(state, &["directory", "export", "memberline-smoke"], "");
    assert!(String::from_utf8_lossy(&exported.stdout).contains("texting: false"));
    assert_eq!(crate::up::conversations(state).await, 0);
    let verified = crate::up::answer(&["verify"], state);
    assert!(
        verified.status.success(),
        "{}",
        String::from_utf8_lossy(&verified.stderr)
    );
    let (said, again) = (verified.stdout, memberline(state, &["verify"], ""));
    assert_eq!(again.status.code(), Some(0));
    assert_eq!(again.stdout, said);
    // A stranger who knows the number does not get in.
    let numbers = info(state)["numbers"].to_string();
    assert!(!numbers.contains("+12025550199"), "{numbers}");
    let form = [
        ("From", "+12185550142"),
        ("To", "+12025550199"),
        ("Body", "Hello"),
        ("MessageSid", "SM0"),
    ];
    let stranger = reqwest::Client::new()
        .post(format!("{}/webhooks/twilio", up.url))
        .header("x-twilio-signature", "c2ln")
        .form(&form)
        .send()
        .await
        .unwrap();
    assert_eq!(stranger.status(), 403);
    up.stop();
}
