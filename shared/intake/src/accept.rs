//! A webhook is verified and done, or kept in quarantine; one from quarantine is done anew.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::{Credentials, InboundEvent, Receipt, Webhook};
use memberline_domain::MessageRef;
use memberline_platform::telemetry::LogLine;
use memberline_store::quarantine::Quarantined;
use memberline_store::{CommandError, StoreError, Tenant};

use crate::context::WebhookContext;
use crate::incoming::{Incoming, Target};
use crate::intake::Intake;
use crate::outcome::Outcome;
use crate::processed::{Processed, Told};
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
        let processed = match self.process(&context, now, now).await {
            Ok(processed) => processed,
            Err(error) => {
                if let CommandError::Refused(refusal) = &error {
                    self.quarantine(&context, refusal, now, line).await?;
                }
                return Err(error);
            }
        };
        processed.note_in(line);
        Ok(processed.outcome)
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
        let processed = self.process(&context, kept.received_at, now).await?;
        Ok(processed.outcome)
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

    /// Verifies a webhook and does what it asks.
    async fn process(
        &self,
        context: &WebhookContext<'_>,
        received_at: Timestamp,
        now: Timestamp,
    ) -> Result<Processed, CommandError<Refusal>> {
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
                let mut processed = Processed {
                    unread: event.unread().to_vec(),
                    ..Processed::default()
                };
                match event {
                    InboundEvent::Message(message) => {
                        processed.outcome = self.take_in(context, message, now).await?;
                    }
                    InboundEvent::Receipt(receipt) => {
                        if let Some(message) = context.own(receipt.reference.as_ref()) {
                            return self.hear_receipt(context, &message, receipt, now).await;
                        }
                    }
                    InboundEvent::Ignored { .. } => {}
                }
                Ok(processed)
            }
            Target::Receipt(_, message) => {
                let receipt = webhook.receipt().map_err(Refusal::NotUnderstood)?;
                self.hear_receipt(context, message, receipt, now).await
            }
        }
    }

    async fn hear_receipt(
        &self,
        context: &WebhookContext<'_>,
        message: &MessageRef,
        receipt: Receipt,
        now: Timestamp,
    ) -> Result<Processed, CommandError<Refusal>> {
        Ok(Processed {
            receipt: Some(Told::of(&receipt.report)),
            outcome: self.report(context, message, receipt.report, now).await?,
            unread: receipt.unread,
        })
    }
}
