//! What is not trusted is kept, counted and can be replayed; it is never thrown away in silence.

use jiff::Timestamp;
use memberline_platform::telemetry::LogLine;
use memberline_store::Tenant;

use crate::request::Incoming;
use crate::{InboundSms, Refusal};

impl InboundSms {
    pub(crate) async fn keep(
        &self,
        incoming: &Incoming,
        tenant: &Tenant,
        reason: &str,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<(), Refusal> {
        let kept = self
            .store
            .quarantine(tenant, &incoming.to_quarantine(), reason, now)
            .await?;
        line.count("Quarantined", 1);
        match kept {
            Some(id) => line.note("quarantined", id),
            None => line.count("QuarantineFull", 1),
        }
        Ok(())
    }
}
