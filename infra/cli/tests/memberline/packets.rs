//! Evidence packets.

use std::path::Path;

use serde_json::Value;

use crate::{SAMPLE, memberline, text, verify};

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

    for other in [&b""[..], b"{}", b"\x89PNG\r\n\x1a\n\0"] {
        std::fs::write(&packet, other).unwrap();
        let output = verify(&packet);
        assert_eq!(output.status.code(), Some(1));
        let said = text(&output.stderr);
        assert!(said.contains("this is no evidence packet"), "{said}");
    }
}

/// What verifying says as JSON, and its exit code.
fn verify_json(packet: &Path) -> (Option<i32>, Value) {
    let output = memberline(&["verify", "--packet", packet.to_str().unwrap(), "--json"]);
    assert_eq!(text(&output.stderr), "");
    let said = text(&output.stdout);
    let json = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    (output.status.code(), json)
}

#[test]
fn machines_are_told_what_a_packet_holds_or_the_first_thing_that_does_not() {
    let sample: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
    let (code, held) = verify_json(Path::new(SAMPLE));
    assert_eq!((code, &held["holds"]), (Some(0), &Value::Bool(true)), "{held}");
    assert_eq!(held["digest"], sample["digest"]);
    let timelines = 1 + sample["exchanges"].as_array().unwrap().len();
    assert_eq!(held["checked"]["timelines"], timelines);
    for count in ["entries", "shredded", "unknown"] {
        assert!(held["checked"][count].is_u64(), "{held}");
    }
    for lines in ["bound", "carried", "open"] {
        assert!(held["findings"][lines][0].is_string(), "{held}");
    }
    let folder = tempfile::tempdir().unwrap();
    let packet = folder.path().join("packet.json");
    let other = sample["organisation_name"].as_str().unwrap();
    let forged = std::fs::read_to_string(SAMPLE).unwrap().replace(other, "Seaside");
    std::fs::write(&packet, forged).unwrap();
    let (code, broken) = verify_json(&packet);
    assert_eq!(
        (code, &broken["holds"]),
        (Some(1), &Value::Bool(false)),
        "{broken}"
    );
    let first = broken["broken"].as_str().unwrap();
    assert!(first.contains("its digest is another"), "{broken}");
    assert!(
        broken["error"].as_str().unwrap().contains("does not hold"),
        "{broken}"
    );
    let (code, missing) = verify_json(Path::new("no/such/packet.json"));
    assert_eq!(code, Some(2));
    let error = missing["error"].as_str().unwrap();
    assert!(
        error.contains("cannot be read") && missing["holds"].is_null(),
        "{missing}"
    );
}
