//! A message with all that decides about it, read at once.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_domain::MessageRef;
use memberline_domain::application::Application;
use memberline_domain::consent::Subscriber;
use memberline_domain::nudge::NudgeReversal;
use memberline_domain::thread::{Message, NextStep, OutMessage, Thread};
use memberline_store::{CommandError, Loaded, Tenant, Wanted};

use crate::OutboundSms;
use crate::error::DeliverError;

/// A message with all that decides about it.
pub(crate) struct Case {
    pub(crate) thread: Loaded<Thread>,
    pub(crate) subscriber: Loaded<Subscriber>,
    /// The message's head, which is what is written of it.
    pub(crate) head: Loaded<Message>,
    pub(crate) message: OutMessage,
    /// The application that a text of automation is about.
    pub(crate) application: Option<Loaded<Application>>,
}

impl Case {
    /// The text to be sent.
    pub(crate) fn text(&self) -> Result<&str, DeliverError> {
        let text = self.message.text.as_deref();
        text.ok_or(DeliverError::Unsendable("text"))
    }

    /// What is to be done now, and what cancelling a text of automation does to its application.
    pub(crate) fn next_step(&self, tenant: &Tenant, at: Timestamp) -> (NextStep, Option<NudgeReversal>) {
        let (thread, subscriber) = (&self.thread.head, &self.subscriber.head);
        let organisation = tenant.organisation();
        let known = (&self.head.head, &self.message);
        let Some(automated) = &self.message.automation else {
            return (thread.next_step(known, organisation, subscriber, at), None);
        };
        let application = self.application.as_ref().map(|application| &application.head);
        let next = thread.next_automated_step(known, automated, application, subscriber, organisation, at);
        (next.step, next.reversal)
    }
}

impl OutboundSms {
    /// Reads the message and what it depends on.
    pub(crate) async fn case(
        &self,
        tenant: &Arc<Tenant>,
        about: &MessageRef,
    ) -> Result<Case, CommandError<DeliverError>> {
        let id = &about.message;
        let wanted = Wanted::of(tenant).thread(&id.thread).message(id);
        let (pair, stored) = self.store.load(wanted).await?.of_message(id)?;
        let thread = pair.thread.ok_or(DeliverError::Unsendable("thread"))?;
        let stored = stored.ok_or(DeliverError::Unsendable("message"))?;
        let message = stored.outgoing().ok_or(DeliverError::Unsendable("message"))?;
        let fresh = || tenant.new_subscriber(&thread.head.theirs);
        let subscriber = self.store.or_new(tenant, pair.subscriber, fresh).await?;
        // Only the message says which application it is about.
        let application = match &message.automation {
            Some(automated) => self.store.load_one(tenant, &automated.application).await?,
            None => None,
        };
        Ok(Case {
            thread,
            subscriber,
            head: stored.head,
            message,
            application,
        })
    }
}
