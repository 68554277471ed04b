//! A webhook is verified and done, or kept in quarantine; one from quarantine is done anew.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::{Credentials, InboundEvent, Webhook};
use memberline_platform::telemetry::LogLine;
use memberline_store::quarantine::Quarantined;
use memberline_store::{CommandError, StoreError, Tenant};

use crate::context::WebhookContext;
use crate::incoming::{Incoming, Target};
use crate::intake::Intake;
use crate::outcome::Outcome;
use crate::refusal::Refusal;

impl Intake {
    /// Processes a webhook as it comes in. What is not trusted goes into quarantine.
    pub async fn accept(
        &self,
        incoming: &Incoming,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let (url, carrier) = (incoming.url(&self.public_url), incoming.target.carrier());
        let webhook = carrier.webhook(&url, &incoming.headers, &incoming.body);
        let Some(addressed) = self.address(&incoming.target, &webhook).await? else {
            return Err(Refusal::NotVerified("unknown_number").into());
        };
        line.note("organisation", addressed.0.id().as_str());
        line.note("carrier", carrier.as_str());
        let context = self.context(incoming, webhook, addressed).await?;
        let (result, unread) = match self.process(&context, now, now).await {
            Ok((outcome, unread)) => (Ok(outcome), unread),
            Err(error) => (Err(error), Vec::new()),
        };
        if let Err(CommandError::Refused(refusal)) = &result {
            self.quarantine(&context, refusal, now, line).await?;
        }
        // The names are ours, not what stands in the fields.
        if !unread.is_empty() {
            line.note("unread", unread.join(" "));
            line.count("FieldsUnread", 1);
        }
        if let Ok(Outcome::TakenIn {
            conversation,
            answered_twice,
        }) = &result
        {
            if let Some(conversation) = conversation {
                line.note("conversation", conversation.to_string());
            }
            line.count("KeywordsAnsweredTwice", u64::from(*answered_twice));
        }
        result
    }

    /// Processes a webhook from quarantine anew, with the secrets as they are now and at the time it first came.
    pub async fn replay(
        &self,
        tenant: &Arc<Tenant>,
        kept: &Quarantined,
        now: Timestamp,
    ) -> Result<Outcome, CommandError<Refusal>> {
        let incoming = &Incoming::from_quarantine(&kept.webhook, kept.received_at)?;
        let (url, carrier) = (incoming.url(&self.public_url), incoming.target.carrier());
        let webhook = carrier.webhook(&url, &incoming.headers, &incoming.body);
        let addressed = self.address(&incoming.target, &webhook).await?;
        let addressed = addressed
            .filter(|(owner, _)| owner.id() == tenant.id())
            .ok_or(Refusal::NotVerified("unknown_number"))?;
        let context = self.context(incoming, webhook, addressed).await?;
        let (outcome, _) = self.process(&context, kept.received_at, now).await?;
        Ok(outcome)
    }

    /// Adds the secrets that the webhook may be signed with.
    async fn context<'a>(
        &self,
        incoming: &'a Incoming,
        webhook: Webhook<'a>,
        (tenant, in_care): (Arc<Tenant>, bool),
    ) -> Result<WebhookContext<'a>, StoreError> {
        let carrier = incoming.target.carrier();
        let stored = self.store.credentials(&tenant, carrier.as_str()).await?;
        let credentials = stored.map(|json| Credentials::read(carrier, &json)).transpose();
        Ok(WebhookContext {
            incoming,
            webhook,
            carrier,
            tenant,
            in_care,
            credentials: credentials.map_err(|_| StoreError::Malformed("credentials"))?,
        })
    }

    /// Verifies a webhook and does what it asks. With what came of it, the side fields that cannot be read.
    async fn process(
        &self,
        context: &WebhookContext<'_>,
        received_at: Timestamp,
        now: Timestamp,
    ) -> Result<(Outcome, Vec<&'static str>), CommandError<Refusal>> {
        let webhook = &context.webhook;
        let verified = match &context.credentials {
            Some(credentials) => credentials
                .verify(webhook, received_at.as_second())
                .map_err(Refusal::unverified),
            None => Err(Refusal::NotVerified("no_credentials")),
        };
        if context.in_care {
            // The number may be missing from the directory of whoever holds the secret: that is no forgery.
            let refusal = match verified {
                Ok(()) => Refusal::NotItsOwn("unknown_number"),
                Err(_) => Refusal::NotVerified("unknown_number"),
            };
            return Err(refusal.into());
        }
        verified?;
        match &context.incoming.target {
            Target::Messages(_) => {
                let event = webhook.event(|number| context.is_ours(number));
                let event = event.map_err(Refusal::NotUnderstood)?;
                let unread = event.unread().to_vec();
                let outcome = match event {
                    InboundEvent::Message(message) => self.take_in(context, message, now).await?,
                    InboundEvent::Receipt(receipt) => match context.own(receipt.reference.as_ref()) {
                        Some(message) => self.report(context, &message, receipt.report, now).await?,
                        None => Outcome::Ignored,
                    },
                    InboundEvent::Ignored { .. } => Outcome::Ignored,
                };
                Ok((outcome, unread))
            }
            Target::Receipt(_, message) => {
                let receipt = webhook.receipt().map_err(Refusal::NotUnderstood)?;
                let outcome = self.report(context, message, receipt.report, now).await?;
                Ok((outcome, receipt.unread))
            }
        }
    }
}
