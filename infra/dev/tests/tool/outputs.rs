//! What the tool says, and to whom.

use std::fs::OpenOptions;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::process::{Output, Stdio};

use serde_json::Value;

use crate::up::{Up, answer, text, tool};

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The tool as in `cargo dev … | true`.
fn to_a_reader_who_left(arguments: &[&str], state: &Path) -> Output {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    tool(arguments, state)
        .stdout(Stdio::from(OwnedFd::from(writer)))
        .stderr(Stdio::piped())
        .output()
        .unwrap()
}

/// The tool as in `cargo dev … > /dev/full`.
fn to_a_full_disk(arguments: &[&str], state: &Path) -> Output {
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    tool(arguments, state)
        .stdout(full)
        .stderr(Stdio::piped())
        .output()
        .unwrap()
}

#[tokio::test]
async fn a_running_stack_answers_whoever_asks() {
    let state = tempfile::tempdir().unwrap();
    let state = state.path();
    let up = Up::start(state);
    text(&up, state).await;

    for arguments in [["info"], ["verify"]] {
        let output = to_a_reader_who_left(&arguments, state);
        assert!(output.status.success(), "{arguments:?}: {}", said(&output));
        assert_eq!(said(&output), "", "{arguments:?}");
        if cfg!(target_os = "linux") {
            let output = to_a_full_disk(&arguments, state);
            assert_eq!(output.status.code(), Some(1), "{arguments:?}");
            let said = said(&output);
            assert!(said.contains("cannot be written to standard output"), "{said}");
            assert!(!said.contains("panicked"), "{said}");
        }
    }

    let samples = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events");
    let sent = |name: &str| {
        let output = answer(&["event", &format!("{samples}/{name}")], state);
        assert!(output.status.success(), "{name}: {}", said(&output));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()["status"].clone()
    };
    assert_eq!(sent("inbound-sms-twilio-message.json"), 204);
    assert_eq!(sent("inbound-sms-telnyx-message.json"), 204);
    assert_eq!(sent("inbound-sms-twilio-message-forged.json"), 403);
    assert_eq!(sent("agent-api-me.json"), 200);
    assert_eq!(sent("agent-api-no-token.json"), 401);

    let journey = format!("{samples}/journeys/stalled-loan.json");
    let output = answer(&["los", &journey, "--organisation", "nobody"], state);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("there is no organisation nobody"),
        "{}",
        said(&output)
    );

    let again = answer(&["up", "--skip-build", "--port", "0"], state);
    assert_eq!(again.status.code(), Some(1));
    assert!(
        said(&again).contains(&format!("in use by {}", up.url)),
        "{}",
        said(&again)
    );
    up.stop();
}

#[test]
fn without_a_stack_it_says_so() {
    let state = tempfile::tempdir().unwrap();
    for arguments in [["info"], ["verify"]] {
        let output = answer(&arguments, state.path());
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("nothing is running"), "{}", said(&output));
    }
}

#[test]
fn the_version_is_that_of_the_workspace() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_memberline-dev"))
        .arg("--version")
        .output()
        .unwrap();
    assert!(output.status.success());
    let version = format!("cargo dev {}\n", env!("CARGO_PKG_VERSION"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), version);
}
