//! A text comes in: one round of reads, one transaction.

use jiff::Timestamp;
use memberline_carriers::{InboundMessage, ParseError};
use memberline_domain::ConversationId;
use memberline_domain::thread::{InboundContext, InboundText, receive};
use memberline_store::{CommandError, CommitError, Wanted, retry_conflicts};

use crate::context::WebhookContext;
use crate::intake::Intake;
use crate::outcome::Outcome;
use crate::refusal::Refusal;

impl Intake {
    /// Takes in the text of a verified webhook.
    pub(crate) async fn take_in(
        &self,
        context: &WebhookContext<'_>,
        message: InboundMessage,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let (tenant, carrier) = (&context.tenant, context.carrier);
        let InboundMessage {
            to: ours,
            from: theirs,
            text,
            ..
        } = message;
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
        let text = InboundText {
            received_at: context.incoming.received_at,
            ..text
        };
        let id = tenant.thread_id(&ours, &theirs);
        let answered_twice = text.is_answered_against(number.keywords);
        let taken = retry_conflicts(async || {
            let wanted = Wanted::of(tenant).thread(&id).links(&id.subscriber());
            let read = self.store.load(wanted).await?.of_thread(&id, None)?;
            let fresh = || tenant.new_thread(&ours, &theirs);
            let thread = self.store.or_new(tenant, read.thread, fresh).await?;
            let fresh = || tenant.new_subscriber(&theirs);
            let subscriber = self.store.or_new(tenant, read.subscriber, fresh).await?;
            let taken = InboundContext {
                organisation: tenant.organisation(),
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
