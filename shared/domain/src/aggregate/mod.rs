//! What every aggregate with a timeline has in common.

pub mod chain;
mod kind;
pub mod partition;
pub mod rest;

use std::fmt::Debug;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::phone::PhoneNumber;

pub use kind::EntryKind;

/// The head of an aggregate: its current state, derived from nothing but its entries and kept beside them.
///
/// `Serialize` writes the part that the table may read; [`Aggregate::Secret`] is sealed before it leaves the process.
pub trait Aggregate: Clone + Debug + Eq + Serialize + DeserializeOwned {
    /// What its entries say.
    type Event: Event;
    /// The part of the head that only the organisation's key opens.
    type Secret: Clone + Debug + Default + Eq + Serialize + DeserializeOwned;
    /// What it leaves behind when a part of it ends; [`NoArchive`] when nothing does.
    type Archive: Archive<Secret = Self::Secret>;
    /// What hangs on its entries as an aggregate of its own; itself when nothing does.
    type Branch: Aggregate<Event = Self::Event>;

    /// The part of the head to seal.
    fn secret(&self) -> &Self::Secret;

    /// Puts back what was opened.
    fn set_secret(&mut self, secret: Self::Secret);

    /// The telephone number that the first entry commits to, if it does: so that the timeline can be shown to be about this number
    /// and no other.
    fn owner(&self) -> Option<&PhoneNumber> {
        None
    }

    /// The entry that it hangs on, in a partition that is another's: its head and its entries are kept beside that entry, and
    /// its chain begins with that entry's hash. `None` for what has a partition, and a chain, of its own.
    fn hangs_on(&self) -> Option<u64> {
        None
    }

    /// The head of what hangs on its entry at `seq`, if that is to be there from the start.
    fn branch(&self, _seq: u64, _at: Timestamp, _event: &Self::Event) -> Option<Self::Branch> {
        None
    }

    /// The part of it that is open and has a data key of its own, by its ordinal.
    fn open_part(&self) -> Option<u32> {
        None
    }

    /// The part that would open next, if its parts have data keys of their own.
    fn next_part(&self) -> Option<u32> {
        None
    }

    /// The part whose data key seals what an entry of it says; `None` for its own.
    fn sealed_within(&self, _event: &Self::Event) -> Option<u32> {
        None
    }

    /// Whether going on to `next` may forbid what was decided elsewhere from how it stands now. Who decides so depends on the
    /// fence, which counts such changes, and not on the head, which changes all the time.
    fn moves_fence(&self, _next: &Self) -> bool {
        false
    }
}

/// The archive of an aggregate of which no part ends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoArchive {}

impl Archive for NoArchive {
    type Secret = ();

    fn ordinal(&self) -> u32 {
        match *self {}
    }

    fn secret(&self) -> &() {
        match *self {}
    }

    fn set_secret(&mut self, (): ()) {
        match *self {}
    }
}

/// A small row about a part of an aggregate that ended, while the head goes on.
pub trait Archive: Clone + Debug + Eq + Serialize + DeserializeOwned {
    /// The part of the row to seal.
    type Secret;

    /// The row's place among those of its aggregate, from 1.
    fn ordinal(&self) -> u32;

    /// The part of the row to seal.
    fn secret(&self) -> &Self::Secret;

    /// Puts back what was opened.
    fn set_secret(&mut self, secret: Self::Secret);
}

/// The readable part of an entry.
pub trait Event: Clone + Debug + Eq + Serialize + DeserializeOwned {
    /// The part of the entry that only the organisation's key opens.
    type Content: Clone + Debug + Eq + Serialize + DeserializeOwned;

    /// The kinds that this release knows.
    const KINDS: &'static [EntryKind];

    /// An entry of a kind that this release does not know. It is kept and shown as what it is, and never written.
    fn unknown(entry: UnknownEntry) -> Self;

    /// The entry's kind, or what is known of it when this release does not know its kind.
    fn entry_kind(&self) -> Result<EntryKind, &UnknownEntry>;

    /// The entry's kind as it is stored, which the stream's readers filter on.
    fn kind(&self) -> &str {
        match self.entry_kind() {
            Ok(kind) => kind.as_str(),
            Err(unknown) => &unknown.kind,
        }
    }

    /// The message whose fate the entry tells, if it tells one's: such entries are kept beside it, in a chain of their own.
    fn about(&self) -> Option<u64> {
        None
    }

    /// What the stream's readers may filter on besides the kind.
    fn label(&self) -> Option<&'static str> {
        None
    }

    /// Whether this release knows the kind.
    fn is_known(&self) -> bool {
        self.entry_kind().is_ok()
    }

    /// Reads the readable part of the entry with this sort key. One of an unknown kind is read as such, whatever it holds.
    fn read(sk: &str, kind: &str, meta: &str) -> Result<Self, serde_json::Error> {
        if EntryKind::parse(kind).is_some_and(|kind| Self::KINDS.contains(&kind)) {
            return serde_json::from_str(meta);
        }
        Ok(Self::unknown(UnknownEntry {
            kind: kind.to_owned(),
            about: partition::about(sk),
        }))
    }
}

/// What is known of an entry of a kind that a later release brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UnknownEntry {
    pub kind: String,
    /// The message that it stands beside, if it does.
    pub about: Option<u64>,
}

/// An entry that a decision wants appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry<E: Event> {
    /// The readable part.
    pub event: E,
    /// The part to seal.
    pub content: Option<E::Content>,
}

impl<E: Event> From<E> for NewEntry<E> {
    fn from(event: E) -> Self {
        Self { event, content: None }
    }
}

/// An entry as it stands in the timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry<E: Event> {
    /// Its place in its chain, from 1: among the entries of its aggregate, or of the message whose fate it tells.
    pub seq: u64,
    /// When it was decided.
    pub at: Timestamp,
    /// The readable part.
    pub event: E,
    /// The opened part; `None` also when its key was destroyed.
    pub content: Option<E::Content>,
}

impl<E: Event> Entry<E> {
    /// Its place in the timeline: that of the message that it is about, or its own; then its place beside that message, 0 for
    /// what is about none.
    pub fn place(&self) -> (u64, u64) {
        self.event
            .about()
            .map_or((self.seq, 0), |about| (about, self.seq))
    }
}

/// The entry of the aggregate itself at `seq` among `entries`.
pub fn own_entry<'a, E: Event>(
    entries: impl IntoIterator<Item = &'a Entry<E>>,
    seq: u64,
) -> Option<&'a Entry<E>> {
    entries.into_iter().find(|entry| entry.place() == (seq, 0))
}

/// What a decision does to one aggregate: the entries to append and the head that follows from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<A: Aggregate> {
    /// The head afterwards.
    pub head: A,
    /// The entries, in order; none when the head alone changes.
    pub entries: Vec<NewEntry<A::Event>>,
    /// What ended with it.
    pub archive: Option<A::Archive>,
}

impl<A: Aggregate> Change<A> {
    /// A change of the head alone.
    pub fn silent(head: A) -> Self {
        Self {
            head,
            entries: Vec::new(),
            archive: None,
        }
    }

    /// A change that appends one entry and ends nothing.
    pub fn one(head: A, entry: impl Into<NewEntry<A::Event>>) -> Self {
        Self {
            head,
            entries: vec![entry.into()],
            archive: None,
        }
    }

    /// The entries as they stand in the timeline once they are committed, the first of them at `seq`.
    pub fn written(&self, seq: u64, at: Timestamp) -> Vec<Entry<A::Event>> {
        let entries = self.entries.iter().zip(seq..).map(|(entry, seq)| Entry {
            seq,
            at,
            event: entry.event.clone(),
            content: entry.content.clone(),
        });
        entries.collect()
    }
}
