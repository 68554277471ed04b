//! A window is over: one email tells of all its texts.

use memberline_domain::aggregate::{Entry, Event};
use memberline_domain::thread::ThreadEvent;
use memberline_platform::queue::Run;
use memberline_store::{CommandError, Tenant, ThreadSnapshot, TimelinePlace};

use crate::EmailNotifier;
use crate::body::Digest;
use crate::failure::Failure;
use crate::notification_batch::{ConversationRef, Heads, NotificationBatch};

/// How many entries are read at a time.
const PAGE: u16 = 100;

impl EmailNotifier {
    /// Tells the agents of the texts of a window that are not told of yet. One that comes before it is due
    /// goes back to the queue.
    pub(crate) async fn tell_of_window(
        &self,
        digest: &Digest,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        if !digest.window.is_over(run.now) {
            return self.schedule(digest, run).await;
        }
        let tenant = self.tenant(&digest.organisation).await?;
        let (pair, entries, heads) = self.entries_since(&tenant, digest).await?;
        let thread = pair.thread.ok_or(Failure::UnknownText)?;
        let is_meant = |entry: &&Entry<ThreadEvent>| match entry.event {
            ThreadEvent::MessageIn { conversation, .. } => {
                conversation == digest.conversation && digest.window.contains(entry.at)
            }
            _ => false,
        };
        let texts: Vec<_> = entries.iter().filter(is_meant).collect();
        if texts.is_empty() {
            return Err(Failure::UnknownText.into());
        }
        let conversation_ref =
            ConversationRef::find(&tenant, &thread.head, pair.closed.as_ref(), digest.conversation)?;
        let read = (entries.as_slice(), &heads);
        for batch in NotificationBatch::left_of((&tenant, &thread, &conversation_ref), read, texts, "digest")
        {
            self.tell(&batch, run).await?;
        }
        Ok(())
    }

    /// The thread, its entries back to before the window, and the heads of their messages.
    async fn entries_since(
        &self,
        tenant: &Tenant,
        digest: &Digest,
    ) -> Result<(ThreadSnapshot, Vec<Entry<ThreadEvent>>, Heads), CommandError<Failure>> {
        let closed = (digest.conversation > 0).then_some(digest.conversation);
        let is_before = |entry: &Entry<ThreadEvent>| {
            entry.event.about().is_none() && digest.window.is_well_after(entry.at)
        };
        let (mut entries, mut heads) = (Vec::new(), Heads::new());
        let mut after: Option<TimelinePlace> = None;
        loop {
            let (pair, page) = self
                .store
                .timeline(tenant, &digest.thread, (closed, PAGE, after.as_ref()))
                .await?;
            let reached = page.entries.iter().any(is_before);
            entries.extend(page.entries);
            heads.extend(page.heads);
            match page.next {
                Some(next) if !reached => after = Some(next),
                _ => return Ok((pair, entries, heads)),
            }
        }
    }
}
