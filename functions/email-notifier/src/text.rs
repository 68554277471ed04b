//! A text came in: tell of it at once, or with the others of its window.

use std::collections::BTreeMap;

use memberline_domain::notification::Window;
use memberline_domain::thread::ThreadEvent;
use memberline_platform::queue::Run;
use memberline_store::{CommandError, CommitError, Wanted, retry_conflicts};

use crate::EmailNotifier;
use crate::body::{Digest, DigestBody, Text};
use crate::failure::Failure;
use crate::notification_batch::{ConversationRef, NotificationBatch};

impl EmailNotifier {
    /// Tells the agents of a text that came in, unless they are told.
    pub(crate) async fn tell_of_text(&self, text: &Text, run: &mut Run) -> Result<(), CommandError<Failure>> {
        let tenant = self.tenant(&text.organisation).await?;
        let (id, seq) = (&text.message.thread, text.message.seq);
        let wanted = Wanted::of(&tenant).thread(id).message(&text.message);
        let (pair, stored) = self.store.load(wanted).await?.of_message(&text.message)?;
        let (Some(thread), Some(stored)) = (pair.thread, stored) else {
            return Err(Failure::UnknownText.into());
        };
        let entry = stored.own().ok_or(Failure::UnknownText)?;
        // The record said so; the table decides (EL-12).
        let ThreadEvent::MessageIn { conversation, .. } = entry.event else {
            run.code("not_a_text");
            return Ok(());
        };
        if let Some(window) = Window::of(entry.at, tenant.organisation().mail.digest_minutes) {
            let digest = Digest {
                organisation: text.organisation.clone(),
                thread: id.clone(),
                conversation,
                window,
            };
            // A text that comes when its digest may have gone out already is told of at once, with what else
            // is left.
            if window.is_over(run.now) {
                return self.tell_of_window(&digest, run).await;
            }
            return self.schedule_once(&digest, seq, run).await;
        }
        // It may have closed meanwhile: by the text itself, if that is an opt-out.
        let conversation_ref =
            ConversationRef::find(&tenant, &thread.head, pair.closed.as_ref(), conversation)?;
        let heads = BTreeMap::from([(seq, stored.head.clone())]);
        let read = (stored.entries.as_slice(), &heads);
        for batch in
            NotificationBatch::left_of((&tenant, &thread, &conversation_ref), read, vec![entry], "text")
        {
            self.tell(&batch, run).await?;
        }
        Ok(())
    }

    /// Has the first text of a window send the window's digest on its way, and every other do nothing.
    async fn schedule_once(
        &self,
        digest: &Digest,
        seq: u64,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        let Digest {
            organisation,
            thread,
            conversation,
            window,
        } = digest;
        let key = format!("{thread}-{conversation}.{}.{}", window.start(), window.minutes());
        let reference = seq.to_string();
        let first = retry_conflicts(async || {
            let mut commit = self.store.begin(run.now);
            commit.once(organisation, "digest", &key, &reference)?;
            Ok(self.store.commit(commit).await?)
        })
        .await;
        match first {
            Ok(()) => self.schedule(digest, run).await,
            // This very text was first, and its run may have crashed before it sent the digest on its way.
            Err(CommandError::Commit(CommitError::AlreadyDone { reference: by })) if by == reference => {
                self.schedule(digest, run).await
            }
            Err(CommandError::Commit(CommitError::AlreadyDone { .. })) => Ok(()),
            Err(other) => Err(other),
        }
    }

    /// Sends the digest to our own queue, to come when it is due. One that comes twice finds nothing left to
    /// tell of.
    pub(crate) async fn schedule(&self, digest: &Digest, run: &mut Run) -> Result<(), CommandError<Failure>> {
        let body = DigestBody {
            digest: digest.clone(),
        };
        let body = serde_json::to_string(&body).map_err(|_| Failure::Queue("body".to_owned()))?;
        let delay = digest.window.seconds_until_due(run.now).unwrap_or(0);
        let sent = self
            .sqs
            .send_message()
            .queue_url(&self.mail.queue_url)
            .message_body(body)
            .delay_seconds(delay)
            .send()
            .await;
        sent.map_err(|error| {
            let code = aws_sdk_sqs::error::ProvideErrorMetadata::code(&error).unwrap_or("no_answer");
            Failure::Queue(code.to_owned())
        })?;
        run.count("digests_scheduled");
        Ok(())
    }
}
