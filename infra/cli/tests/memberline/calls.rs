//! How it is called, by whomever.

use std::process::{Command, Stdio};

use crate::{SAMPLE, memberline, text};

#[test]
fn an_empty_name_of_a_stack_is_refused_by_every_command() {
    for command in [
        &["directory", "export", "cedar"][..],
        &["doctor"],
        &["verify", "--packet", SAMPLE],
        &["verify"],
        &["completions", "bash"],
        &["--local", "secrets", "list", "cedar"],
    ] {
        for (option, variable) in [
            (Some("--stack="), None),
            (Some("--stack= "), None),
            (None, Some("")),
        ] {
            let mut called = Command::new(env!("CARGO_BIN_EXE_memberline"));
            called.args(option).args(command);
            if let Some(variable) = variable {
                called.env("MEMBERLINE_STACK", variable);
            }
            let output = called.output().unwrap();
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{command:?}: {said}");
            assert!(
                said.contains("MEMBERLINE_STACK") && output.stdout.is_empty(),
                "{said}"
            );
        }
    }
}

#[test]
fn no_file_is_written_over_by_an_export() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cedar.yaml");
    std::fs::write(&file, "# ours\n").unwrap();
    // It is refused before a stack is looked for, which there is none of.
    let local = format!("--local={}", folder.path().display());
    let output = memberline(&[&local, "directory", "export", "cedar", file.to_str().unwrap()]);
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("is there already: name another file"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "# ours\n");
}

#[test]
fn shells_complete_every_command() {
    for shell in ["bash", "zsh", "fish"] {
        let output = memberline(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(text(&output.stdout).contains("export"), "{shell}");
    }
}

#[test]
fn a_reader_of_completions_may_leave() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_memberline"))
        .args(["completions", "bash"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
