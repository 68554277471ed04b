//! A webhook is verified and done, or kept in quarantine; one from quarantine is done anew.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_platform::telemetry::LogLine;
use memberline_store::quarantine::Quarantined;
use memberline_store::{CommandError, Tenant};

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
        let url = incoming.url(&self.public_url);
        let (webhook, carrier) = (incoming.webhook(&url), incoming.target.carrier());
        let Some((tenant, in_care)) = self.address(incoming, &webhook).await? else {
            return Err(Refusal::NotVerified("unknown_number").into());
        };
        line.note("organisation", tenant.id().as_str());
        line.note("carrier", carrier.as_str());
        let context = WebhookContext {
            incoming,
            webhook,
            carrier,
            credentials: self.credentials(&tenant, carrier).await?,
            tenant,
            in_care,
        };
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
        let incoming = Incoming::from_quarantine(&kept.webhook, kept.received_at)?;
        let url = incoming.url(&self.public_url);
        let (webhook, carrier) = (incoming.webhook(&url), incoming.target.carrier());
        let addressed = self.address(&incoming, &webhook).await?;
        let (tenant, in_care) = addressed
            .filter(|(owner, _)| owner.id() == tenant.id())
            .ok_or(Refusal::NotVerified("unknown_number"))?;
        let context = WebhookContext {
            incoming: &incoming,
            webhook,
            carrier,
            credentials: self.credentials(&tenant, carrier).await?,
            tenant,
            in_care,
        };
        let (outcome, _) = self.process(&context, kept.received_at, now).await?;
        Ok(outcome)
    }

    /// Verifies a webhook and does what it asks. With what came of it, the side fields that cannot be read.
    async fn process(
        &self,
        context: &WebhookContext<'_>,
        received_at: Timestamp,
        now: Timestamp,
    ) -> Result<(Outcome, Vec<&'static str>), CommandError<Refusal>> {
        let (webhook, carrier) = (&context.webhook, context.carrier);
        let verified = match &context.credentials {
            Some(credentials) => carrier
                .verify(webhook, credentials, received_at.as_second())
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
                let event = carrier
                    .parse_inbound(webhook, |number| context.is_ours(number))
                    .map_err(Refusal::NotUnderstood)?;
                let unread = event.unread().to_vec();
                Ok((self.take_in(context, event, now).await?, unread))
            }
            Target::Receipt(_, message) => {
                let receipt = carrier.parse_receipt(webhook).map_err(Refusal::NotUnderstood)?;
                let unread = receipt.unread.clone();
                Ok((self.report(context, message, receipt, now).await?, unread))
            }
        }
    }
}
