//! A page of a thread's history.

use std::collections::BTreeMap;

use memberline_domain::aggregate::{Entry, Event as _};
use memberline_domain::thread::{Message, ThreadEvent};

use super::message::begin;
use super::place::TimelinePlace;
use crate::aggregate::loaded::Loaded;
use crate::error::StoreError;
use crate::item::{Item, read_entry, text};
use crate::keys;
use crate::seal::keyring::Keyring;

/// Entries of a thread, newest first; what became of a message comes right before it.
#[derive(Debug)]
pub struct TimelinePage {
    pub entries: Vec<Entry<ThreadEvent>>,
    /// The heads of their messages, by the messages' places: of one that has none yet, its beginning.
    pub heads: BTreeMap<u64, Loaded<Message>>,
    /// Where the next page begins, if there may be one.
    pub next: Option<TimelinePlace>,
}

/// The conversation that an entry of a thread is of; 0 for none.
fn conversation_of(event: &ThreadEvent) -> u32 {
    match event {
        ThreadEvent::MessageIn { conversation, .. }
        | ThreadEvent::MessageOut { conversation, .. }
        | ThreadEvent::Started { conversation, .. }
        | ThreadEvent::Claimed { conversation, .. }
        | ThreadEvent::Closed { conversation, .. } => *conversation,
        _ => 0,
    }
}

/// The oldest conversation among entries: none before these is of a newer one.
fn oldest(entries: &[Entry<ThreadEvent>], before: u32) -> u32 {
    let conversations = entries.iter().map(|entry| conversation_of(&entry.event));
    conversations
        .filter(|ordinal| *ordinal > 0)
        .min()
        .map_or(before, |oldest| oldest.min(before))
}

impl TimelinePage {
    pub(super) fn read(items: &[Item], keys: &Keyring) -> Result<Self, StoreError> {
        let (mut entries, mut heads) = (Vec::with_capacity(items.len()), BTreeMap::new());
        for item in items {
            if let Some(message) = keys::head_of(text(item, "sk")?) {
                heads.insert(message, Loaded::read_hanging(item, keys.clone())?);
                continue;
            }
            let entry: Entry<ThreadEvent> = read_entry(item, keys)?;
            // Read backwards, a head comes before its message.
            if entry.event.about().is_none()
                && !heads.contains_key(&entry.seq)
                && let Some(head) = begin(item, &entry, keys)?
            {
                heads.insert(entry.seq, head);
            }
            entries.push(entry);
        }
        Ok(Self {
            entries,
            heads,
            next: None,
        })
    }

    /// How the messages stand.
    pub fn standings(&self) -> BTreeMap<u64, Message> {
        let heads = self.heads.iter();
        heads.map(|(seq, loaded)| (*seq, loaded.head.clone())).collect()
    }

    /// Whether not even one message came with all that is about it.
    pub fn is_cut_short(&self) -> bool {
        self.next.is_some() && self.entries.iter().all(|entry| entry.event.about().is_some())
    }

    /// The page with no more than `limit` entries that are about no message, and with what is about these.
    #[must_use]
    pub fn cut(mut self, limit: u16, after: Option<&TimelinePlace>) -> Self {
        let own = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, e)| e.event.about().is_none());
        let last = own.map(|(at, _)| at).nth(usize::from(limit.saturating_sub(1)));
        if let Some(last) = last.filter(|last| last + 1 < self.entries.len()) {
            self.entries.truncate(last + 1);
            let sk = self.entries.last().map(|entry| keys::entry(entry.seq, None));
            self.next = sk.map(|sk| self.place(sk, after));
        }
        self
    }

    pub(super) fn place(&self, sk: String, after: Option<&TimelinePlace>) -> TimelinePlace {
        let before = after.map_or(u32::MAX, |place| place.conversation);
        TimelinePlace {
            sk,
            conversation: oldest(&self.entries, before),
        }
    }
}

#[cfg(test)]
mod tests {
    use memberline_domain::AgentId;
    use memberline_domain::actor::Actor;
    use memberline_domain::journey::Journey;

    use super::*;

    fn entry(seq: u64, event: ThreadEvent) -> Entry<ThreadEvent> {
        Entry {
            seq,
            at: "2026-11-22T10:00:00Z".parse().unwrap(),
            event,
            content: None,
        }
    }

    fn maria() -> AgentId {
        AgentId::parse("maria").unwrap()
    }

    fn notice(seq: u64, message: u64) -> Entry<ThreadEvent> {
        let event = ThreadEvent::Notice {
            message,
            recipients: Vec::new(),
            request: None,
        };
        entry(seq, event)
    }

    fn claim(seq: u64, conversation: u32) -> Entry<ThreadEvent> {
        let agent = maria();
        entry(seq, ThreadEvent::Claimed { conversation, agent })
    }

    fn page(next: Option<&str>) -> TimelinePage {
        let named = ThreadEvent::Named {
            by: Actor::Agent { agent: maria() },
            journey: Journey::ElleChat,
        };
        TimelinePage {
            entries: vec![
                claim(7, 4),
                notice(2, 3),
                notice(1, 3),
                claim(3, 2),
                entry(2, named),
            ],
            heads: BTreeMap::new(),
            next: next.map(|place| place.parse().unwrap()),
        }
    }

    #[test]
    fn a_page_ends_with_an_entry_and_all_that_is_about_it() {
        let cut_at = |limit| {
            let page = page(Some("E#0000000002@2")).cut(limit, None);
            let seqs: Vec<u64> = page.entries.iter().map(|e| e.seq).collect();
            (seqs, page.next.map(|next| next.to_string()))
        };
        assert_eq!(cut_at(1), (vec![7], Some("E#0000000007@4".to_owned())));
        assert_eq!(cut_at(2), (vec![7, 2, 1, 3], Some("E#0000000003@2".to_owned())));
        assert_eq!(
            cut_at(3),
            (vec![7, 2, 1, 3, 2], Some("E#0000000002@2".to_owned()))
        );
        assert_eq!(
            cut_at(9),
            (vec![7, 2, 1, 3, 2], Some("E#0000000002@2".to_owned()))
        );
        assert_eq!(page(None).cut(3, None).next, None, "the last page");
    }

    #[test]
    fn a_page_of_nothing_but_deliveries_is_too_short() {
        let only = |next: Option<&str>| TimelinePage {
            entries: vec![notice(9, 3)],
            heads: BTreeMap::new(),
            next: next.map(|place| place.parse().unwrap()),
        };
        assert!(only(Some("E#0000000003#0000000009@1")).is_cut_short());
        assert!(!only(None).is_cut_short());
        assert!(!page(Some("E#0000000002@2")).is_cut_short());
    }

    #[test]
    fn a_page_without_conversations_goes_on_where_the_one_before_was() {
        let after: TimelinePlace = "E#0000000009@5".parse().unwrap();
        assert_eq!(oldest(&[notice(1, 3)], after.conversation), 5);
        assert_eq!(oldest(&[claim(3, 2), claim(2, 1)], 5), 1);
        for bad in [
            "",
            "E#0000000009",
            "E#0000000009@",
            "E#0000000009@x",
            "E#0000000009@-1",
        ] {
            assert!(bad.parse::<TimelinePlace>().is_err(), "{bad}");
        }
    }
}
