//! What a forger does who may write to the tables and puts every hash in order again.

use super::sample::*;
use crate::chain::{Hash, salted};
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
                let entry = &mut thread_of(p).entries[3];
                let content = entry.content.take().unwrap().replace("STOP", "Go on");
                entry.salted = entry.salt.map(|salt| salted(&salt, content.as_bytes()));
                entry.content = Some(content);
            },
            fault(THREAD, 4, EntryFault::Content),
        ),
        (
            "the salted hash",
            |p| thread_of(p).entries[3].salted = Some(Hash::ZERO),
            fault(THREAD, 4, EntryFault::Content),
        ),
        (
            "the ciphertext cut short",
            |p| {
                let sealed = &mut thread_of(p).entries[3].sealed;
                sealed.truncate(40);
            },
            fault(THREAD, 4, EntryFault::Content),
        ),
        (
            "a nonce used twice",
            |p| {
                let thread = thread_of(p);
                let first = thread.entries[2].sealed[..22].to_owned();
                thread.entries[3].sealed.replace_range(..22, &first);
                // The first 22 characters of base 64 are the first 16 bytes; the 17th is the nonce's last.
                let byte = thread.entries[2].sealed[22..24].to_owned();
                thread.entries[3].sealed.replace_range(22..24, &byte);
            },
            fault(THREAD, 4, EntryFault::Nonce),
        ),
        (
            "a sort key",
            |p| p.ledger.entries[1].sk = "E#0000000009".to_owned(),
            fault(LEDGER, 2, EntryFault::Misplaced),
        ),
        (
            "a delivery of another message",
            |p| thread_of(p).entries[1].sk = "E#0000000003#0000000002".to_owned(),
            fault(THREAD, 2, EntryFault::Misplaced),
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
            "a time after the packet was made",
            |p| p.ledger.entries[2].at = "2026-11-24T00:00:00Z".to_owned(),
            fault(LEDGER, 3, EntryFault::Future),
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
