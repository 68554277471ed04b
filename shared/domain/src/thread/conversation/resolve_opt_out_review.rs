//! Somebody says what a text means that looks like an opt-out or a wrong number.

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::{Change, NewEntry};
use crate::consent::{Hold, OptOutSource, Subscriber};
use crate::directory::wording;
use crate::directory::{Agent, Organisation};
use crate::thread::{CONFIRMATION_WINDOW, CloseReason, Purpose, Thread, ThreadEvent};

/// There is no text of which somebody has to say what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no text waits for somebody to say what it means")]
pub struct NothingToSettle;

/// What the answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResolvedOptOutReview {
    pub thread: Change<Thread>,
    /// To the consent ledger.
    pub subscriber: Change<Subscriber>,
}

impl Thread {
    /// The text of which somebody has to say what it means.
    pub fn may_settle<'a>(&self, subscriber: &'a Subscriber) -> Result<&'a Hold, NothingToSettle> {
        subscriber.held(&self.ours).ok_or(NothingToSettle)
    }

    /// Says for the agent, who may see the thread, whether texts end with the text in question: it is an opt-out, or the number
    /// is somebody else's. Then it counts like a STOP, and the conversation closes. Otherwise automation goes on. `None` when
    /// there is no question, or somebody answered it before.
    ///
    /// It is open as long as automation is paused, whether or not the conversation that it came in has closed.
    pub fn resolve_opt_out_review(
        &self,
        organisation: &Organisation,
        subscriber: &Subscriber,
        agent: &Agent,
        opt_out: bool,
        now: Timestamp,
    ) -> Option<ResolvedOptOutReview> {
        let hold = self.may_settle(subscriber).ok()?;
        let by = Actor::Agent {
            agent: agent.id.clone(),
        };
        let open = self
            .conversation
            .as_ref()
            .filter(|c| c.task == Some(hold.message));
        let settled = ThreadEvent::TaskSettled {
            message: hold.message,
            conversation: open.map(|c| c.ordinal),
            agent: agent.id.clone(),
            opt_out,
            why: hold.why,
        };
        let mut head = self.clone();
        if let Some(conversation) = &mut head.conversation {
            conversation.task = None;
        }
        if !opt_out {
            return Some(ResolvedOptOutReview {
                thread: Change::one(head, settled),
                subscriber: subscriber.release(&self.ours, by)?,
            });
        }
        let source = OptOutSource::Agent {
            number: self.ours.clone(),
            agent: agent.id.clone(),
        };
        let said = (source, Some(hold.at));
        let ledger = subscriber.opt_out(&self.ours, organisation.opt_out_scope, said, now)?;
        let mut thread = head.end(by, CloseReason::OptOut, now);
        thread.entries.insert(0, settled.into());
        // The member asked when the text came. Five minutes on, silence confirms it (47 CFR 64.1200(a)(12)).
        if now.duration_since(hold.at) <= CONFIRMATION_WINDOW {
            let text = wording::opt_out_confirmation(organisation);
            let confirmation: NewEntry<ThreadEvent> =
                thread
                    .head
                    .product_text(Actor::System, Purpose::OptOutConfirmation, text);
            thread.entries.push(confirmation);
        }
        Some(ResolvedOptOutReview {
            thread,
            subscriber: ledger,
        })
    }
}
