//! Sending the emails of a telling, and noting how it went.

use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::aggregate::{Change, Entry};
use memberline_domain::notice::{note, note_link, notices_of, notices_of_link};
use memberline_domain::thread::{NoticeRecipient, Thread, ThreadEvent};
use memberline_store::{Loaded, Pauses, StoreError, Tenant, retry_conflicts};

use crate::EmailNotifier;
use crate::failure::Failure;
use crate::mailing::Sent;
use crate::run::Run;
use crate::telling::Telling;

/// The most texts whose notices are written at once: a transaction holds 100 items.
const MOST_AT_ONCE: usize = 90;

/// How often the note is written again when the table fails.
const NOTE_ATTEMPTS: u32 = 3;

/// The pauses before that.
const BEFORE_NOTING_AGAIN: Pauses = Pauses {
    first: Duration::from_millis(400),
    longest: Duration::from_millis(1_600),
};

impl EmailNotifier {
    /// Tells the agents of the texts, one email each, and notes how it went.
    pub(crate) async fn tell(&self, telling: &Telling<'_>, run: &mut Run) -> Result<(), Failure> {
        run.check_time()?;
        let texts = u64::try_from(telling.texts.len()).unwrap_or(u64::MAX);
        run.telling(telling.first().to_string());
        let emails = telling.emails(&self.mail.console_url)?;
        if emails.is_empty() {
            run.untold += texts;
            return self.note_texts(telling, &[], run.now).await;
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
            let (result, again) = run.result(&email.to, sent);
            left = again.or(left);
            results.push(result);
        }
        self.note_texts(telling, &results, run.now).await?;
        if let Some(code) = left {
            return Err(Failure::MailLeft(code));
        }
        run.texts += texts;
        Ok(())
    }

    async fn note_texts(
        &self,
        telling: &Telling<'_>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let texts: Vec<u64> = telling.texts.iter().map(|text| text.seq).collect();
        for texts in texts.chunks(MOST_AT_ONCE) {
            let noting = Noting {
                tenant: telling.tenant,
                thread: telling.thread,
                notices: telling.notices,
                about: About::Texts(texts),
            };
            self.note(&noting, results, now).await?;
        }
        Ok(())
    }

    /// Notes how it went. What it notes cannot be undone, so that it is tried again when the table fails.
    pub(crate) async fn note(
        &self,
        noting: &Noting<'_>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let mut thread = Some(noting.thread.clone());
        let mut failures = 0;
        loop {
            match self.note_on(noting, thread.take(), results, now).await {
                Err(Failure::Store(StoreError::Unavailable { .. })) if failures < NOTE_ATTEMPTS => {
                    BEFORE_NOTING_AGAIN.wait(failures).await;
                    failures += 1;
                }
                settled => return settled,
            }
        }
    }

    /// Writes the notices in one commit: on the thread as it was loaded if it is given and still so, else on
    /// the thread as it is, unless they are there already because the answer to an earlier attempt got lost.
    async fn note_on(
        &self,
        noting: &Noting<'_>,
        mut loaded: Option<Loaded<Thread>>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (about, id) = (noting.about, &noting.thread.head.id);
        let Some(message) = about.message() else {
            return Ok(());
        };
        retry_conflicts(async || {
            let thread = if let Some(thread) = loaded.take() {
                thread
            } else {
                let read = self.store.pair_with_message(noting.tenant, id, message);
                let (pair, entries) = read.await?;
                let mut noted = about.notices(&entries).into_iter().skip(noting.notices);
                if noted.any(|noted| noted == results) {
                    return Ok(());
                }
                pair.thread.ok_or(Failure::UnknownText)?
            };
            let mut commit = self.store.begin(now);
            commit.change(&thread, &about.note(&thread.head, results))?;
            self.store.commit(commit).await?;
            Ok(())
        })
        .await
    }
}

/// What is noted, and on what.
pub(crate) struct Noting<'a> {
    pub tenant: &'a Tenant,
    pub thread: &'a Loaded<Thread>,
    /// How many notices there were.
    pub notices: usize,
    pub about: About<'a>,
}

/// What emails were about.
#[derive(Clone, Copy)]
pub(crate) enum About<'a> {
    /// Texts, by their places.
    Texts(&'a [u64]),
    /// A link that was asked for.
    Link {
        /// The place of the message that it is about.
        message: u64,
        /// The place of the entry that asks for it.
        request: u64,
    },
}

impl About<'_> {
    /// The message beside which the notices stand, or the first of them.
    fn message(&self) -> Option<u64> {
        match self {
            Self::Texts(texts) => texts.first().copied(),
            Self::Link { message, .. } => Some(*message),
        }
    }

    /// The notices of the same among `entries`.
    fn notices<'b>(&self, entries: &'b [Entry<ThreadEvent>]) -> Vec<&'b [NoticeRecipient]> {
        match self {
            Self::Texts(texts) => texts
                .first()
                .map_or(Vec::new(), |first| notices_of(entries, *first)),
            Self::Link { request, .. } => notices_of_link(entries, *request),
        }
    }

    fn note(&self, thread: &Thread, results: &[NoticeRecipient]) -> Change<Thread> {
        match self {
            Self::Texts(texts) => note(thread, texts, results),
            Self::Link { message, request } => note_link(thread, (*message, *request), results),
        }
    }
}
