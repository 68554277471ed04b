//! The thread as an aggregate: what of it has a key of its own, what hangs on it, and what others depend on in it.

use jiff::Timestamp;

use crate::aggregate::{Aggregate, Archive, Event as _};
use crate::thread::{ClosedConversation, Message, Thread, ThreadEvent, ThreadSecret};

impl Aggregate for Thread {
    type Event = ThreadEvent;
    type Secret = ThreadSecret;
    type Archive = ClosedConversation;
    type Branch = Message;

    fn secret(&self) -> &ThreadSecret {
        &self.secret
    }

    fn set_secret(&mut self, secret: ThreadSecret) {
        self.secret = secret;
    }

    /// What goes out, and what has something to fetch or to erase, has a head from the start. Another text gets one with the
    /// first thing that becomes of it.
    fn branch(&self, seq: u64, at: Timestamp, event: &ThreadEvent) -> Option<Message> {
        let starts = matches!(event, ThreadEvent::MessageOut { .. }) || event.label().is_some();
        Message::of(seq, at, event).filter(|_| starts)
    }

    fn open_part(&self) -> Option<u32> {
        self.conversation.as_ref().map(|open| open.ordinal)
    }

    fn next_part(&self) -> Option<u32> {
        Some(self.conversations + 1)
    }

    /// What is said and noted in a conversation is sealed under that one's key; names, and what is said in none, under the thread's.
    fn sealed_within(&self, event: &ThreadEvent) -> Option<u32> {
        match event {
            ThreadEvent::MessageIn { conversation, .. }
            | ThreadEvent::MessageOut { conversation, .. }
            | ThreadEvent::Note { conversation, .. } => Some(*conversation).filter(|ordinal| *ordinal > 0),
            ThreadEvent::Delivery(_)
            | ThreadEvent::Notice { .. }
            | ThreadEvent::Attachment(_)
            | ThreadEvent::DownloadRequested { .. }
            | ThreadEvent::Downloaded { .. }
            | ThreadEvent::Erased { .. }
            | ThreadEvent::Started { .. }
            | ThreadEvent::TaskSettled { .. }
            | ThreadEvent::RefusedByCarrier { .. }
            | ThreadEvent::Claimed { .. }
            | ThreadEvent::Closed { .. }
            | ThreadEvent::Named { .. }
            | ThreadEvent::Unknown(_) => None,
        }
    }

    /// A send is forbidden by what [`Thread::next_step`] looks at of the head: which conversation is open, whose it is and who may
    /// answer there. Texts that come in, and outcomes of other messages, change none of it.
    fn moves_fence(&self, next: &Self) -> bool {
        let ground = |thread: &Self| {
            let open = thread.conversation.as_ref()?;
            let claimant = open.claim.as_ref().map(|claim| claim.agent.clone());
            Some((
                open.ordinal,
                claimant,
                open.assignment.team.clone(),
                open.assignment.send_policy,
                open.refused_at.is_some(),
            ))
        };
        ground(self) != ground(next)
    }
}

impl Archive for ClosedConversation {
    type Secret = ThreadSecret;

    fn ordinal(&self) -> u32 {
        self.conversation.ordinal
    }

    fn secret(&self) -> &ThreadSecret {
        &self.secret
    }

    fn set_secret(&mut self, secret: ThreadSecret) {
        self.secret = secret;
    }
}
