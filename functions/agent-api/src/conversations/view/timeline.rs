//! A page of a timeline as a viewer sees it.

use std::collections::BTreeMap;

use memberline_domain::aggregate::Entry as StoredEntry;
use memberline_domain::notification::notices_of_link;
use memberline_domain::text::reaction::reaction;
use memberline_domain::thread::{self, NoticeRecipient, OutMessage, ThreadContent, ThreadEvent};
use memberline_domain::{AgentId, actor};

use super::attachment::Attachment;
use super::entry::{Claimed, Closed, Entry, Naming, Note};
use super::happening::{
    DownloadRequested, Downloaded, Erased, Other, RefusedByCarrier, Started, TaskSettled,
};
use super::message::{MessageIn, MessageOut};
use super::notice::{Notice, NoticeStatus, overall, recipient};
use super::reaction::{Reaction, quoted_message};
use super::viewer::{Thread, Viewer, conversation, id};
use crate::view::Actor;
use crate::view::names::Named;

/// The id of an entry: the thread's, and its place there; of one beside a message, its place there as well.
fn id_of(thread: Thread<'_>, entry: &StoredEntry<ThreadEvent>) -> String {
    match entry.place() {
        (seq, 0) => id(thread, seq),
        (message, beside) => format!("{}.{beside}", id(thread, message)),
    }
}

/// The conversations of the messages among the entries, by the messages' places.
fn conversations(entries: &[StoredEntry<ThreadEvent>]) -> BTreeMap<u64, u32> {
    let of = |entry: &StoredEntry<ThreadEvent>| match &entry.event {
        ThreadEvent::MessageIn { conversation, .. } | ThreadEvent::MessageOut { conversation, .. } => {
            Some((entry.seq, *conversation))
        }
        _ => None,
    };
    entries.iter().filter_map(of).collect()
}

/// The entries as `viewer` sees them, in the order given: what became of messages and their attachments is told by the
/// messages, which stand as `heads` say, and whether a link was sent by the entry that asks for it.
pub(crate) fn entries(
    viewer: &Viewer<'_>,
    stored: &[StoredEntry<ThreadEvent>],
    heads: &BTreeMap<u64, thread::Message>,
) -> Vec<Entry> {
    let stands = |message: OutMessage| match heads.get(&message.seq) {
        Some(head) => (head.seq, message.under(head)),
        None => (message.seq, message),
    };
    let timeline = Timeline {
        viewer,
        stored,
        sent: thread::messages(stored).into_iter().map(stands).collect(),
        conversations: conversations(stored),
    };
    stored.iter().filter_map(|entry| timeline.show(entry)).collect()
}

/// The entries that are shown together.
struct Timeline<'a> {
    viewer: &'a Viewer<'a>,
    stored: &'a [StoredEntry<ThreadEvent>],
    sent: BTreeMap<u64, OutMessage>,
    conversations: BTreeMap<u64, u32>,
}

impl Timeline<'_> {
    fn id(&self, seq: u64) -> String {
        id(self.viewer.thread, seq)
    }

    fn conversation(&self, ordinal: u32) -> Option<String> {
        conversation(self.viewer.thread, ordinal)
    }

    fn conversation_of(&self, message: u64) -> Option<String> {
        self.conversation(*self.conversations.get(&message)?)
    }

    fn agent(&self, id: &AgentId) -> Named {
        Named::agent(self.viewer.directory, id)
    }

    fn actor(&self, by: &actor::Actor) -> Actor {
        Actor::new(self.viewer.directory, by)
    }

    fn attachments(&self, message: u64) -> Vec<Attachment> {
        let media = thread::attachments(self.stored, message);
        media
            .iter()
            .map(|m| Attachment::new(self.viewer, m, self.stored))
            .collect()
    }

    /// What the text at `seq` thinks of which of the messages shown.
    fn reaction(&self, seq: u64, text: &str) -> Option<Reaction> {
        let read = reaction(text)?;
        let message = read
            .quoted
            .and_then(|quoted| quoted_message(self.stored, seq, &quoted));
        Some(Reaction::new(&read, message.map(|seq| self.id(seq))))
    }

    /// Whether the email with the link went out that the entry at `request`, beside a message, asks for.
    fn email(&self, request: (u64, u64)) -> Option<NoticeStatus> {
        let notices = notices_of_link(self.stored, request);
        let settled = notices
            .iter()
            .flat_map(|told| told.iter())
            .filter(|told| told.is_settled());
        let told: Vec<NoticeRecipient> = settled.cloned().collect();
        (!told.is_empty()).then(|| overall(&told))
    }

    fn show(&self, entry: &StoredEntry<ThreadEvent>) -> Option<Entry> {
        let (id, at) = (id_of(self.viewer.thread, entry), entry.at);
        Some(match &entry.event {
            ThreadEvent::MessageIn { .. } => {
                let text = MessageIn::new(self.viewer, entry, self.attachments(entry.seq))?;
                let reaction = text
                    .text
                    .as_deref()
                    .and_then(|text| self.reaction(entry.seq, text));
                Entry::MessageIn(MessageIn { reaction, ..text })
            }
            ThreadEvent::MessageOut { .. } => Entry::MessageOut(MessageOut::new(
                self.viewer,
                self.sent.get(&entry.seq)?,
                self.attachments(entry.seq),
            )),
            ThreadEvent::Delivery(_)
            | ThreadEvent::Attachment(_)
            | ThreadEvent::Notice { request: Some(_), .. } => {
                return None;
            }
            ThreadEvent::Notice {
                message, recipients, ..
            } => Entry::Notice(Notice {
                id,
                at,
                conversation: self.conversation_of(*message),
                message: self.id(*message),
                status: overall(recipients),
                recipients: recipients
                    .iter()
                    .map(|r| recipient(self.viewer.directory, r))
                    .collect(),
            }),
            ThreadEvent::Claimed { conversation, agent } => Entry::Claimed(Claimed {
                id,
                at,
                conversation: self.conversation(*conversation),
                agent: self.agent(agent),
            }),
            ThreadEvent::Closed {
                conversation,
                by,
                reason,
            } => Entry::Closed(Closed {
                id,
                at,
                conversation: self.conversation(*conversation),
                by: self.actor(by),
                reason: (*reason).into(),
            }),
            ThreadEvent::Named { by, journey } => Entry::Named(Naming {
                id,
                at,
                conversation: None,
                by: self.actor(by),
                name: match &entry.content {
                    Some(ThreadContent::Name { name }) => Some(name.clone()),
                    _ => None,
                },
                journey: (*journey).into(),
            }),
            ThreadEvent::Note { conversation, agent } => Entry::Note(Note {
                id,
                at,
                conversation: self.conversation(*conversation),
                by: self.agent(agent),
                text: match &entry.content {
                    Some(ThreadContent::Note { text }) => Some(text.clone()),
                    _ => None,
                },
            }),
            _ => return self.happening(entry),
        })
    }

    fn happening(&self, entry: &StoredEntry<ThreadEvent>) -> Option<Entry> {
        let (id, at) = (id_of(self.viewer.thread, entry), entry.at);
        Some(match &entry.event {
            ThreadEvent::DownloadRequested {
                message,
                index,
                agent,
                expires_at,
                ..
            } => Entry::DownloadRequested(DownloadRequested {
                id,
                at,
                conversation: self.conversation_of(*message),
                message: self.id(*message),
                index: *index,
                agent: self.agent(agent),
                expires_at: *expires_at,
                email: self.email(entry.place()),
            }),
            ThreadEvent::Downloaded {
                message,
                index,
                agent,
                ..
            } => Entry::Downloaded(Downloaded {
                id,
                at,
                conversation: self.conversation_of(*message),
                message: self.id(*message),
                index: *index,
                agent: agent.as_ref().map(|agent| self.agent(agent)),
            }),
            ThreadEvent::Erased {
                message,
                media,
                text,
                refused,
            } => Entry::Erased(Erased {
                id,
                at,
                conversation: self.conversation_of(*message),
                message: self.id(*message),
                media: *media,
                text: *text,
                refused: refused.clone(),
            }),
            ThreadEvent::Started {
                conversation,
                agent,
                application,
            } => Entry::Started(Started {
                id,
                at,
                conversation: self.conversation(*conversation),
                agent: self.agent(agent),
                application: application.to_string(),
            }),
            ThreadEvent::TaskSettled {
                message,
                conversation,
                agent,
                opt_out,
                why,
            } => Entry::TaskSettled(TaskSettled {
                id,
                at,
                conversation: self
                    .conversation_of(*message)
                    .or_else(|| self.conversation((*conversation)?)),
                message: self.id(*message),
                agent: self.agent(agent),
                opt_out: *opt_out,
                question: (*why).into(),
            }),
            ThreadEvent::RefusedByCarrier {
                conversation,
                message,
            } => Entry::RefusedByCarrier(RefusedByCarrier {
                id,
                at,
                conversation: self.conversation(*conversation),
                message: self.id(*message),
            }),
            ThreadEvent::Unknown(unknown) => Entry::Other(Other {
                id,
                at,
                conversation: unknown.about.and_then(|message| self.conversation_of(message)),
                message: unknown.about.map(|message| self.id(message)),
                what: unknown.kind.clone(),
            }),
            ThreadEvent::MessageIn { .. }
            | ThreadEvent::MessageOut { .. }
            | ThreadEvent::Delivery(_)
            | ThreadEvent::Attachment(_)
            | ThreadEvent::Notice { .. }
            | ThreadEvent::Claimed { .. }
            | ThreadEvent::Closed { .. }
            | ThreadEvent::Named { .. }
            | ThreadEvent::Note { .. } => return None,
        })
    }
}

#[cfg(test)]
mod tests;
