//! A stack in an AWS that somebody else starts: here a MiniStack as its own package starts it, without any of the tool's workarounds.

use std::fs::File;
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::up::{self, Up, answer, conversations, info, text};

const MEMBER: &str = "+15552010001";

/// An AWS of somebody else's.
struct Emulator {
    child: Child,
    endpoint: String,
    _folder: TempDir,
}

impl Emulator {
    async fn start() -> Self {
        let free = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = free.local_addr().unwrap().port();
        drop(free);
        let folder = tempfile::tempdir().unwrap();
        let python = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.local/venv/bin/python");
        let child = Command::new(python)
            .args(["-m", "ministack"])
            .envs([
                ("GATEWAY_PORT", port.to_string().as_str()),
                ("BIND_HOST", "127.0.0.1"),
                ("SFTP_ENABLED", "0"),
                ("IOT_MTLS_ENABLED", "0"),
            ])
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(File::create(folder.path().join("log")).unwrap())
            .spawn()
            .unwrap();
        let emulator = Self {
            child,
            endpoint: format!("http://127.0.0.1:{port}"),
            _folder: folder,
        };
        for _ in 0..200 {
            if emulator.is_there().await {
                return emulator;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("MiniStack does not start");
    }

    async fn is_there(&self) -> bool {
        let health = reqwest::get(format!("{}/_ministack/health", self.endpoint)).await;
        health.is_ok_and(|answer| answer.status().is_success())
    }

    fn up(&self, state: &Path, port: &str) -> Up {
        Up::begin_with(state, &["--port", port, "--aws", &self.endpoint])
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn ask(state: &Path, method: Method, path: &str, body: Option<Value>) -> (u16, Value) {
    up::ask(state, "maria", (method, path), body).await
}

/// Asks until the answer holds.
async fn until(what: &str, state: &Path, path: &str, holds: impl Fn(&Value) -> bool) -> Value {
    let mut last = Value::Null;
    for _ in 0..120 {
        last = ask(state, Method::GET, path, None).await.1;
        if holds(&last) {
            return last;
        }
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
    panic!("{what}: {last}");
}

#[tokio::test]
async fn a_stack_in_another_aws_does_everything_and_leaves_it_running() {
    // libfaketime makes Python's own sleep fail, and an emulator as it comes has no mend for that (`ministack.py` has one).
    if memberline_local::date::is_moved() {
        return;
    }
    let emulator = Emulator::start().await;
    let folders = tempfile::tempdir().unwrap();
    let state = folders.path().join("mine");
    let up = emulator.up(&state, "0").ready();
    let port = up.url.rsplit(':').next().unwrap().to_owned();

    text(&up, &state).await;
    let list = ask(&state, Method::GET, "/v1/conversations", None).await.1;
    let conversation = format!("/v1/conversations/{}", list["items"][0]["id"].as_str().unwrap());
    assert_eq!(
        ask(&state, Method::POST, &format!("{conversation}/claim"), None)
            .await
            .0,
        200
    );
    let body = json!({ "text": "Yes, somebody is." });
    let (status, said) = ask(
        &state,
        Method::POST,
        &format!("{conversation}/messages"),
        Some(body),
    )
    .await;
    assert!(status < 300, "{status} {said}");
    let handset = format!("/dev/handset/messages?member={}", MEMBER.replace('+', "%2B"));
    until("the answer reaches the handset", &state, &handset, |all| {
        all.to_string().contains("Yes, somebody is.")
    })
    .await;
    until("an email is read", &state, "/dev/mail", |mail| {
        mail.as_array().is_some_and(|all| !all.is_empty())
    })
    .await;

    // The verdict of the scan comes although nobody may put events of AWS's own on the bus.
    let number = info(&state)["numbers"][0]["number"].clone();
    let picture =
        json!({ "member": MEMBER, "number": number, "text": "Here it is", "media": ["pay-stub.png"] });
    ask(&state, Method::POST, "/dev/handset/messages", Some(picture)).await;
    let timeline = format!("{conversation}/timeline");
    until("the picture is ready", &state, &timeline, |all| {
        all.to_string().contains("\"ready\"")
    })
    .await;

    let (status, _) = ask(
        &state,
        Method::POST,
        "/dev/clock",
        Some(json!({ "advance_seconds": 60 })),
    )
    .await;
    assert_eq!(status, 409);

    let file = folders.path().join("sam.json");
    let written = answer(&["sam-env", file.to_str().unwrap()], &state);
    assert!(
        written.status.success(),
        "{}",
        String::from_utf8_lossy(&written.stderr)
    );
    let told: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let functions = told.as_object().unwrap();
    assert!(functions.len() >= 8, "{:?}", functions.keys());
    for (function, variables) in functions {
        for name in [
            "TIMELINE_TABLE",
            "ORGANISATION_KEY_ID",
            "PUBLIC_URL",
            "SSL_CERT_FILE",
        ] {
            assert!(variables[name].is_string(), "{function} {name}");
        }
        let aws = variables["AWS_ENDPOINT_URL"].as_str().unwrap();
        assert!(
            aws.starts_with("http://host.docker.internal:"),
            "{function} {aws}"
        );
        assert!(variables["FRONT_SECRET_ID"].is_null(), "{function}");
    }
    assert!(
        told["Documents"]["DOCUMENTS_BUCKET"].is_string()
            && told["ReEngagement"]["TIMER_ROLE_ARN"].is_string()
    );

    let said = up.stop();
    assert!(said.contains("goes on, with the stack in it"), "{said}");
    assert!(emulator.is_there().await);

    let (status, said) = emulator.up(&folders.path().join("another"), "0").end();
    assert!(!status.success());
    assert!(said.contains("has a stack named memberline already"), "{said}");
    let (status, said) = Up::begin(&state, 0).end();
    assert!(!status.success());
    assert!(said.contains("these data belong to the AWS at"), "{said}");
    let (status, said) = Up::begin_with(&state, &["--aws", &emulator.endpoint, "--fresh"]).end();
    assert!(!status.success());
    assert!(said.contains("cannot be used with"), "{said}");

    let again = emulator.up(&state, &port).ready();
    assert_eq!(conversations(&state).await, 1);
    let said = again.stop();
    assert!(said.contains("nothing changed"), "{said}");
}
