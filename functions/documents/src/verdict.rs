//! The malware scan has spoken: what it says is believed when the object's own tag says so too.

use jiff::Timestamp;
use memberline_domain::file_type::FileType;
use memberline_domain::thread::{Medium, ObjectKey, OnVerdict, Verdict, attachments};
use memberline_platform::queue::Run;
use memberline_store::{CommandError, Tenant};

use crate::Documents;
use crate::body::Scanned;
use crate::count::count;
use crate::failure::Failure;
use crate::thumbnail::{self, MOST_BYTES};

/// A verdict that was brought this often without its tag is taken for a scan that broke down. From then on no thumbnail is made
/// either: it may be what the runs before died of.
const TRIES: u32 = 3;

impl Documents {
    /// Hears a verdict.
    pub(crate) async fn hear(
        &self,
        scanned: &Scanned,
        receives: u32,
        now: impl Fn() -> Timestamp + Copy,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        let object = &scanned.object;
        if !self.bucket.is(&scanned.bucket) {
            run.code("foreign_bucket");
            return Ok(());
        }
        let tenant = &self.tenant(&object.message.organisation).await?;
        let message = self.message(tenant, &object.message).await?;
        let media = attachments(&message.stored.entries, object.message.message.seq);
        let Some(medium) = media.iter().find(|m| m.index == object.index) else {
            run.code("no_such_medium");
            return Ok(());
        };
        let verdict = match self.bucket.verdict(&object.to_string()).await? {
            Some(verdict) => verdict,
            None if receives < TRIES => return Err(Failure::Untagged.into()),
            None => Verdict::Failed,
        };
        let clean = matches!(medium.on_verdict(object, verdict, false), OnVerdict::Becomes(_))
            && verdict == Verdict::Clean;
        let thumbnail =
            clean && receives < TRIES && self.make_thumbnail(tenant, medium).await.unwrap_or(false);
        let decide = |medium: &Medium| match medium.on_verdict(object, verdict, thumbnail) {
            OnVerdict::Becomes(state) => Ok(Some((state, None))),
            OnVerdict::TooEarly => Err(Failure::TooEarly.into()),
            OnVerdict::Nothing => Ok(None),
        };
        match Box::pin(self.decide(tenant, &object.message, object.index, now, decide)).await? {
            Some(state) => count(run, &state),
            None => run.code("late"),
        }
        self.erase_if_due(tenant, &object.message, now, run).await
    }

    /// Makes the thumbnail of a clean file. `false` when there cannot be one.
    async fn make_thumbnail(&self, tenant: &Tenant, medium: &Medium) -> Result<bool, CommandError<Failure>> {
        let Some(file) = &medium.file else {
            return Ok(false);
        };
        let kind = FileType::of_content_type(&file.content_type).filter(|kind| kind.has_thumbnail());
        let Some(kind) = kind else { return Ok(false) };
        let content = self.bucket.read(&file.object, MOST_BYTES).await?;
        let Ok(jpeg) = thumbnail::make(kind, &content) else {
            return Ok(false);
        };
        let object = ObjectKey::thumbnail_of(&file.object);
        self.bucket.store_thumbnail(tenant.id(), &object, jpeg).await?;
        Ok(true)
    }
}
