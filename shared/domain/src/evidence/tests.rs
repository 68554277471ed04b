use serde_json::{Value, json};

use super::*;
use crate::chain::GENESIS;
use crate::thread::DeliveryStatus;

const LEDGER: &str = "S#lakeside#0123456789abcdef";
const THREAD: &str = "0123456789abcdef0123456789";

/// A timeline of these entries: the readable parts, and the opened.
fn timeline(pk: &str, entries: &[(&str, Value, Option<Value>)]) -> Timeline {
    let mut prev = GENESIS.to_owned();
    let mut chained = Vec::new();
    for (at, meta, content) in entries {
        let seq = chained.len() as u64 + 1;
        let sk = match meta["message"].as_u64() {
            Some(message) if meta["kind"] == "delivery" => format!("E#{message:010}#{seq:010}"),
            _ => format!("E#{seq:010}"),
        };
        let (text, kind) = (meta.to_string(), meta["kind"].as_str().unwrap());
        let sealed = content
            .as_ref()
            .map_or_else(Vec::new, |c| c.to_string().into_bytes());
        let link = Link {
            pk,
            sk: &sk,
            seq,
            at,
            kind,
            meta: &text,
            sealed: &sealed,
        };
        let hash = link.hash(&prev);
        chained.push(ChainedEntry {
            sk,
            seq,
            at: (*at).to_owned(),
            kind: kind.to_owned(),
            meta: text,
            sealed: STANDARD.encode(&sealed),
            prev,
            hash: hash.clone(),
            content: content.clone(),
        });
        prev = hash;
    }
    Timeline {
        pk: pk.to_owned(),
        seq: chained.len() as u64,
        hash: prev,
        entries: chained,
    }
}

fn text(words: &str) -> Value {
    json!({"message": {"text": words}})
}

/// A member who was asked, said yes, and stopped 37 milliseconds after the webhook came.
fn packet() -> Packet {
    let ours = "+15550100001";
    let by_text = json!({"via": "text", "number": ours, "carrier_message_id": "SM2"});
    let ledger = timeline(
        LEDGER,
        &[
            (
                "2026-11-22T10:00:00Z",
                json!({"kind": "consent_requested", "categories": ["service"], "scope": {"of": "organisation"},
                       "number": ours, "by": {"kind": "automation"}, "wording": "May we?"}),
                None,
            ),
            (
                "2026-11-22T10:01:00Z",
                json!({"kind": "consent_granted", "categories": ["service"], "scope": {"of": "organisation"},
                       "said_at": "2026-11-22T10:01:00Z",
                       "source": {"via": "text", "number": ours, "carrier_message_id": "SM1",
                                  "asked_at": "2026-11-22T10:00:00Z"}}),
                None,
            ),
            (
                "2026-11-22T10:02:00.037Z",
                json!({"kind": "opted_out", "number": null, "source": by_text,
                       "received_at": "2026-11-22T10:02:00Z"}),
                None,
            ),
        ],
    );
    let out = |purpose: &str| {
        json!({"kind": "message_out", "conversation": 0, "by": {"kind": "system"}, "purpose": purpose,
               "encoding": "gsm7", "carrier_segments": 1, "plan_units": 1})
    };
    let sent = json!({"kind": "delivery", "message": 2, "status": "sent", "attempt": 1});
    let thread = timeline(
        &format!("T#lakeside#{THREAD}"),
        &[
            (
                "2026-11-22T10:02:00.037Z",
                json!({"kind": "message_in", "conversation": 0, "carrier": "twilio", "carrier_message_id": "SM2",
                       "segments": 1, "media": 0, "intent": "opt_out"}),
                Some(text("STOP")),
            ),
            (
                "2026-11-22T10:02:00.037Z",
                out("opt_out_confirmation"),
                Some(text("You are opted out.")),
            ),
            ("2026-11-22T10:02:01Z", sent, None),
        ],
    );
    let subject = Subject {
        organisation: OrganisationId::parse("lakeside").unwrap(),
        organisation_name: "Lakeside Credit Union".to_owned(),
        number: PhoneNumber::parse("+15552010001").unwrap(),
        subscriber: SubscriberId::parse("0123456789abcdef").unwrap(),
        made_at: "2026-11-23T00:00:00Z".parse().unwrap(),
    };
    let exchange = Exchange {
        number: PhoneNumber::parse(ours).unwrap(),
        thread: ThreadId::parse(THREAD).unwrap(),
        timeline: thread,
    };
    Packet::make(subject, ledger, vec![exchange]).unwrap()
}

#[test]
fn the_packet_says_how_fast_a_stop_blocked_and_that_it_was_confirmed_once() {
    let packet = packet();
    let stop = &packet.summary.stops[0];
    assert_eq!((stop.latency_ms, stop.blocks.clone()), (Some(37), None));
    let confirmation = stop.confirmation.as_ref().unwrap();
    assert_eq!(
        (confirmation.status, confirmation.after_ms),
        (DeliveryStatus::Sent, Some(963))
    );
    assert_eq!(packet.summary.blocked_now, [None]);
    assert_eq!(packet.summary.consents_now.len(), 1);
    let texts: Vec<_> = packet
        .summary
        .messages
        .iter()
        .filter_map(|m| m.text.as_deref())
        .collect();
    assert_eq!(texts, ["STOP", "You are opted out."]);
    let checked = Checked {
        timelines: 2,
        entries: 6,
    };
    assert_eq!(packet.check(), Ok(checked));
}

#[test]
fn a_packet_written_and_read_again_still_holds() {
    for json in [
        serde_json::to_string(&packet()).unwrap(),
        serde_json::to_string_pretty(&packet()).unwrap(),
    ] {
        let read: Packet = serde_json::from_str(&json).unwrap();
        assert!(read.check().is_ok());
    }
}

/// The paths of all values in a document.
fn paths(value: &Value, at: &str, all: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                paths(value, &format!("{at}/{name}"), all);
            }
        }
        Value::Array(items) => {
            for (place, value) in items.iter().enumerate() {
                paths(value, &format!("{at}/{place}"), all);
            }
        }
        _ => all.push(at.to_owned()),
    }
}

fn flipped(value: &Value) -> Value {
    match value {
        Value::Null => json!("x"),
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_i64().unwrap() + 1),
        Value::String(text) => {
            let mut chars: Vec<char> = text.chars().collect();
            match chars.last_mut() {
                Some(last) => *last = if *last == '1' { '2' } else { '1' },
                None => chars.push('1'),
            }
            json!(chars.into_iter().collect::<String>())
        }
        other => other.clone(),
    }
}

fn holds(document: Value) -> bool {
    serde_json::from_value::<Packet>(document).is_ok_and(|packet| packet.check().is_ok())
}

#[test]
fn whatever_field_is_changed_the_packet_does_not_hold() {
    let whole = serde_json::to_value(packet()).unwrap();
    assert!(holds(whole.clone()));
    let mut all = Vec::new();
    paths(&whole, "", &mut all);
    assert!(all.len() > 100, "{}", all.len());
    for path in all {
        let mut changed = whole.clone();
        let value = changed.pointer_mut(&path).unwrap();
        *value = flipped(value);
        assert!(!holds(changed), "{path}");
    }
}

#[test]
fn a_field_that_is_added_or_an_entry_that_is_left_out_is_seen() {
    let whole = serde_json::to_value(packet()).unwrap();
    for path in ["", "/summary", "/ledger", "/ledger/entries/0", "/exchanges/0"] {
        let mut changed = whole.clone();
        changed.pointer_mut(path).unwrap()["added"] = json!(1);
        assert!(!holds(changed), "{path}");
    }
    for path in [
        "/ledger/entries",
        "/exchanges/0/timeline/entries",
        "/exchanges",
        "/summary/messages",
    ] {
        let entries = whole.pointer(path).unwrap().as_array().unwrap().len();
        for at in 0..entries {
            let mut changed = whole.clone();
            changed
                .pointer_mut(path)
                .unwrap()
                .as_array_mut()
                .unwrap()
                .remove(at);
            assert!(!holds(changed), "{path} without {at}");
        }
    }
}

#[test]
fn the_first_broken_link_is_named() {
    let mut broken = packet();
    broken.ledger.entries[1].meta.push(' ');
    broken.ledger.entries[2].meta.push(' ');
    let expected = BrokenPacket::Chain {
        pk: LEDGER.to_owned(),
        link: BrokenChain::Altered(2),
    };
    assert_eq!(broken.check(), Err(expected.clone()));
    assert_eq!(
        expected.to_string(),
        format!("{LEDGER}: entry 2 was altered after it was written")
    );
    let mut sealed = packet();
    sealed.exchanges[0].timeline.entries[0].sealed.push('*');
    assert!(matches!(
        sealed.check(),
        Err(BrokenPacket::Unreadable { seq: 1, .. })
    ));
    let mut words = packet();
    words.exchanges[0].timeline.entries[0].content = Some(text("Go on"));
    assert_eq!(words.check(), Err(BrokenPacket::Summary));
    let mut late = packet();
    late.made_at = "2026-11-24T00:00:00Z".parse().unwrap();
    assert_eq!(late.check(), Err(BrokenPacket::Digest));
}

#[test]
fn a_number_that_only_texted_has_an_empty_ledger() {
    let whole = packet();
    let empty = Timeline {
        pk: LEDGER.to_owned(),
        seq: 0,
        hash: GENESIS.to_owned(),
        entries: Vec::new(),
    };
    let subject = Subject {
        organisation: whole.organisation,
        organisation_name: whole.organisation_name,
        number: whole.number,
        subscriber: whole.subscriber,
        made_at: whole.made_at,
    };
    let packet = Packet::make(subject, empty, Vec::new()).unwrap();
    assert!(packet.check().is_ok());
    assert_eq!(packet.summary, Summary::default());
}

#[test]
fn an_entry_of_a_later_release_is_named_and_not_passed_over() {
    let unknown = timeline(
        LEDGER,
        &[(
            "2026-11-22T10:00:00Z",
            json!({"kind": "from_a_later_release"}),
            None,
        )],
    );
    assert_eq!(
        unknown.read::<crate::subscriber::SubscriberEvent>(),
        Err(BrokenPacket::Unreadable {
            pk: LEDGER.to_owned(),
            seq: 1
        })
    );
}
