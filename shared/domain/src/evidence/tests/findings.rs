//! What the check says that it proved, and what it only carries.

use super::sample::*;
use crate::evidence::{Findings, Packet, Timeline};

fn findings(packet: &Packet) -> Findings {
    let checked = packet.check().unwrap_or_else(|e| panic!("{e}"));
    packet.findings(checked)
}

fn tells(lines: &[String], part: &str) -> bool {
    lines.iter().any(|line| line.contains(part))
}

/// The packet after something of it was altered, under a digest made anew. Whoever alters it needs no access to do so.
fn altered(mut packet: Packet, alter: impl FnOnce(&mut Packet)) -> Packet {
    alter(&mut packet);
    packet.digest = packet.digest_now().to_string();
    packet
}

#[test]
fn what_can_be_altered_under_a_new_digest_is_what_is_only_carried() {
    let renamed = altered(packet(), |packet| {
        "Riverside Credit Union".clone_into(&mut packet.organisation_name);
    });
    assert!(tells(&findings(&renamed).carried, "Riverside Credit Union"));
    let late = altered(packet(), |packet| {
        packet.made_at = "2036-01-01T00:00:00Z".parse().unwrap();
    });
    assert!(tells(&findings(&late).carried, "2036-01-01T00:00:00Z"));
    let silenced = altered(packet(), |packet| packet.unheard.clear());
    assert!(tells(&findings(&silenced).carried, "0 texts in quarantine"));
    let claimed = altered(packet(), |packet| {
        let state = &mut packet.exchanges[0].timeline.state;
        let mut head: serde_json::Value = serde_json::from_str(state.as_deref().unwrap()).unwrap();
        head["conversations"] = serde_json::json!(7);
        *state = Some(head.to_string());
    });
    assert!(tells(&findings(&claimed).carried, "heads of the threads"));
}

#[test]
fn the_numbers_are_bound_where_a_ledger_names_them() {
    let found = findings(&packet());
    for number in [OURS, THEIRS] {
        assert!(
            tells(&found.bound, number) && !tells(&found.carried, number),
            "{found:?}"
        );
    }
    let other = altered(packet(), |packet| packet.number = phone("+15552019999"));
    assert!(other.check().is_err());
}

/// Nothing that is hashed names the number of who only texted, or which of ours they texted.
#[test]
fn without_a_ledger_the_numbers_are_only_carried() {
    let thread = thread(&[(ASKED, text_in("SM1", "other"), Some("Hi"))]);
    let empty = Timeline::empty(LEDGER.to_owned());
    let packet = Packet::make(subject(), empty, vec![exchange(thread)], Vec::new()).unwrap();
    let moved = altered(packet, |packet| {
        packet.number = phone("+15552019999");
        let exchange = &mut packet.exchanges[0];
        exchange.number = phone("+15550109999");
        let state = exchange.timeline.state.take().unwrap();
        exchange.timeline.state = Some(
            state
                .replace(THEIRS, "+15552019999")
                .replace(OURS, "+15550109999"),
        );
        packet.summary = packet.summarise().unwrap();
    });
    let found = findings(&moved);
    for number in ["+15552019999", "+15550109999"] {
        assert!(
            tells(&found.carried, number) && !tells(&found.bound, number),
            "{found:?}"
        );
    }
}

#[test]
fn what_was_destroyed_is_not_bound() {
    let mut packet = packet();
    packet.ledger.entries[0].owner_salt = None;
    for entry in &mut packet.exchanges[0].timeline.entries {
        (entry.content, entry.salt) = (None, None);
    }
    packet.summary = packet.summarise().unwrap();
    let found = findings(&altered(packet, |_| ()));
    assert!(
        tells(&found.carried, THEIRS) && tells(&found.open, "4 entries"),
        "{found:?}"
    );
    assert!(!tells(&found.bound, "opened texts"));
}

#[test]
fn of_a_number_that_nothing_is_stored_of_nothing_is_bound() {
    let packet = Packet::make(
        subject(),
        Timeline::empty(LEDGER.to_owned()),
        Vec::new(),
        Vec::new(),
    )
    .unwrap();
    let found = findings(&packet);
    assert!(
        tells(&found.carried, THEIRS) && tells(&found.carried, "lakeside"),
        "{found:?}"
    );
}
