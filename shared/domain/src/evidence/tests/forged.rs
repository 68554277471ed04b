//! What a forger does who may write to the tables and puts every hash in order again.

use super::sample::*;
use crate::aggregate::chain::{Hash, salted};
use crate::evidence::{BrokenPacket, EntryFault, Packet, Timeline};

/// The packet with something of it forged, its hashes, summary and digest made anew.
fn forged(forge: impl FnOnce(&mut Packet)) -> Packet {
    let mut packet = packet();
    forge(&mut packet);
    rehash(&mut packet.ledger);
    for exchange in &mut packet.exchanges {
        rehash(&mut exchange.timeline);
    }
    let made = Packet::make(
        crate::evidence::Subject {
            organisation: packet.organisation.clone(),
            organisation_name: packet.organisation_name.clone(),
            number: packet.number.clone(),
            subscriber: packet.subscriber.clone(),
            made_at: packet.made_at,
        },
        packet.ledger.clone(),
        packet.exchanges.clone(),
        packet.unheard.clone(),
    );
    made.unwrap_or(packet)
}

fn fault(pk: &str, seq: u64, fault: EntryFault) -> BrokenPacket {
    BrokenPacket::Entry {
        pk: pk.to_owned(),
        seq,
        fault,
    }
}

fn thread_of(packet: &mut Packet) -> &mut Timeline {
    &mut packet.exchanges[0].timeline
}

#[test]
fn nothing_but_hashes_made_anew_changes_nothing() {
    let again = forged(|_| ());
    assert_eq!(again, packet());
    assert!(again.check().is_ok());
}

#[test]
#[expect(clippy::too_many_lines, reason = "a row for each forgery")]
fn each_forgery_is_named() {
    type Forge = fn(&mut Packet);
    let cases: Vec<(&str, Forge, BrokenPacket)> = vec![
        (
            "the text",
            |p| {
                let entry = &mut thread_of(p).entries[2];
                let content = entry.content.take().unwrap().replace("STOP", "Go on");
                entry.salted = entry.salt.map(|salt| salted(&salt, content.as_bytes()));
                entry.content = Some(content);
            },
            fault(THREAD, 3, EntryFault::Content),
        ),
        (
            "the salted hash",
            |p| thread_of(p).entries[2].salted = Some(Hash::ZERO),
            fault(THREAD, 3, EntryFault::Content),
        ),
        (
            "the ciphertext cut short",
            |p| {
                let sealed = &mut thread_of(p).entries[2].sealed;
                sealed.truncate(40);
            },
            fault(THREAD, 3, EntryFault::Content),
        ),
        (
            "a nonce used twice",
            |p| {
                let thread = thread_of(p);
                let first = thread.entries[1].sealed[..22].to_owned();
                thread.entries[2].sealed.replace_range(..22, &first);
                // The first 22 characters of base 64 are the first 16 bytes; the 17th is the nonce's last.
                let byte = thread.entries[1].sealed[22..24].to_owned();
                thread.entries[2].sealed.replace_range(22..24, &byte);
            },
            fault(THREAD, 3, EntryFault::Nonce),
        ),
        (
            "a sort key",
            |p| p.ledger.entries[1].sk = "E#0000000009".to_owned(),
            fault(LEDGER, 2, EntryFault::Misplaced),
        ),
        (
            "a delivery of another message",
            |p| thread_of(p).messages[0].entries[0].sk = "E#0000000003#0000000001".to_owned(),
            fault(THREAD, 1, EntryFault::Misplaced),
        ),
        (
            "a kind",
            |p| p.ledger.entries[2].kind = "opted_in".to_owned(),
            fault(LEDGER, 3, EntryFault::Misplaced),
        ),
        (
            "a time that is not UTC",
            |p| p.ledger.entries[0].at = "2026-11-22T11:00:00+01:00".to_owned(),
            fault(LEDGER, 1, EntryFault::Time),
        ),
        (
            "the number",
            |p| p.ledger.entries[0].owner = Some(Hash::ZERO),
            fault(LEDGER, 1, EntryFault::Owner),
        ),
        (
            "no number at all",
            |p| (p.ledger.entries[0].owner, p.ledger.entries[0].owner_salt) = (None, None),
            fault(LEDGER, 1, EntryFault::Owner),
        ),
        (
            "a STOP that the thread does not have",
            |p| thread_of(p).entries[2].meta = text_in("SM9", "opt_out").to_string(),
            fault(LEDGER, 3, EntryFault::Alone),
        ),
        (
            "a STOP that was no STOP",
            |p| thread_of(p).entries[2].meta = text_in("SM2", "other").to_string(),
            fault(LEDGER, 3, EntryFault::Alone),
        ),
        (
            "a question in other words",
            |p| {
                let meta = &mut p.ledger.entries[0].meta;
                *meta = meta.replace("May we?", "May we sell your number?");
            },
            fault(LEDGER, 1, EntryFault::Alone),
        ),
        (
            "an answer of another time",
            |p| "2026-11-22T10:01:01Z".clone_into(&mut thread_of(p).entries[1].at),
            fault(LEDGER, 2, EntryFault::Alone),
        ),
        (
            "no thread at all",
            |p| p.exchanges.clear(),
            fault(LEDGER, 1, EntryFault::NoExchange),
        ),
        (
            "a ledger without the STOP, head and all",
            |p| {
                p.ledger.entries.pop();
                p.ledger.state = Some(state_of(&p.ledger));
            },
            fault(THREAD, 3, EntryFault::Alone),
        ),
        (
            "the head of the ledger, emptied",
            |p| p.ledger.state = Some(state_of(&Timeline::empty(LEDGER.to_owned()))),
            BrokenPacket::State,
        ),
        (
            "another member's ledger",
            |p| p.ledger.pk = "S#lakeside#0123456789abcdeg".to_owned(),
            BrokenPacket::Foreign {
                pk: "S#lakeside#0123456789abcdeg".to_owned(),
            },
        ),
        (
            "another organisation's thread",
            |p| thread_of(p).pk = THREAD.replace("lakeside", "harbor"),
            BrokenPacket::Foreign {
                pk: THREAD.replace("lakeside", "harbor"),
            },
        ),
        (
            "the thread of another number of ours",
            |p| p.exchanges[0].number = phone("+15550100002"),
            BrokenPacket::Foreign {
                pk: THREAD.to_owned(),
            },
        ),
        (
            "an exchange twice",
            |p| {
                let again = p.exchanges[0].clone();
                p.exchanges.push(again);
            },
            BrokenPacket::Exchanges { number: phone(OURS) },
        ),
    ];
    for (what, forge, broken) in cases {
        assert_eq!(forged(forge).check(), Err(broken), "{what}");
    }
}

#[test]
fn no_entry_is_younger_than_the_packet() {
    let mut early = packet();
    early.made_at = ASKED.parse().unwrap();
    assert_eq!(early.check(), Err(fault(LEDGER, 2, EntryFault::Future)));
    let subject = crate::evidence::Subject {
        made_at: ASKED.parse().unwrap(),
        ..subject()
    };
    let made = Packet::make(subject, early.ledger, early.exchanges, early.unheard).unwrap();
    assert_eq!(
        made.made_at.to_string(),
        "2026-11-22T10:02:01Z",
        "whatever the clock of who made it says"
    );
    assert!(made.check().is_ok());
}

#[test]
fn what_is_in_quarantine_is_shown_until_it_is_heard() {
    let whole = packet();
    assert_eq!(whole.unheard.len(), 1);
    let of = |texts: Vec<crate::evidence::Unheard>| {
        Packet::make(subject(), whole.ledger.clone(), whole.exchanges.clone(), texts).unwrap()
    };
    // SM2 is in the thread: it came again, or was replayed.
    let later = of(vec![unheard("2", STOPPED), unheard("9", STOPPED)]);
    assert_eq!(later.unheard, [unheard("9", STOPPED)]);
    assert!(later.check().is_ok());
    for texts in [
        vec![unheard("9", STOPPED), unheard("7", ASKED)],
        vec![unheard("7", ASKED), unheard("7", ASKED)],
        vec![unheard("2", STOPPED)],
        vec![unheard("7", "2026-11-24T00:00:00Z")],
    ] {
        let mut forged = packet();
        forged.unheard = texts;
        assert_eq!(forged.check(), Err(BrokenPacket::Unheard));
    }
    let mut kept_back = packet();
    kept_back.unheard.clear();
    assert_eq!(kept_back.check(), Err(BrokenPacket::Digest));
}

#[test]
fn what_was_shredded_holds_and_is_counted() {
    let shredded = forged(|packet| {
        for entry in &mut packet.exchanges[0].timeline.entries {
            (entry.content, entry.salt) = (None, None);
        }
        packet.ledger.entries[0].owner_salt = None;
    });
    assert_eq!(shredded.check().map(|checked| checked.shredded), Ok(4));
    assert!(
        shredded
            .summary
            .messages
            .iter()
            .all(|message| message.text.is_none())
    );
}
