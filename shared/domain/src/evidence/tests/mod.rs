use serde_json::{Value, json};

mod findings;
mod forged;
mod sample;

use self::sample::*;
use super::*;
use crate::aggregate::chain::BrokenChain;
use crate::thread::DeliveryStatus;

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
    let texts: Vec<_> = packet
        .summary
        .messages
        .iter()
        .map(|m| m.text.as_deref())
        .collect();
    assert_eq!(
        texts,
        [
            Some("May we?"),
            Some("Yes"),
            Some("STOP"),
            Some("You are opted out.")
        ]
    );
    let checked = Checked {
        timelines: 2,
        entries: 9,
        ..Checked::default()
    };
    assert_eq!(packet.check(), Ok(checked));
}

/// What ports are tried on. It has this digest and holds; `UPDATE_EVIDENCE=1 cargo test -p memberline-domain sample` writes it anew.
#[test]
fn docs_evidence_sample_json_is_a_packet_that_holds() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/evidence-sample.json");
    let written = format!("{}\n", serde_json::to_string_pretty(&packet()).unwrap());
    #[expect(
        clippy::disallowed_methods,
        reason = "a test may be asked to write its sample"
    )]
    if std::env::var_os("UPDATE_EVIDENCE").is_some() {
        std::fs::write(path, &written).unwrap();
    }
    let stored = std::fs::read(path).unwrap();
    let sample = Packet::read(&stored).unwrap();
    assert!(sample.check().is_ok());
    assert_eq!(
        sample.digest,
        "bb9694331ff8770014e164b85033affd83fa8ebc77d7492eb864adb7ae50863b"
    );
    assert!(String::from_utf8(stored).unwrap() == written, "it is out of date");
}

#[test]
fn a_packet_written_and_read_again_still_holds() {
    for json in [
        serde_json::to_vec(&packet()).unwrap(),
        serde_json::to_vec_pretty(&packet()).unwrap(),
    ] {
        assert!(Packet::read(&json).unwrap().check().is_ok());
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
    assert!(all.len() > 150, "{}", all.len());
    for path in all {
        let mut changed = whole.clone();
        let value = changed.pointer_mut(&path).unwrap();
        *value = flipped(value);
        assert!(!holds(changed), "{path}");
    }
}

#[test]
fn an_entry_that_is_left_out_is_seen() {
    let whole = serde_json::to_value(packet()).unwrap();
    for path in [
        "/ledger/entries",
        "/exchanges/0/timeline/entries",
        "/exchanges/0/timeline/messages",
        "/exchanges/0/timeline/messages/0/entries",
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

/// Where the objects of a document begin, and what each begins with up to the comma.
fn objects(json: &str) -> Vec<(usize, String)> {
    let (mut objects, mut in_string, mut escaped) = (Vec::new(), false, false);
    for (at, byte) in json.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = !escaped && byte == b'\\';
        } else {
            in_string = byte == b'"';
            if byte == b'{' {
                let member = json[at + 1..].split([',', '}']).next().unwrap();
                objects.push((at + 1, member.to_owned()));
            }
        }
    }
    objects
}

#[test]
fn a_member_that_is_added_or_doubled_at_whatever_depth_is_refused() {
    let json = serde_json::to_string(&packet()).unwrap();
    assert!(Packet::read(json.as_bytes()).is_ok());
    let objects = objects(&json);
    assert!(objects.len() > 15, "{}", objects.len());
    for (at, first) in objects {
        for member in ["\"added\":1".to_owned(), first] {
            let mut changed = json.clone();
            changed.insert_str(at, &format!("{member},"));
            assert_eq!(
                Packet::read(changed.as_bytes()),
                Err(BrokenPacket::Written),
                "{at} {member}"
            );
        }
    }
    for (from, to) in [
        ("\"seq\":1,", "\"seq\":1.0,"),
        ("Lakeside", "\\u004cakeside"),
        ("\"anchors\":[]", "\"anchors\":[null]"),
        ("\"anchors\":[]", "\"anchors\":[{}]"),
        ("{\"format\"", "\u{feff}{\"format\""),
        ("{\"format\"", "{} {\"format\""),
    ] {
        assert!(json.contains(from), "{from}");
        let changed = json.replacen(from, to, 1);
        assert_eq!(
            Packet::read(changed.as_bytes()),
            Err(BrokenPacket::Written),
            "{to}"
        );
    }
}

#[test]
fn what_is_no_packet_at_all_is_not_called_a_packet() {
    for other in [
        &b""[..],
        b"{}",
        b"[]",
        b"\x89PNG\r\n\x1a\n\0\xff",
        b"{\"format\":\"memberline.evidence.v9\"}",
    ] {
        assert_eq!(Packet::read(other), Err(BrokenPacket::Format));
    }
    let json = serde_json::to_vec(&packet()).unwrap();
    let cut_off = &json[..json.len() - 2];
    assert_eq!(Packet::read(cut_off), Err(BrokenPacket::Written));
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
    let fault = |seq, fault| {
        Err(BrokenPacket::Entry {
            pk: THREAD.to_owned(),
            seq,
            fault,
        })
    };
    let mut sealed = packet();
    sealed.exchanges[0].timeline.entries[0].sealed.push('*');
    assert_eq!(sealed.check(), fault(1, EntryFault::Unreadable));
    let mut words = packet();
    let content = &mut words.exchanges[0].timeline.entries[2].content;
    *content = content.take().map(|text| text.replace("STOP", "Stay"));
    assert_eq!(words.check(), fault(3, EntryFault::Content));
    let mut summary = packet();
    summary.summary.held_now = true;
    assert_eq!(summary.check(), Err(BrokenPacket::Summary));
    let mut late = packet();
    late.made_at = "2026-11-24T00:00:00Z".parse().unwrap();
    assert_eq!(late.check(), Err(BrokenPacket::Digest));
}

#[test]
fn what_is_wrong_with_a_message_is_named() {
    type Break = fn(&mut Timeline);
    let cases: Vec<(Break, u64, MessageFault)> = vec![
        (|t| t.messages.clear(), 1, MessageFault::Headless),
        (
            |t| t.messages[1].entries.clear(),
            4,
            MessageFault::Chain(BrokenChain::Head { head: 1, last: 0 }),
        ),
        (
            |t| t.messages[1].entries[0].meta.push(' '),
            4,
            MessageFault::Chain(BrokenChain::Altered(1)),
        ),
        (
            |t| t.messages[0].message = 2,
            2,
            MessageFault::Chain(BrokenChain::Unlinked(1)),
        ),
        (|t| t.messages[1].message = 9, 9, MessageFault::Nowhere),
        (|t| t.messages.swap(0, 1), 1, MessageFault::Nowhere),
        (|t| t.messages[0].state.clear(), 1, MessageFault::Unreadable),
        (
            |t| t.messages[0].state = t.messages[0].state.replace("sent", "delivered"),
            1,
            MessageFault::State,
        ),
        (
            |t| t.messages[0].state = t.messages[0].state.replace("\"try\":1", "\"try\":2"),
            1,
            MessageFault::State,
        ),
    ];
    for (at, (alter, message, fault)) in cases.into_iter().enumerate() {
        let mut packet = packet();
        alter(&mut packet.exchanges[0].timeline);
        let expected = BrokenPacket::Message {
            pk: THREAD.to_owned(),
            message,
            fault,
        };
        assert_eq!(packet.check(), Err(expected), "{at}");
    }
}

#[test]
fn a_number_that_only_texted_has_an_empty_ledger() {
    let thread = thread(&[(ASKED, text_in("SM1", "other"), Some("Hi"))]);
    let empty = Timeline::empty(LEDGER.to_owned());
    let packet = Packet::make(subject(), empty, vec![exchange(thread)], Vec::new()).unwrap();
    assert_eq!(packet.check().map(|checked| checked.entries), Ok(1));
    assert_eq!(packet.summary.messages.len(), 1);
}

#[test]
fn an_entry_of_a_later_release_is_kept_and_named() {
    let later = (
        "2026-11-22T10:03:00Z",
        json!({"kind": "from_a_later_release"}),
        None,
    );
    let mut entries = ledger_entries();
    entries.push(later.clone());
    let mut texts = thread_entries();
    texts.push(later);
    let exchanges = vec![exchange(thread(&texts))];
    let packet = Packet::make(subject(), ledger(&entries), exchanges, Vec::new()).unwrap();
    let unread = |timeline: &str, entry| Unread {
        timeline: timeline.to_owned(),
        entry,
        kind: "from_a_later_release".to_owned(),
    };
    assert_eq!(packet.summary.unread, [unread(LEDGER, 4), unread(THREAD, 5)]);
    let checked = packet.check().unwrap();
    assert_eq!((checked.entries, checked.unknown), (11, 2));
    assert_eq!(packet.summary.blocked_now, [None]);
}
