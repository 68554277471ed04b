//! A webhook is verified and done, or kept in quarantine; one from quarantine is done anew.

use std::sync::Arc;

use jiff::Timestamp;
use memberline_carriers::Webhook;
use memberline_platform::telemetry::LogLine;
use memberline_store::Tenant;
use memberline_store::quarantine::Quarantined;

use crate::incoming::{Incoming, Target};
use crate::intake::{Addressed, Intake, is_ours};
use crate::outcome::Outcome;
use crate::refusal::Refusal;

impl Intake {
    /// Processes a webhook as it comes in. What is not trusted goes into quarantine.
    pub async fn accept(
        &self,
        incoming: &Incoming,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<Outcome, Refusal> {
        let addressed = self.address(incoming).await?;
        let Some(addressed) = addressed else {
            return Err(Refusal::NotVerified("unknown_number"));
        };
        line.note("organisation", addressed.tenant.id().as_str());
        line.note("carrier", incoming.target.carrier().as_str());
        let (result, unread) = match self.verified(incoming, &addressed, now, now).await {
            Ok((outcome, unread)) => (Ok(outcome), unread),
            Err(refusal) => (Err(refusal), Vec::new()),
        };
        if let Err(refusal) = &result {
            self.keep(incoming, &addressed, refusal, now, line).await?;
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
    ) -> Result<Outcome, Refusal> {
        let incoming = Incoming::from_quarantine(&kept.webhook, kept.received_at)?;
        let addressed = self
            .address(&incoming)
            .await?
            .filter(|a| a.tenant.id() == tenant.id());
        let addressed = addressed.ok_or(Refusal::NotVerified("unknown_number"))?;
        let (outcome, _) = self
            .verified(&incoming, &addressed, kept.received_at, now)
            .await?;
        Ok(outcome)
    }

    /// Verifies a webhook and does what it asks. With what came of it, the side fields that cannot be read.
    async fn verified(
        &self,
        incoming: &Incoming,
        addressed: &Addressed,
        received_at: Timestamp,
        now: Timestamp,
    ) -> Result<(Outcome, Vec<&'static str>), Refusal> {
        let tenant = &addressed.tenant;
        let carrier = incoming.target.carrier();
        let url = incoming.url(&self.public_url);
        let webhook: Webhook<'_> = incoming.webhook(&url);
        let verified = match self.credentials(tenant, carrier).await? {
            Some(credentials) => carrier
                .verify(&webhook, &credentials, received_at.as_second())
                .map_err(Refusal::unverified),
            None => Err(Refusal::NotVerified("no_credentials")),
        };
        if addressed.in_care {
            // The number may be missing from the directory of whoever holds the secret: that is no forgery.
            return Err(match verified {
                Ok(()) => Refusal::NotItsOwn("unknown_number"),
                Err(_) => Refusal::NotVerified("unknown_number"),
            });
        }
        verified?;
        match &incoming.target {
            Target::Messages(_) => {
                let event = carrier
                    .parse_inbound(&webhook, is_ours(tenant))
                    .map_err(Refusal::NotUnderstood)?;
                let unread = event.unread().to_vec();
                let event = (event, incoming.received_at);
                Ok((self.take_in(tenant, carrier, event, now).await?, unread))
            }
            Target::Receipt(_, message) => {
                let receipt = carrier.parse_receipt(&webhook).map_err(Refusal::NotUnderstood)?;
                let unread = receipt.unread.clone();
                Ok((self.report(tenant, carrier, message, receipt, now).await?, unread))
            }
        }
    }
}
