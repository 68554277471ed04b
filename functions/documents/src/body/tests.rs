use memberline_domain::OrganisationId;
use memberline_platform::readers::Reader;
use proptest::prelude::*;
use serde_json::json;

use super::*;

const THREAD: &str = "0123456789abcdef0123456789";

fn record(sk: &str, kind: &str, label: Option<&str>) -> Value {
    let mut image = json!({
        "pk": { "S": format!("T#lakeside#{THREAD}") }, "sk": { "S": sk }, "kind": { "S": kind },
    });
    if let Some(label) = label {
        image["label"] = json!({ "S": label });
    }
    json!({ "eventName": "INSERT", "dynamodb": { "NewImage": image } })
}

fn scan(key: &str, status: &Value) -> Value {
    json!({
        "version": "0", "id": "72c7d362-737a-6dce-fc78-9e27a0171419",
        "detail-type": "GuardDuty Malware Protection Object Scan Result", "source": "aws.guardduty",
        "account": "111122223333", "time": "2026-11-23T15:00:04Z", "region": "us-east-1",
        "resources": ["arn:aws:guardduty:us-east-1:111122223333:malware-protection-plan/b4c7f464ab3a4EXAMPLE"],
        "detail": {
            "schemaVersion": "1.0", "scanStatus": "COMPLETED", "resourceType": "S3_OBJECT",
            "s3ObjectDetails": { "bucketName": "documents", "objectKey": key, "eTag": "e", "versionId": "v", "s3Throttled": false },
            "scanResultDetails": status,
        },
    })
}

fn one(body: &Value) -> Result<Task, BodyError> {
    read(&body.to_string()).map(|mut tasks| tasks.remove(0))
}

fn taken_in(seq: u64) -> Task {
    Task::TakeIn(MessageRef {
        organisation: OrganisationId::parse("lakeside").unwrap(),
        message: MessageId {
            thread: memberline_domain::ThreadId::parse(THREAD).unwrap(),
            seq,
        },
    })
}

#[test]
fn what_is_read_is_what_the_filter_lets_through() {
    for kind in EntryKind::ALL {
        let is_read = ["E#0000000007", "E#0000000007#0000000009"].iter().any(|sk| {
            let of = |label| one(&record(sk, kind.as_str(), Some(label)));
            [label::DOCUMENTS, label::FETCH]
                .map(of)
                .contains(&Ok(taken_in(7)))
        });
        assert_eq!(is_read, Reader::Documents.reads(*kind), "{kind:?}");
    }
}

#[test]
fn el_20_messages_with_media_and_media_that_are_asked_for_again_are_taken_in() {
    assert_eq!(
        one(&record("E#0000000007", "message_in", Some("documents"))),
        Ok(taken_in(7))
    );
    assert_eq!(
        one(&record("E#0000000007#0000000009", "attachment", Some("fetch"))),
        Ok(taken_in(7))
    );
    for (sk, kind, label) in [
        ("E#0000000007", "message_in", None),
        ("E#0000000007#0000000009", "attachment", None),
        ("E#0000000007", "message_out", Some("documents")),
        ("HEAD", "claimed", None),
    ] {
        assert_eq!(
            one(&record(sk, kind, label)),
            Ok(Task::Nothing("not_for_us")),
            "{kind}"
        );
    }
    let batch = Value::Array(vec![
        record("E#0000000007", "message_in", Some("documents")),
        record("E#0000000008", "message_in", Some("documents")),
    ]);
    assert_eq!(read(&batch.to_string()), Ok(vec![taken_in(7), taken_in(8)]));
}

#[test]
fn el_20_every_verdict_is_read() {
    let key = format!("in/lakeside/{THREAD}/7/1.1");
    for (name, verdict) in [
        ("NO_THREATS_FOUND", Verdict::Clean),
        ("THREATS_FOUND", Verdict::Threat),
        ("UNSUPPORTED", Verdict::Unsupported),
        ("ACCESS_DENIED", Verdict::Denied),
        ("FAILED", Verdict::Failed),
    ] {
        let status = json!({ "scanResultStatus": name, "threats": null });
        assert_eq!(
            one(&scan(&key, &status)),
            Ok(Task::Verdict(Scanned {
                bucket: "documents".to_owned(),
                object: key.parse().unwrap(),
                verdict,
            }))
        );
    }
    assert!(matches!(
        one(&scan(&key, &Value::Null)),
        Ok(Task::Verdict(Scanned {
            verdict: Verdict::Failed,
            ..
        }))
    ));
    let new = json!({ "scanResultStatus": "MAYBE" });
    assert_eq!(
        one(&scan(&key, &new)),
        Err(BodyError::Malformed("scan result status"))
    );
}

#[test]
fn verdicts_on_what_nobody_waits_for_are_passed_over() {
    let clean = json!({ "scanResultStatus": "NO_THREATS_FOUND" });
    for key in [
        "out/lakeside/x/y",
        "thumbs/in/lakeside/x/7/1.1.jpg",
        "in/lakeside/short/7/1.1",
        "",
    ] {
        assert_eq!(
            one(&scan(key, &clean)),
            Ok(Task::Nothing("object_not_a_medium")),
            "{key}"
        );
    }
    let mut forged = scan(&format!("in/lakeside/{THREAD}/7/1.1"), &clean);
    forged["source"] = json!("somebody.else");
    assert_eq!(one(&forged), Ok(Task::Nothing("event_other")));
    let mut other = scan("x", &clean);
    other["detail-type"] = json!("GuardDuty Finding");
    assert_eq!(one(&other), Ok(Task::Nothing("event_other")));
}

#[test]
fn what_is_no_body_of_ours_is_refused_with_a_code() {
    for (body, error) in [
        ("", BodyError::NotJson),
        ("{}", BodyError::UnknownKind),
        ("[1]", BodyError::UnknownKind),
        (r#"{"dynamodb": 1}"#, BodyError::Malformed("record")),
        (
            r#"{"detail-type": "GuardDuty Malware Protection Object Scan Result"}"#,
            BodyError::Malformed("scan result"),
        ),
    ] {
        assert_eq!(read(body), Err(error), "{body}");
        assert!(error.code().starts_with("body_"));
    }
    let beside_nothing = record("E#0000000007", "attachment", Some("fetch"));
    assert_eq!(
        one(&beside_nothing).map_err(BodyError::code),
        Err("record_not_a_message")
    );
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(body in "\\PC{0,200}") {
        let _ = read(&body);
    }
}
