//! `POST /downloads/describe`: what a link leads to. Changes nothing (lesson 44).

use jiff::Timestamp;
use memberline_platform::telemetry::LogLine;
use serde_json::{Value, json};

use crate::SecureDownload;
use crate::refusal::Refusal;
use crate::request::LinkRequest;
use memberline_store::CommandError;

impl SecureDownload {
    /// Describes the link. The file's name is the member's, and told only to who may open the link as they are.
    pub(crate) async fn describe(
        &self,
        request: &LinkRequest,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<Value, CommandError<Refusal>> {
        let resolved = self.resolve(request, now, line).await?;
        let found = self.find(&resolved).await?;
        let visit = resolved.visit(&found);
        let looked = visit.look(&found.message.entries, now).map_err(Refusal::from)?;
        let needs_session = visit.needs_session();
        let name = (!needs_session).then(|| looked.medium.download_name());
        Ok(json!({
            "brand": resolved.tenant.organisation().brand,
            "file": { "content_type": looked.file.content_type, "bytes": looked.file.bytes, "name": name },
            "expires_at": resolved.link.expires_at,
            "needs_session": needs_session,
        }))
    }
}
