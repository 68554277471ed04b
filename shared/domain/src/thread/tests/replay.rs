//! What a thread's entries alone say of its head.

use jiff::Timestamp;

use super::story::Line;
use crate::actor::Actor;
use crate::id::AgentId;
use crate::thread::{Conversation, ThreadEvent};

/// The part of an open conversation that its entries tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    pub ordinal: u32,
    pub opened_at: Timestamp,
    pub claimant: Option<AgentId>,
    pub waiting_since: Option<Timestamp>,
    pub unclaimed_since: Option<Timestamp>,
    pub messages: u32,
}

impl From<&Conversation> for Open {
    fn from(head: &Conversation) -> Self {
        Self {
            ordinal: head.ordinal,
            opened_at: head.opened_at,
            claimant: head.claim.as_ref().map(|c| c.agent.clone()),
            waiting_since: head.waiting_since,
            unclaimed_since: head.unclaimed_since,
            messages: head.messages,
        }
    }
}

/// Follows the entries from the first on. Fails where they contradict themselves.
pub fn replay(line: &Line) -> (u32, Option<Open>) {
    let mut conversations = 0;
    let mut open: Option<Open> = None;
    for entry in &line.entries {
        match &entry.event {
            // An opt-out that nothing was open for.
            ThreadEvent::MessageIn { conversation: 0, .. } => assert_eq!(open, None),
            ThreadEvent::MessageIn { conversation, .. } => {
                let now = open.get_or_insert_with(|| {
                    conversations += 1;
                    Open {
                        ordinal: conversations,
                        opened_at: entry.at,
                        claimant: None,
                        waiting_since: None,
                        unclaimed_since: None,
                        messages: 0,
                    }
                });
                assert_eq!(now.ordinal, *conversation);
                now.messages += 1;
                now.waiting_since.get_or_insert(entry.at);
                if now.claimant.is_none() {
                    now.unclaimed_since.get_or_insert(entry.at);
                }
            }
            ThreadEvent::MessageOut { conversation, by, .. } => match by {
                Actor::Agent { .. } => {
                    let now = open.as_mut().expect("an answer belongs to an open conversation");
                    assert_eq!(now.ordinal, *conversation);
                    now.messages += 1;
                    now.waiting_since = None;
                    now.unclaimed_since = None;
                }
                Actor::System => assert_eq!(*conversation, open.as_ref().map_or(0, |o| o.ordinal)),
                Actor::Automation => assert_eq!(*conversation, 0, "automation speaks in no conversation"),
                Actor::Member => panic!("a member writes no outgoing text"),
            },
            ThreadEvent::Claimed { conversation, agent } => {
                let now = open.as_mut().expect("an open conversation is claimed");
                assert_eq!(
                    (now.ordinal, &now.claimant),
                    (*conversation, &None),
                    "claimed once"
                );
                now.claimant = Some(agent.clone());
                now.unclaimed_since = None;
            }
            ThreadEvent::Closed { conversation, .. } => {
                let was = open.take().expect("an open conversation closes");
                assert_eq!(was.ordinal, *conversation);
            }
            ThreadEvent::Started {
                conversation, agent, ..
            } => {
                assert_eq!(open, None, "nothing is open when one is started");
                conversations += 1;
                assert_eq!(conversations, *conversation);
                open = Some(Open {
                    ordinal: conversations,
                    opened_at: entry.at,
                    claimant: Some(agent.clone()),
                    waiting_since: None,
                    unclaimed_since: None,
                    messages: 0,
                });
            }
            ThreadEvent::Delivery(_)
            | ThreadEvent::Notice { .. }
            | ThreadEvent::Note { .. }
            | ThreadEvent::Named { .. }
            | ThreadEvent::Attachment(_)
            | ThreadEvent::DownloadRequested { .. }
            | ThreadEvent::Downloaded { .. }
            | ThreadEvent::Erased { .. }
            | ThreadEvent::TaskSettled { .. }
            | ThreadEvent::RefusedByCarrier { .. }
            | ThreadEvent::Unknown(_) => {}
        }
    }
    (conversations, open)
}
