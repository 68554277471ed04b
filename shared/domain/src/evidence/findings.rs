//! What the check of a packet found, in words: what the hash chains bind, and what the packet only carries.

use std::collections::BTreeSet;

use serde::Serialize;

use super::{Checked, Packet, Timeline};
use crate::phone::PhoneNumber;

/// What binds what in a packet that holds. Each line is for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// What the hash chains cover, or what follows from that.
    pub bound: Vec<String>,
    /// What the digest covers and nothing else: whoever alters it makes the digest anew.
    pub carried: Vec<String>,
    /// What no check of a packet can show.
    pub open: Vec<String>,
}

fn listed(numbers: &[&PhoneNumber]) -> String {
    let numbers: Vec<&str> = numbers.iter().map(|number| number.as_str()).collect();
    numbers.join(", ")
}

impl Packet {
    /// What a check that held has found: see [`check`](Self::check).
    pub fn findings(&self, checked: Checked) -> Findings {
        let mut found = Findings {
            bound: Vec::new(),
            carried: Vec::new(),
            open: Vec::new(),
        };
        found.of_names(self);
        found.of_entries(self, checked);
        found.carried.push(format!(
            "the organization's name ({}) and when the packet was made ({}; no entry is younger)",
            self.organisation_name, self.made_at
        ));
        found.carried.push(format!(
            "{} texts in quarantine, which nobody could tell to be genuine",
            self.unheard.len()
        ));
        found.open.extend([
            "when the entries were written: their times are ours, the hashes are not signed, and no time stamp of others is among them"
                .to_owned(),
            "that nothing followed, or was cut off at the end, before the packet reached you: compare the digest, or a hash of an \
             entry, with one that was noted elsewhere"
                .to_owned(),
            "that the carrier brought these texts: its signatures are checked when they come, and not kept".to_owned(),
        ]);
        if checked.unknown > 0 {
            found.open.push(format!(
                "what {} entries say: they are of kinds that are not known here",
                checked.unknown
            ));
        }
        found
    }
}

impl Findings {
    /// Whose packet it is.
    fn of_names(&mut self, packet: &Packet) {
        if !packet.ledger.is_empty() || !packet.exchanges.is_empty() {
            self.bound.push(format!(
                "the ids of the organization ({}), of the subscriber and of the threads",
                packet.organisation
            ));
        } else {
            self.carried.push(format!(
                "the ids of the organization ({}) and of the subscriber: nothing is stored of the number",
                packet.organisation
            ));
        }
        let number = &packet.number;
        match packet.ledger.entries.first() {
            Some(first) if first.owner_salt.is_some() => {
                self.bound
                    .push(format!("the number {number}, by the first entry of the ledger"));
            }
            Some(_) => self.carried.push(format!(
                "the number {number}: the key of its commitment was destroyed"
            )),
            None => self
                .carried
                .push(format!("the number {number}: there is no ledger to commit to it")),
        }
        let named: BTreeSet<PhoneNumber> = packet.ledger.numbers().into_iter().collect();
        let ours = packet.exchanges.iter().map(|exchange| &exchange.number);
        let (named, others): (Vec<_>, Vec<_>) = ours.partition(|number| named.contains(number));
        if !named.is_empty() {
            self.bound.push(format!(
                "our numbers {}, by entries of the ledger and their counterparts in the threads",
                listed(&named)
            ));
        }
        if !others.is_empty() {
            self.carried.push(format!(
                "our numbers {}: no entry of the ledger names them",
                listed(&others)
            ));
        }
    }

    /// What was said and done.
    fn of_entries(&mut self, packet: &Packet, checked: Checked) {
        if checked.entries > 0 {
            self.bound
                .push("the summary, as far as entries are read here: it is what they say".to_owned());
            self.bound.push(
                "of each entry its place, time, kind, readable part and ciphertext, and what became of each message".to_owned(),
            );
        }
        let opened = packet
            .timelines()
            .flat_map(Timeline::all)
            .filter(|entry| entry.content.is_some())
            .count();
        if opened > 0 {
            self.bound
                .push(format!("{opened} opened texts, by their salted hashes"));
        }
        if checked.shredded > 0 {
            self.open.push(format!(
                "what {} entries said: their keys were destroyed",
                checked.shredded
            ));
        }
        let unread = packet.unread();
        let of_ledger = unread.iter().any(|unread| unread.timeline == packet.ledger.pk);
        if of_ledger {
            self.carried.push(
                "the head of the ledger: an entry of it is of a kind that is not known here".to_owned(),
            );
        } else if packet.ledger.state.is_some() {
            self.bound
                .push("the head of the ledger, which says what its entries say".to_owned());
        }
        if !packet.exchanges.is_empty() {
            self.carried.push(
                "what the heads of the threads say: which conversation is open, and whose it is".to_owned(),
            );
        }
    }
}
