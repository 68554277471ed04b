//! The command as it is run.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to fail there")]

use std::path::Path;
use std::process::{Command, Output};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/evidence-sample.json");

fn memberline(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_memberline"));
    command.args(arguments).output().unwrap()
}

fn verify(packet: &Path) -> Output {
    memberline(&["verify", "--packet", packet.to_str().unwrap()])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_packet_that_holds_is_said_with_its_digest() {
    let output = verify(Path::new(SAMPLE));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let said = text(&output.stdout);
    assert!(said.contains("every link holds; digest "), "{said}");
    assert_eq!(text(&output.stderr), "");
}

#[test]
fn what_does_not_hold_is_named_and_ends_with_1() {
    let folder = tempfile::tempdir().unwrap();
    let packet = folder.path().join("packet.json");
    let sample = std::fs::read_to_string(SAMPLE).unwrap();
    std::fs::write(
        &packet,
        sample.replace("Lakeside Credit Union", "Seaside Credit Union"),
    )
    .unwrap();
    let output = verify(&packet);
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(said.contains("its digest is another"), "{said}");
    assert_eq!(text(&output.stdout), "");

    std::fs::write(&packet, "{}").unwrap();
    assert_eq!(verify(&packet).status.code(), Some(1));
}

#[test]
fn what_cannot_be_checked_ends_with_2() {
    let output = verify(Path::new("no/such/packet.json"));
    assert_eq!(output.status.code(), Some(2));
    let said = text(&output.stderr);
    assert!(said.contains("no/such/packet.json cannot be read"), "{said}");
    for arguments in [&["verify"][..], &["verify", "--paket", "x"], &["veri"], &[]] {
        assert_eq!(memberline(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn help_shows_examples_and_exit_codes() {
    let output = memberline(&["verify", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    let help = text(&output.stdout);
    assert!(help.contains("memberline verify --packet packet.json"), "{help}");
    assert!(help.contains("Exit codes:"), "{help}");
}
