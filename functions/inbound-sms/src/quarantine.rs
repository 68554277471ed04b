//! What is not trusted is kept, counted and can be replayed; it is never thrown away in silence.

use jiff::Timestamp;
use memberline_carriers::InboundEvent;
use memberline_domain::keywords::Written;
use memberline_platform::telemetry::LogLine;
use memberline_store::Tenant;
use memberline_store::quarantine::{Distrust, Standing};
use memberline_store::unheard::Untrusted;

use crate::request::{Incoming, Target};
use crate::{Addressed, InboundSms, Refusal, is_ours};

impl InboundSms {
    /// Keeps a webhook that was refused for not being trusted or not being understood. For other refusals the carrier tries
    /// again, or nobody can.
    pub(crate) async fn keep(
        &self,
        incoming: &Incoming,
        addressed: &Addressed,
        refusal: &Refusal,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<(), Refusal> {
        let (reason, standing) = match refusal {
            Refusal::NotItsOwn(code) => (*code, Standing::Signed),
            Refusal::NotUnderstood(error) => (error.code(), Standing::Signed),
            Refusal::NotVerified(code) => (*code, self.standing(incoming, addressed).await?),
            Refusal::NoSuchWebhook | Refusal::Unreadable(_) | Refusal::Store(_) | Refusal::Commit(_) => {
                return Ok(());
            }
        };
        let distrust = Distrust { reason, standing };
        let kept = self
            .store
            .quarantine(&addressed.tenant, &incoming.to_quarantine(), distrust, now)
            .await?;
        line.note("standing", standing.as_str());
        line.count("Quarantined", 1);
        match kept {
            Some(id) => {
                self.keep_text(incoming, &addressed.tenant, (&id, reason), now, line)
                    .await?;
                line.note("quarantined", id);
            }
            None => line.count("QuarantineFull", 1),
        }
        Ok(())
    }

    /// Keeps what the webhook says of a text beside it, for the evidence of the number that it claims to come from. It may be the
    /// member's STOP, which nobody could tell from a forgery.
    async fn keep_text(
        &self,
        incoming: &Incoming,
        tenant: &Tenant,
        (id, reason): (&str, &str),
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<(), Refusal> {
        let Target::Messages(carrier) = incoming.target else {
            return Ok(());
        };
        let url = incoming.url(&self.public_url);
        let read = carrier.parse_inbound(&incoming.webhook(&url), is_ours(tenant));
        let Ok(InboundEvent::Message(message)) = read else {
            return Ok(());
        };
        if !is_ours(tenant)(&message.to) || message.from == message.to {
            return Ok(());
        }
        let written = Written {
            subject: message.subject.as_deref(),
            text: &message.text,
        };
        let concerns_consent = message.opt_out_type.is_some() || written.concerns_consent();
        let untrusted = Untrusted {
            id,
            reason,
            carrier: carrier.as_str(),
            theirs: &message.from,
            ours: &message.to,
            carrier_message_id: &message.carrier_message_id,
            text: &written.all(),
            concerns_consent,
        };
        let kept = self.store.keep_unheard(tenant, &untrusted, now).await?;
        if concerns_consent {
            line.count("ConsentUnheard", 1);
        }
        if !kept {
            line.count("QuarantineFull", 1);
        }
        Ok(())
    }
}
