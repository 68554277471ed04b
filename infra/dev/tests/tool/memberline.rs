//! The operator's command, called on a stack that runs.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use memberline_cli::operate::{Deployment, Target};
use memberline_domain::OrganisationId;
use serde_json::Value;

use crate::up::waited_for;

/// The operator's command, which is built beside the tool.
fn command() -> PathBuf {
    Path::new(env!("CARGO_BIN_EXE_memberline-dev")).with_file_name("memberline")
}

/// Calls it on the stack with its data in this folder.
pub fn memberline(state: &Path, arguments: &[&str], stdin: &str) -> Output {
    let mut child = Command::new(command())
        .arg(format!("--local={}", state.display()))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(stdin.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

/// Stores credentials as they are, past what the command refuses.
pub fn store_credentials(state: &Path, organisation: &str, service: &str, stored: &Value) {
    let target = Target {
        stack: "memberline".to_owned(),
        local: Some(state.to_owned()),
        json: false,
        yes: false,
    };
    waited_for(async {
        let deployment = Deployment::find(&target).await.unwrap();
        let organisation = OrganisationId::parse(organisation).unwrap();
        let json = serde_json::to_vec(stored).unwrap();
        let put = deployment.store.put_credentials(&organisation, service, &json);
        put.await.unwrap();
    });
}

fn said(output: &Output) -> String {
    format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}

/// A call that ends with this code; what it said.
pub fn ends(state: &Path, arguments: &[&str], stdin: &str, code: i32) -> String {
    let output = memberline(state, arguments, stdin);
    assert_eq!(
        output.status.code(),
        Some(code),
        "{arguments:?}: {}",
        said(&output)
    );
    said(&output)
}
