//! Checks what became of messages: the chains beside them, and their heads.

use super::entry::{ChainedEntry, links};
use super::timeline::Timeline;
use super::{BrokenPacket, MessageFault};
use crate::aggregate::Event as _;
use crate::aggregate::chain;
use crate::thread::{Message, ThreadEvent};

impl Timeline {
    /// The heads of its messages.
    pub(super) fn heads(&self) -> Result<Vec<Message>, BrokenPacket> {
        self.messages
            .iter()
            .map(|beside| {
                let head = beside.head();
                head.ok_or_else(|| self.message_fault(beside.message, MessageFault::Unreadable))
            })
            .collect()
    }

    fn message_fault(&self, message: u64, fault: MessageFault) -> BrokenPacket {
        BrokenPacket::Message {
            pk: self.pk.clone(),
            message,
            fault,
        }
    }

    /// Checks the chains and the heads of its messages; the number of the entries beside them.
    pub(super) fn check_messages(&self) -> Result<u64, BrokenPacket> {
        let (mut checked, mut before) = (0, 0);
        for beside in &self.messages {
            let message = beside.message;
            let fault = |fault| self.message_fault(message, fault);
            let own = self.entries.iter().find(|entry| entry.seq == message);
            let own = own
                .filter(|_| message > before)
                .ok_or_else(|| fault(MessageFault::Nowhere))?;
            before = message;
            let sealed = self.sealed(&beside.entries)?;
            let links = links(&self.pk, &beside.entries, &sealed);
            let chain = chain::verify_from(own.hash, links, beside.seq, beside.hash);
            checked += chain.map_err(|link| fault(MessageFault::Chain(link)))?;
        }
        let headless = |entry: &&ChainedEntry| {
            entry.kind == "message_out" && self.messages.iter().all(|beside| beside.message != entry.seq)
        };
        if let Some(entry) = self.entries.iter().find(headless) {
            return Err(self.message_fault(entry.seq, MessageFault::Headless));
        }
        if self.messages.is_empty() {
            return Ok(checked);
        }
        let entries = self.read::<ThreadEvent>()?;
        for head in self.heads()? {
            let mut of_message = entries.iter().filter(|entry| entry.place().0 == head.seq);
            // What an entry of a later release says of the message is not known.
            let all_known = of_message.clone().all(|entry| entry.event.is_known());
            if all_known && !head.follows_from(of_message.by_ref()) {
                return Err(self.message_fault(head.seq, MessageFault::State));
            }
        }
        Ok(checked)
    }
}
