//! The texts that the carriers carried, and who opted out with them.

use std::collections::BTreeSet;

use jiff::Timestamp;
use memberline_carriers::Carrier as Kind;
use serde::{Deserialize, Serialize};

/// Which way a text went, as the institution sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From the member.
    In,
    /// To the member.
    Out,
}

/// How far a text got.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// The carrier has it.
    Queued,
    /// It left the carrier.
    Sent,
    /// The handset has it.
    Delivered,
    /// It never arrived.
    Failed,
    /// It came from a handset.
    Received,
}

/// One text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The carrier's id.
    pub id: String,
    /// Who carries it.
    pub carrier: Kind,
    /// Which way it went.
    pub direction: Direction,
    /// The member's number.
    pub member: String,
    /// The institution's number.
    pub number: String,
    /// The words.
    pub text: String,
    /// Addresses of the attachments.
    pub media: Vec<String>,
    /// When the carrier took it.
    pub at: Timestamp,
    /// How far it got.
    pub status: Status,
    /// Where receipts go.
    pub callback: Option<String>,
    /// Whether it is one of those that never reach the handset.
    #[serde(default)]
    pub lost: bool,
    /// What the institution had the carrier erase. The handset keeps it.
    #[serde(default)]
    pub erased: Erased,
}

/// What of a text the carrier erased.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Erased {
    /// The words.
    pub text: bool,
    /// Its attachments, by their place from 1.
    pub media: Vec<usize>,
}

/// Every text, oldest first.
#[derive(Default, Serialize, Deserialize)]
pub struct Book {
    messages: Vec<Message>,
    /// Members who opted out, with the number or profile they opted out of.
    blocks: BTreeSet<(String, String)>,
}

impl Book {
    /// Erases the words of a text, or one of its attachments. Returns whether there was anything to erase.
    pub fn erase(&mut self, id: &str, medium: Option<usize>) -> bool {
        let Some(message) = self.messages.iter_mut().find(|message| message.id == id) else {
            return false;
        };
        let Some(medium) = medium else {
            message.erased.text = true;
            return true;
        };
        let there = (1..=message.media.len()).contains(&medium) && !message.erased.media.contains(&medium);
        if there {
            message.erased.media.push(medium);
        }
        there
    }

    /// Adds a text.
    pub fn add(&mut self, message: Message) {
        self.messages.push(message);
    }

    /// The text with that id.
    pub fn get(&self, id: &str) -> Option<&Message> {
        self.messages.iter().find(|message| message.id == id)
    }

    /// Moves a text forward, never back.
    pub fn advance(&mut self, id: &str, status: Status) {
        if let Some(message) = self.messages.iter_mut().find(|message| message.id == id) {
            message.status = message.status.max(status);
        }
    }

    /// What `carrier` carried, newest first.
    pub fn of(&self, carrier: Kind) -> impl Iterator<Item = &Message> {
        self.messages
            .iter()
            .rev()
            .filter(move |message| message.carrier == carrier)
    }

    /// What is on a member's handset, oldest first.
    pub fn handset(&self, member: &str) -> Vec<Message> {
        self.messages
            .iter()
            .filter(|message| message.member == member && !message.lost)
            .cloned()
            .collect()
    }

    /// Blocks what `scope` sends to `member`.
    pub fn block(&mut self, member: &str, scope: &str) {
        self.blocks.insert((member.to_owned(), scope.to_owned()));
    }

    /// Lifts a block.
    pub fn unblock(&mut self, member: &str, scope: &str) {
        self.blocks.remove(&(member.to_owned(), scope.to_owned()));
    }

    /// Whether a block stands.
    pub fn blocks(&self, member: &str, scope: &str) -> bool {
        self.blocks.contains(&(member.to_owned(), scope.to_owned()))
    }
}
