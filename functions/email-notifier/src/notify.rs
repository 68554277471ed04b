//! Sending the emails of a batch of notifications, and noting how it went.

use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::notification::{notices_of, notices_of_link};
use memberline_domain::thread::{Message, NoticeRecipient};
use memberline_domain::{MessageId, ThreadId};
use memberline_platform::queue::Run;
use memberline_store::{
    CommandError, CommitError, Loaded, Pauses, StoreError, StoredMessage, Tenant, Wanted, retry_conflicts,
};

use crate::EmailNotifier;
use crate::failure::Failure;
use crate::mailing::{Sent, count_result};
use crate::notification_batch::NotificationBatch;

/// The most texts whose notices are written at once: a transaction holds 100 items, and each takes two.
const MOST_AT_ONCE: usize = 45;

/// How often the note is written again when the table fails.
const NOTE_ATTEMPTS: u32 = 3;

/// The pauses before that.
const BEFORE_NOTING_AGAIN: Pauses = Pauses {
    first: Duration::from_millis(400),
    longest: Duration::from_millis(1_600),
};

impl EmailNotifier {
    /// Tells the agents of the texts, one email each, and notes how it went.
    pub(crate) async fn tell(
        &self,
        batch: &NotificationBatch<'_>,
        run: &mut Run,
    ) -> Result<(), CommandError<Failure>> {
        run.check_time(Failure::OutOfTime)?;
        let texts = u64::try_from(batch.texts.len()).unwrap_or(u64::MAX);
        run.list("messages", batch.first().to_string());
        let emails = batch.emails(&self.mail.console_url).map_err(Failure::from)?;
        if emails.is_empty() {
            run.add("texts_nobody_told", texts);
            return self.note_texts(batch, &[], run.now).await;
        }
        self.lease(
            batch.tenant,
            &batch.first().to_string(),
            batch.notices + 1,
            run.now,
        )
        .await?;
        let mut results = Vec::with_capacity(emails.len());
        let mut left = None;
        for email in emails {
            let sent = match &email.letter {
                Err(code) => Sent::Refused {
                    code: (*code).to_owned(),
                },
                Ok(_) if !run.has_time() => Sent::Later {
                    code: "out_of_time".to_owned(),
                },
                Ok((agent, mail)) => self.send(&batch.envelope(agent), mail).await,
            };
            let (result, again) = count_result(&email.to, sent, run);
            left = again.or(left);
            results.push(result);
        }
        self.note_texts(batch, &results, run.now).await?;
        if let Some(code) = left {
            return Err(Failure::MailLeft(code).into());
        }
        run.add("texts_told", texts);
        Ok(())
    }

    async fn note_texts(
        &self,
        batch: &NotificationBatch<'_>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), CommandError<Failure>> {
        for messages in batch.heads.chunks(MOST_AT_ONCE) {
            let target = NoticeTarget {
                tenant: batch.tenant,
                thread: &batch.thread.head.id,
                notices: batch.notices,
                messages,
                request: None,
            };
            self.note(&target, results, now).await?;
        }
        Ok(())
    }

    /// Notes how it went. What it notes cannot be undone, so that it is tried again when the table fails.
    pub(crate) async fn note(
        &self,
        target: &NoticeTarget<'_>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), CommandError<Failure>> {
        let mut known = Some(target.messages.to_vec());
        let mut failures = 0;
        loop {
            match self.note_on(target, known.take(), results, now).await {
                Err(CommandError::Commit(CommitError::Store(StoreError::Unavailable { .. })))
                    if failures < NOTE_ATTEMPTS =>
                {
                    BEFORE_NOTING_AGAIN.wait(failures).await;
                    failures += 1;
                }
                settled => return settled,
            }
        }
    }

    /// Writes the notices in one commit: on the messages as they were loaded if they are given and still so, else on the messages
    /// as they are, unless the notices are there already because the answer to an earlier attempt got lost.
    async fn note_on(
        &self,
        target: &NoticeTarget<'_>,
        mut loaded: Option<Vec<Loaded<Message>>>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), CommandError<Failure>> {
        retry_conflicts(async || {
            let messages = if let Some(messages) = loaded.take() {
                messages
            } else {
                let stored = self.messages(target).await?;
                if stored
                    .first()
                    .is_some_and(|first| target.is_noted(first, results))
                {
                    return Ok(());
                }
                stored.into_iter().map(|message| message.head).collect()
            };
            let mut commit = self.store.begin(now);
            for message in &messages {
                commit.change(message, &message.head.note_notice(target.request, results))?;
            }
            self.store.commit(commit).await?;
            Ok(())
        })
        .await
    }

    /// The messages as they are now.
    async fn messages(&self, target: &NoticeTarget<'_>) -> Result<Vec<StoredMessage>, CommandError<Failure>> {
        let read = target.messages.iter().map(|message| async {
            let id = MessageId {
                thread: target.thread.clone(),
                seq: message.head.seq,
            };
            let read = self.store.load(Wanted::of(target.tenant).message(&id)).await?;
            Ok(read.message(&id, None)?.ok_or(Failure::UnknownText)?)
        });
        futures_util::future::try_join_all(read).await
    }
}

/// The message that a notice is noted on.
pub(crate) struct NoticeTarget<'a> {
    pub tenant: &'a Tenant,
    pub thread: &'a ThreadId,
    /// How many notices there were.
    pub notices: usize,
    /// The texts; or the message beside which a link was asked for.
    pub messages: &'a [Loaded<Message>],
    /// The place of the entry that asks for the link.
    pub request: Option<u64>,
}

impl NoticeTarget<'_> {
    /// Whether this was noted of the message before.
    fn is_noted(&self, message: &StoredMessage, results: &[NoticeRecipient]) -> bool {
        let seq = message.head.head.seq;
        let notices = match self.request {
            None => notices_of(&message.entries, seq),
            Some(request) => notices_of_link(&message.entries, (seq, request)),
        };
        notices
            .into_iter()
            .skip(self.notices)
            .any(|noted| noted == results)
    }
}
