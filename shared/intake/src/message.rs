//! A text comes in: one round of reads, one transaction.

use jiff::Timestamp;
use memberline_carriers::{Carrier, InboundEvent, InboundMessage, KeywordHandled, ParseError};
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{InboundContext, InboundText, MediaLink, receive};
use memberline_domain::{ConversationId, ThreadId};
use memberline_store::{CommandError, CommitError, Wanted, retry_conflicts};

use crate::context::WebhookContext;
use crate::intake::Intake;
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
        context: &WebhookContext<'_>,
        event: InboundEvent,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        match event {
            InboundEvent::Message(message) => self.take_in_message(context, message, now).await,
            InboundEvent::Receipt(receipt) => match context.own(receipt.reference.as_ref()) {
                Some(message) => self.report(context, &message, receipt, now).await,
                None => Ok(Outcome::Ignored),
            },
            InboundEvent::Ignored { .. } => Ok(Outcome::Ignored),
        }
    }

    async fn take_in_message(
        &self,
        context: &WebhookContext<'_>,
        message: InboundMessage,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let (tenant, carrier) = (&context.tenant, context.carrier);
        let (ours, theirs) = (message.to.clone(), message.from.clone());
        let number = tenant
            .directory
            .number(&ours)
            .ok_or(Refusal::NotItsOwn("unknown_number"))?;
        // A carrier's secret vouches for the numbers that it serves, and for no other's.
        if number.carrier != carrier.as_str() {
            return Err(Refusal::NotItsOwn("wrong_carrier").into());
        }
        if ours == theirs {
            return Err(Refusal::NotUnderstood(ParseError::UnsupportedSender).into());
        }
        let organisation = tenant.organisation();
        let id = ThreadId::derive(tenant.id(), organisation.salt.as_bytes(), &ours, &theirs);
        let text = inbound_text(carrier, message, context.incoming.received_at);
        let answered_twice = text.is_answered_against(number.keywords);
        let taken = retry_conflicts(async || {
            let wanted = Wanted::of(tenant).thread(&id).links(&id.subscriber());
            let read = self.store.load(wanted).await?.of_thread(&id, None)?;
            let fresh = || tenant.new_thread(&ours, &theirs);
            let thread = self.store.or_new(tenant, read.thread, fresh).await?;
            let fresh = || tenant.new_subscriber(&theirs);
            let subscriber = self.store.or_new(tenant, read.subscriber, fresh).await?;
            let taken = InboundContext {
                organisation,
                number,
                thread: &thread.head,
                seq: thread.seq,
                subscriber: &subscriber.head,
                links: &read.links,
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
            Ok::<_, CommandError<Refusal>>(conversation.map(|ordinal| ConversationId {
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
            Err(CommandError::Commit(CommitError::AlreadyDone { .. })) => Ok(Outcome::KnownAlready),
            Err(error) => Err(error),
        }
    }
}
