//! Sending the emails of a telling, and noting how it went.

use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::notice::{note, notices_of};
use memberline_domain::thread::{NoticeRecipient, Thread};
use memberline_store::{Loaded, StoreError, retry_conflicts};

use crate::EmailNotifier;
use crate::failure::Failure;
use crate::mailing::Sent;
use crate::run::Run;
use crate::telling::Telling;

/// The most texts whose notices are written at once: a transaction holds 100 items.
const MOST_AT_ONCE: usize = 90;

/// How often the note is written again when the table fails: what it notes cannot be undone.
const NOTE_ATTEMPTS: u32 = 3;

impl EmailNotifier {
    /// Tells the agents of the texts, one email each, and notes how it went.
    pub(crate) async fn tell(&self, telling: &Telling<'_>, run: &mut Run) -> Result<(), Failure> {
        run.check_time()?;
        let texts = u64::try_from(telling.texts.len()).unwrap_or(u64::MAX);
        run.telling(telling.first().to_string());
        let emails = telling.emails(&self.mail.console_url)?;
        if emails.is_empty() {
            run.untold += texts;
            return self.note(telling, &[], run.now).await;
        }
        self.lease(telling.tenant, &telling.first(), telling.notices + 1, run.now)
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
                Ok((agent, mail)) => self.send(&telling.envelope(agent), mail).await,
            };
            let (mail_id, error) = match sent {
                Sent::Taken { mail_id } => {
                    run.sent += 1;
                    (Some(mail_id), None)
                }
                Sent::Refused { code } => {
                    run.refused += 1;
                    run.mail_error(&code);
                    (None, Some(code))
                }
                Sent::Later { code } => {
                    run.left += 1;
                    run.mail_error(&code);
                    left = Some(code);
                    (None, None)
                }
            };
            results.push(NoticeRecipient {
                agent: email.to,
                mail_id,
                error,
            });
        }
        self.note(telling, &results, run.now).await?;
        if let Some(code) = left {
            return Err(Failure::MailLeft(code));
        }
        run.texts += texts;
        Ok(())
    }

    /// Notes how it went, beside each of the texts.
    async fn note(
        &self,
        telling: &Telling<'_>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let texts: Vec<u64> = telling.texts.iter().map(|text| text.seq).collect();
        let mut thread = Some(telling.thread.clone());
        for texts in texts.chunks(MOST_AT_ONCE) {
            let mut failures = 0;
            loop {
                match self
                    .note_beside(telling, texts, thread.take(), results, now)
                    .await
                {
                    Err(Failure::Store(StoreError::Unavailable { .. })) if failures < NOTE_ATTEMPTS => {
                        tokio::time::sleep(Duration::from_millis(200 << failures)).await;
                        failures += 1;
                    }
                    settled => break settled?,
                }
            }
        }
        Ok(())
    }

    /// Writes the notices of `texts` in one commit: on the thread as it was loaded if it is given and still
    /// so, else on the thread as it is, unless they are there already because the answer to an earlier
    /// attempt got lost.
    async fn note_beside(
        &self,
        telling: &Telling<'_>,
        texts: &[u64],
        mut loaded: Option<Loaded<Thread>>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (Some(first), id) = (texts.first(), &telling.thread.head.id) else {
            return Ok(());
        };
        retry_conflicts(async || {
            let thread = if let Some(thread) = loaded.take() {
                thread
            } else {
                let (pair, entries) = self.store.pair_with_message(telling.tenant, id, *first).await?;
                if notices_of(&entries, *first)
                    .into_iter()
                    .skip(telling.notices)
                    .any(|noted| noted == results)
                {
                    return Ok(());
                }
                pair.thread.ok_or(Failure::UnknownText)?
            };
            let mut commit = self.store.begin(now);
            commit.change(&thread, &note(&thread.head, texts, results))?;
            self.store.commit(commit).await?;
            Ok(())
        })
        .await
    }
}
