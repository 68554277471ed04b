//! What happened besides, and what a later release wrote.

use memberline_domain::aggregate::{Entry as StoredEntry, Event as _};
use memberline_domain::consent::HoldReason;
use memberline_domain::thread::ThreadEvent;
use memberline_domain::{AgentId, ApplicationId};
use serde_json::{Value, json};

use super::cast::{message_in, message_out, seq, shown, stored};
use crate::view::samples;

#[test]
fn what_a_later_release_wrote_is_shown_as_something() {
    let entry = |seq, sk: &str| StoredEntry {
        seq,
        at: "2026-11-22T10:05:00Z".parse().unwrap(),
        event: ThreadEvent::read(sk, "telepathy", "{}").unwrap(),
        content: None,
    };
    let entries = shown(&[
        entry(5, "E#0000000003#0000000005"),
        entry(4, "E#0000000004"),
        message_out(3),
    ]);
    let other = |id: String, conversation: Value, message: Value| {
        json!({"kind": "other", "id": id, "at": "2026-11-22T10:05:00Z", "conversation": conversation,
               "message": message, "what": "telepathy"})
    };
    let first = format!("{}-1", samples::THREAD);
    assert_eq!(
        entries[0],
        other(format!("{}.5", seq(3)), json!(first), json!(seq(3)))
    );
    assert_eq!(entries[1], other(seq(4), Value::Null, Value::Null));
}

#[test]
fn what_happened_is_told_with_names() {
    let maria = || AgentId::parse("maria").unwrap();
    let downloaded = |agent: Option<AgentId>| ThreadEvent::Downloaded {
        message: 1,
        index: 1,
        agent,
        link: "4bb06f8e4e3a7715d201d573d0aa4237".to_owned(),
    };
    let erased = ThreadEvent::Erased {
        message: 1,
        media: 1,
        text: true,
        refused: None,
    };
    let started = ThreadEvent::Started {
        conversation: 1,
        agent: maria(),
        application: ApplicationId::parse("0123456789abcdef").unwrap(),
    };
    let settled = ThreadEvent::TaskSettled {
        message: 1,
        conversation: None,
        agent: maria(),
        opt_out: true,
        why: HoldReason::WrongNumber,
    };
    let refused = ThreadEvent::RefusedByCarrier {
        conversation: 1,
        message: 1,
    };
    let events = [
        downloaded(Some(maria())),
        downloaded(None),
        erased,
        started,
        settled,
        refused,
    ];
    let mut entries: Vec<_> = (2..)
        .zip(events)
        .map(|(seq, event)| stored(seq, 5, event))
        .collect();
    entries.push(message_in());
    let shown = shown(&entries);
    let told = |at: usize, name: &str| shown[at][name].clone();
    assert_eq!(told(0, "kind"), "downloaded");
    assert_eq!(told(0, "agent")["name"], "Maria Lopez");
    assert_eq!(told(1, "agent"), json!(null));
    assert_eq!((told(2, "kind"), told(2, "text")), (json!("erased"), json!(true)));
    assert_eq!(
        (told(3, "kind"), told(3, "application")),
        (json!("started"), json!("0123456789abcdef"))
    );
    assert_eq!(told(4, "question"), "wrong_number");
    assert_eq!(
        (told(4, "kind"), told(4, "opt_out")),
        (json!("task_settled"), json!(true))
    );
    assert_eq!(
        (told(5, "kind"), told(5, "message")),
        (
            json!("refused_by_carrier"),
            json!(format!("{}.1", samples::THREAD))
        )
    );
    let conversation = json!(format!("{}-1", samples::THREAD));
    assert!((0..6).all(|at| told(at, "conversation") == conversation));
}
