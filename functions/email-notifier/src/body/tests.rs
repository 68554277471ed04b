use aws_lambda_events::event::sqs::SqsEvent;
use memberline_platform::readers::Reader;
use proptest::prelude::*;
use serde_json::json;

use super::*;

const THREAD: &str = "7k2m9xq4c8v1n5r3t6w0ybzdhf";

fn record(pk: &str, sk: &str, kind: &str) -> Value {
    json!({
        "eventName": "INSERT",
        "dynamodb": { "NewImage": {
            "pk": {"S": pk}, "sk": {"S": sk}, "kind": {"S": kind}, "seq": {"N": "7"}, "sealed": {"B": "AAAA"}, "meta": {"S": "{}"},
        }},
    })
}

fn text_record() -> Value {
    record(&format!("T#lakeside#{THREAD}"), "E#0000000007", "message_in")
}

fn one(value: &Value) -> Result<Task, BodyError> {
    read(&value.to_string()).map(|mut tasks| tasks.remove(0))
}

fn text(seq: u64) -> Task {
    let thread = ThreadId::parse(THREAD).unwrap_or_else(|e| panic!("{e}"));
    let organisation = OrganisationId::parse("lakeside").unwrap_or_else(|e| panic!("{e}"));
    Task::Text(Text {
        organisation,
        message: MessageId { thread, seq },
    })
}

#[test]
fn a_record_of_the_stream_names_its_text() {
    assert_eq!(one(&text_record()), Ok(text(7)));
    assert_eq!(
        read(&json!([text_record(), text_record()]).to_string()),
        Ok(vec![text(7), text(7)])
    );
    assert_eq!(read("[]"), Ok(vec![]));
}

#[test]
fn what_is_read_is_what_the_filter_lets_through() {
    for kind in EntryKind::ALL {
        let is_read = ["E#0000000007", "E#0000000007#0000000009"].iter().any(|sk| {
            let record = record(&format!("T#lakeside#{THREAD}"), sk, kind.as_str());
            matches!(one(&record), Ok(task) if !matches!(task, Task::Nothing(_)))
        });
        assert_eq!(is_read, Reader::EmailNotifier.reads(*kind), "{kind:?}");
    }
}

#[test]
fn el12_only_a_text_that_came_in_is_told_of() {
    for kind in [
        "message_out",
        "delivery",
        "notice",
        "claimed",
        "closed",
        "MESSAGE_IN",
        "",
    ] {
        let record = record(&format!("T#lakeside#{THREAD}"), "E#0000000007", kind);
        assert_eq!(one(&record), Ok(Task::Nothing("not_a_text")), "{kind}");
    }
    let head =
        json!({"eventName": "INSERT", "dynamodb": {"NewImage": {"pk": {"S": "T#a#b"}, "sk": {"S": "HEAD"}}}});
    assert_eq!(one(&head), Ok(Task::Nothing("not_a_text")));
    let mut changed = text_record();
    changed["eventName"] = "MODIFY".into();
    assert_eq!(one(&changed), Ok(Task::Nothing("not_new")));
    let removed = json!({"eventName": "REMOVE", "dynamodb": {"Keys": {}}});
    assert_eq!(one(&removed), Ok(Task::Nothing("not_new")));
}

#[test]
fn el_22_a_request_for_a_link_names_its_message() {
    let pk = format!("T#lakeside#{THREAD}");
    let task = one(&record(&pk, "E#0000000007#0000000012", "download_requested"));
    let Ok(Task::Link(asked)) = task else {
        panic!("{task:?}")
    };
    assert_eq!((asked.message, asked.seq, asked.thread.as_str()), (7, 12, THREAD));
    let alone = one(&record(&pk, "E#0000000012", "download_requested"));
    assert_eq!(alone, Err(BodyError::Malformed("request")));
    let subscriber = "S#lakeside#7k2m9xq4c8v1n5r3";
    let elsewhere = one(&record(
        subscriber,
        "E#0000000007#0000000012",
        "download_requested",
    ));
    assert_eq!(elsewhere, Err(BodyError::Malformed("request")));
}

#[test]
fn hostile_records_are_refused() {
    for (pk, sk) in [
        ("", "E#0000000007"),
        ("T#lakeside", "E#0000000007"),
        ("S#lakeside#7k2m9xq4c8v1n5r3", "E#0000000007"),
        ("T#Lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf", "E#0000000007"),
        ("T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf#x", "E#0000000007"),
        ("T#lakeside#../../../../../../etc/pass", "E#0000000007"),
        ("T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf", "HEAD"),
        ("T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf", "E#"),
        ("T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf", "E#0000000000"),
        ("T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf", "E#-000000001"),
        ("T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf", "E#0000000007#0000000008"),
        (
            "T#lakeside#7k2m9xq4c8v1n5r3t6w0ybzdhf",
            "E#99999999999999999999999",
        ),
    ] {
        assert!(
            matches!(one(&record(pk, sk, "message_in")), Err(BodyError::Record(_))),
            "{pk} {sk}"
        );
    }
    let mut wrongly_typed = text_record();
    wrongly_typed["dynamodb"]["NewImage"]["pk"] = json!({"N": "7"});
    assert_eq!(one(&wrongly_typed), Err(BodyError::Malformed("record")));
}

#[test]
fn what_is_of_no_known_kind_is_refused() {
    for (body, error) in [
        ("", BodyError::NotJson),
        ("not an event", BodyError::NotJson),
        ("{\"digest\"", BodyError::NotJson),
        ("null", BodyError::UnknownKind),
        ("7", BodyError::UnknownKind),
        ("{}", BodyError::UnknownKind),
        ("[[]]", BodyError::UnknownKind),
        ("[{\"dynamodb\":{}}]", BodyError::Malformed("record")),
        ("{\"digest\":{}}", BodyError::Malformed("digest")),
    ] {
        assert_eq!(read(body), Err(error), "{body}");
    }
    assert_eq!(read(&"[".repeat(100_000)), Err(BodyError::NotJson));
}

#[test]
fn a_digest_is_read_as_it_is_written() {
    let window = Window::of(Timestamp::UNIX_EPOCH, 5).unwrap_or_else(|| panic!("a window"));
    let Task::Text(text) = text(1) else {
        panic!("a text")
    };
    let digest = Digest {
        organisation: text.organisation,
        thread: text.message.thread,
        conversation: 2,
        window,
    };
    let body = serde_json::to_string(&DigestBody {
        digest: digest.clone(),
    })
    .unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(
        body,
        format!(
            r#"{{"digest":{{"organisation":"lakeside","thread":"{THREAD}","conversation":2,"window":{{"start":0,"minutes":5}}}}}}"#
        )
    );
    assert_eq!(read(&body), Ok(vec![Task::Digest(digest)]));
}

fn bounce(kind: &str, tags: &Value) -> Value {
    json!({
        "eventType": "Bounce",
        "bounce": {"bounceType": kind, "bounceSubType": "General", "timestamp": "2026-11-22T15:04:08.017Z"},
        "mail": {"destination": ["maria@lakeside.example"], "tags": tags},
    })
}

#[test]
fn a_permanent_bounce_and_a_complaint_stop_email() {
    let tags = json!({"organisation": ["lakeside"], "agent": ["maria"], "kind": ["text"], "ses:operation": ["SendEmail"]});
    let Ok(Task::Stop(stop)) = one(&bounce("Permanent", &tags)) else {
        panic!("a stop")
    };
    assert_eq!(
        (stop.organisation.as_str(), stop.agent.as_str(), stop.reason),
        ("lakeside", "maria", MailStopReason::Bounced)
    );
    assert_eq!(
        stop.at.map(|at| at.to_string()).as_deref(),
        Some("2026-11-22T15:04:08.017Z")
    );
    let complaint = json!({"notificationType": "Complaint", "complaint": {}, "mail": {"tags": tags}});
    let Ok(Task::Stop(stop)) = one(&complaint) else {
        panic!("a stop")
    };
    assert_eq!((stop.reason, stop.at), (MailStopReason::Complained, None));
}

#[test]
fn other_feedback_is_passed_over_and_hostile_feedback_refused() {
    let tags = json!({"organisation": ["lakeside"], "agent": ["maria"]});
    assert_eq!(
        one(&bounce("Transient", &tags)),
        Ok(Task::Nothing("bounce_transient"))
    );
    assert_eq!(
        one(&bounce("Undetermined", &tags)),
        Ok(Task::Nothing("bounce_transient"))
    );
    assert_eq!(
        one(&bounce("Permanent", &json!({}))),
        Ok(Task::Nothing("feedback_untagged"))
    );
    assert_eq!(
        one(&bounce("Permanent", &json!({"organisation": [], "agent": []}))),
        Ok(Task::Nothing("feedback_untagged"))
    );
    assert_eq!(
        one(&json!({"eventType": "Delivery", "mail": {}})),
        Ok(Task::Nothing("feedback_other"))
    );
    assert_eq!(
        one(&json!({"eventType": "Bounce"})),
        Err(BodyError::Malformed("feedback"))
    );
    let foreign = json!({"organisation": ["lakeside#x"], "agent": ["maria"]});
    assert_eq!(
        one(&bounce("Permanent", &foreign)),
        Err(BodyError::Malformed("organisation"))
    );
    let greeting = "Successfully validated SNS topic for Amazon SES event publishing.";
    assert_eq!(read(greeting), Ok(vec![Task::Nothing("mail_service_greeting")]));
}

fn tasks(event: &str) -> Vec<Result<Vec<Task>, BodyError>> {
    let event: SqsEvent = serde_json::from_str(event).unwrap_or_else(|e| panic!("{e}"));
    event
        .records
        .iter()
        .map(|r| read(r.body.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn the_sample_events_are_read() {
    let message = tasks(include_str!("../../../../events/email-notifier-message.json"));
    assert_eq!(message, [Ok(vec![text(1)])]);
    let batch = tasks(include_str!("../../../../events/email-notifier-batch.json"));
    assert_eq!(
        batch,
        [Ok(vec![text(1)]), Ok(vec![text(3)]), Err(BodyError::NotJson)]
    );
    let transient = tasks(include_str!(
        "../../../../events/email-notifier-bounce-transient.json"
    ));
    assert_eq!(transient, [Ok(vec![Task::Nothing("bounce_transient")])]);
    for sample in [
        include_str!("../../../../events/email-notifier-bounce.json"),
        include_str!("../../../../events/email-notifier-complaint.json"),
    ] {
        assert!(matches!(
            tasks(sample)[0].as_deref(),
            Ok([Task::Stop(_) | Task::Nothing("feedback_untagged")])
        ));
    }
}

proptest! {
    #[test]
    fn any_body_is_read_or_refused(body in ".{0,200}") {
        let _ = read(&body);
    }

    #[test]
    fn any_keys_are_read_or_refused(pk in ".{0,60}", sk in ".{0,60}") {
        prop_assert!(one(&record(&pk, &sk, "message_in")).is_err());
    }
}
