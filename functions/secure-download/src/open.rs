//! `POST /downloads/open`: somebody wants the file (EL-23, X-20).

use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::download::Opening;
use memberline_platform::presign::{Presentation, attachment};
use memberline_platform::telemetry::LogLine;
use memberline_store::{CommandError, retry_conflicts};
use serde_json::{Value, json};

use crate::SecureDownload;
use crate::refusal::Refusal;
use crate::request::LinkRequest;
use crate::resolve::ResolvedLink;

/// How long the file's own address works: a browser follows it at once.
const URL_LASTS: Duration = Duration::from_secs(30);

impl SecureDownload {
    /// Opens the link: first it is noted who did, then the file's address is given out, never the other way round.
    pub(crate) async fn open(
        &self,
        request: &LinkRequest,
        now: Timestamp,
        line: &mut LogLine,
    ) -> Result<Value, CommandError<Refusal>> {
        let resolved = self.resolve(request, now, line).await?;
        let signer = self.documents.signer().await.map_err(Refusal::from)?;
        let opening = retry_conflicts(async || self.note(&resolved, now).await).await?;
        let disposition = attachment(&opening.medium.download_name());
        let shown = Presentation {
            content_type: &opening.file.content_type,
            disposition: &disposition,
        };
        let url = signer
            .download(&opening.file.object, shown, URL_LASTS)
            .map_err(Refusal::from)?;
        Ok(json!({ "url": url, "expires_at": now + URL_LASTS }))
    }

    async fn note(&self, resolved: &ResolvedLink, now: Timestamp) -> Result<Opening, CommandError<Refusal>> {
        let found = self.find(resolved).await?;
        let opening = resolved
            .visit(&found)
            .open(&found.message.entries, now)
            .map_err(Refusal::from)?;
        let message = &found.message.head;
        let change = message.head.note_download(&opening, &resolved.id);
        let mut commit = self.store.begin(now);
        commit.change(message, &change)?;
        self.store.commit(commit).await?;
        Ok(opening)
    }
}
