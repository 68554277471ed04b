//! A text comes in: one round of reads, one transaction.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::{Carrier, InboundEvent, InboundMessage, KeywordHandled, ParseError};
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{InboundContext, InboundText, MediaLink, Thread, receive};
use memberline_domain::{ConversationId, ThreadId};
use memberline_store::{CommitError, Tenant, retry_conflicts};

use crate::intake::{Intake, own};
use crate::outcome::Outcome;
use crate::refusal::Refusal;

fn inbound_text(carrier: Carrier, message: InboundMessage, received_at: Option<Timestamp>) -> InboundText {
    let missing = message.media_announced.saturating_sub(message.media.len());
    InboundText {
        carrier: carrier.as_str().to_owned(),
        carrier_message_id: message.carrier_message_id,
        text: message.text,
        subject: message.subject,
        others: message.others,
        missing: u32::try_from(missing).unwrap_or(u32::MAX),
        media: message
            .media
            .into_iter()
            .map(|m| MediaLink {
                url: m.url,
                content_type: m.content_type,
            })
            .collect(),
        segments: message.segments,
        received_at,
        said_at: message.sent_at.and_then(|at| at.parse().ok()),
        answered_by_carrier: message.opt_out_type.map(|handled| match handled {
            KeywordHandled::Stop => Intent::OptOut,
            KeywordHandled::Start => Intent::OptIn,
            KeywordHandled::Help => Intent::Help,
        }),
    }
}

impl Intake {
    /// Does what a verified webhook on the address for messages asks.
    pub(crate) async fn take_in(
        &self,
        tenant: &Arc<Tenant>,
        carrier: Carrier,
        (event, received_at): (InboundEvent, Option<Timestamp>),
        now: Timestamp,
    ) -> Result<Outcome, Refusal> {
        match event {
            InboundEvent::Message(message) => {
                self.take_in_message(tenant, carrier, (message, received_at), now)
                    .await
            }
            InboundEvent::Receipt(receipt) => match receipt.reference.clone().and_then(|r| own(r, tenant)) {
                Some(message) => self.report(tenant, carrier, &message, receipt, now).await,
                None => Ok(Outcome::Ignored),
            },
            InboundEvent::Ignored { .. } => Ok(Outcome::Ignored),
        }
    }

    async fn take_in_message(
        &self,
        tenant: &Arc<Tenant>,
        carrier: Carrier,
        (message, received_at): (InboundMessage, Option<Timestamp>),
        now: Timestamp,
    ) -> Result<Outcome, Refusal> {
        let (ours, theirs) = (message.to.clone(), message.from.clone());
        let number = tenant
            .directory
            .number(&ours)
            .ok_or(Refusal::NotItsOwn("unknown_number"))?;
        // A carrier's secret vouches for the numbers that it serves, and for no other's.
        if number.carrier != carrier.as_str() {
            return Err(Refusal::NotItsOwn("wrong_carrier"));
        }
        if ours == theirs {
            return Err(Refusal::NotUnderstood(ParseError::UnsupportedSender));
        }
        let organisation = tenant.organisation();
        let id = ThreadId::derive(tenant.id(), organisation.salt.as_bytes(), &ours, &theirs);
        let text = inbound_text(carrier, message, received_at);
        let answered_twice = text.is_answered_against(number.keywords);
        let taken = retry_conflicts(async || {
            let (pair, links) = self.store.pair_with_links(tenant, &id, None).await?;
            let thread = if let Some(thread) = pair.thread {
                thread
            } else {
                let fresh = Thread::new(tenant.id().clone(), id.clone(), ours.clone(), theirs.clone());
                self.store.new_thread(tenant, fresh).await?
            };
            let subscriber = self
                .store
                .subscriber_or_new(tenant, pair.subscriber, &theirs, &id)
                .await?;
            let taken = InboundContext {
                organisation,
                number,
                thread: &thread.head,
                seq: thread.seq,
                subscriber: &subscriber.head,
                links: &links,
                text: &text,
            };
            let received = receive(&taken, now);
            let mut commit = self.store.begin(now);
            let places = commit.change(&thread, &received.thread)?;
            // A text that says nothing of consent was decided from the consent as it was read: one that changes meanwhile came after
            // it. What may be sent is decided again, from both, at the instant of sending.
            if let Some(change) = &received.subscriber {
                commit.change(&subscriber, change)?;
            }
            let reference = places.first().map_or_else(String::new, ToString::to_string);
            commit.once(
                tenant.id(),
                carrier.as_str(),
                &text.carrier_message_id,
                &reference,
            )?;
            self.store.commit(commit).await?;
            let conversation = received.thread.head.conversation.as_ref().map(|c| c.ordinal);
            Ok::<_, Refusal>(conversation.map(|ordinal| ConversationId {
                thread: id.clone(),
                ordinal,
            }))
        })
        .await;
        match taken {
            Ok(conversation) => Ok(Outcome::TakenIn {
                conversation,
                answered_twice,
            }),
            Err(Refusal::Commit(CommitError::AlreadyDone { .. })) => Ok(Outcome::KnownAlready),
            Err(refusal) => Err(refusal),
        }
    }
}
