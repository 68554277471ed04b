//! Telling agents of texts: whom, one email each, and the note of how it went.

use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::aggregate::Entry;
use memberline_domain::directory::Agent;
use memberline_domain::keywords::Intent;
use memberline_domain::notice::{Progress, note, notices_of, progress, recipients};
use memberline_domain::thread::{ClosedConversation, Conversation, NoticeRecipient, Place, Thread, ThreadContent, ThreadEvent};
use memberline_domain::{AgentId, ConversationId, MessageId};
use memberline_store::{Loaded, StoreError, Tenant, retry_conflicts};

use crate::EmailNotifier;
use crate::failure::Failure;
use crate::letter::{Letter, Mail, Quote, Why};
use crate::mailing::{Envelope, Sent};
use crate::run::Run;

/// The conversation that texts belong to, open or closed.
#[derive(Debug, Clone)]
pub(crate) struct Scene {
    /// Its ordinal; 0 for texts that belong to none.
    pub ordinal: u32,
    pub place: Place,
    pub claimant: Option<AgentId>,
}

impl Scene {
    fn of(conversation: &Conversation) -> Self {
        let claimant = conversation.claim.as_ref().map(|claim| claim.agent.clone());
        Self { ordinal: conversation.ordinal, place: conversation.place.clone(), claimant }
    }

    /// The conversation with this ordinal, wherever it is: open in the head, or closed. A text that belongs to no conversation
    /// (an opt-out while none was open) is one to the team of the number, which every inbound text is told to (EL-10).
    pub fn find(tenant: &Tenant, thread: &Thread, closed: Option<&ClosedConversation>, ordinal: u32) -> Result<Self, Failure> {
        let open = thread.conversation.as_ref();
        let mut known = open.into_iter().chain(closed.map(|closed| &closed.conversation));
        if let Some(conversation) = known.find(|c| c.ordinal == ordinal) {
            return Ok(Self::of(conversation));
        }
        let number = tenant.directory.number(&thread.ours).ok_or(Failure::NoTeam)?;
        Ok(Self { ordinal, place: Place::of(number), claimant: None })
    }
}

/// Texts of one conversation, to be told to the same agents in one email each.
#[derive(Debug)]
pub(crate) struct Telling<'a> {
    pub tenant: &'a Tenant,
    pub thread: &'a Loaded<Thread>,
    pub scene: &'a Scene,
    /// The texts, oldest first, at least one.
    pub texts: Vec<&'a Entry<ThreadEvent>>,
    /// How many notices the first of them has.
    pub notices: usize,
    /// How far all of them have come.
    pub progress: Progress,
    /// `text` or `digest`.
    pub kind: &'static str,
}

impl<'a> Telling<'a> {
    /// The texts among `texts` that are not told of yet, those together that have come equally far.
    pub fn left_of(
        (tenant, thread, scene): (&'a Tenant, &'a Loaded<Thread>, &'a Scene),
        entries: &'a [Entry<ThreadEvent>],
        mut texts: Vec<&'a Entry<ThreadEvent>>,
        kind: &'static str,
    ) -> Vec<Self> {
        texts.sort_unstable_by_key(|text| text.seq);
        let mut tellings: Vec<Self> = Vec::new();
        for text in texts {
            let notices = notices_of(entries, text.seq);
            let progress = progress(&notices);
            if progress == Progress::Done {
                continue;
            }
            match tellings.iter_mut().find(|telling| telling.progress == progress) {
                Some(telling) => telling.texts.push(text),
                None => tellings.push(Self { tenant, thread, scene, texts: vec![text], notices: notices.len(), progress, kind }),
            }
        }
        tellings
    }

    fn first(&self) -> MessageId {
        MessageId { thread: self.thread.head.id.clone(), seq: self.texts.first().map_or(0, |text| text.seq) }
    }

    /// The emails to send: to whom it was not told yet of those who are to be. One of them may be gone by now.
    fn emails(&self, console_url: &str) -> Result<Vec<Email<'a>>, askama::Error> {
        let directory = &self.tenant.directory;
        let to = match &self.progress {
            Progress::Left(left) => left.iter().map(|id| (id, directory.agent(id))).collect(),
            Progress::NotBegun | Progress::Done => {
                let to = recipients(directory, &self.scene.place.team, self.scene.claimant.as_ref());
                to.into_iter().map(|agent| (&agent.id, Some(agent))).collect::<Vec<_>>()
            }
        };
        let write = |(id, agent): (&AgentId, Option<&'a Agent>)| {
            let letter = match agent {
                None => Err("AgentGone"),
                Some(agent) if agent.mail_stopped.is_some() => Err("MailStopped"),
                Some(agent) => Ok((agent, self.letter_to(agent, console_url)?)),
            };
            Ok(Email { to: id.clone(), letter })
        };
        to.into_iter().map(write).collect()
    }

    fn link(&self, console_url: &str) -> (String, bool) {
        let thread = &self.thread.head;
        let ordinal = if self.scene.ordinal == 0 { thread.conversations } else { self.scene.ordinal };
        if ordinal == 0 {
            return (format!("{console_url}/"), false);
        }
        let conversation = ConversationId { thread: thread.id.clone(), ordinal };
        (format!("{console_url}/conversations/{conversation}"), true)
    }

    fn envelope<'b>(&self, agent: &'b Agent) -> Envelope<'b>
    where
        'a: 'b,
    {
        let organisation = self.tenant.organisation();
        Envelope { organisation: &organisation.id, brand: &organisation.brand, agent, kind: self.kind }
    }

    fn letter_to(&self, agent: &Agent, console_url: &str) -> Result<Mail, askama::Error> {
        let (link, opens_conversation) = self.link(console_url);
        let quotes: Vec<Quote> = self.texts.iter().map(|text| quote(text)).collect();
        let letter = Letter {
            directory: &self.tenant.directory,
            place: &self.scene.place,
            member: self.thread.head.secret.name.as_deref(),
            texts: &quotes,
            opted_out: self.texts.iter().any(|t| matches!(t.event, ThreadEvent::MessageIn { intent: Intent::OptOut, .. })),
            link: &link,
            opens_conversation,
            why: if self.scene.claimant.as_ref() == Some(&agent.id) { Why::Claimed } else { Why::Team },
        };
        letter.write()
    }
}

/// An email to be sent.
struct Email<'a> {
    to: AgentId,
    /// The email, or why there is none.
    letter: Result<(&'a Agent, Mail), &'static str>,
}

fn quote(text: &Entry<ThreadEvent>) -> Quote {
    let media = match text.event {
        ThreadEvent::MessageIn { media, .. } => media,
        _ => 0,
    };
    let text = match &text.content {
        Some(ThreadContent::Message { text, .. }) => Some(text.clone()),
        _ => None,
    };
    Quote { text, media }
}

/// The most texts whose notices are written at once: a transaction holds 100 items.
const MOST_AT_ONCE: usize = 90;

/// How often the note is written again when the table fails: what it notes cannot be undone.
const NOTE_ATTEMPTS: u32 = 3;

impl EmailNotifier {
    /// Tells the agents of the texts, one email each, and notes how it went.
    pub(crate) async fn tell(&self, telling: &Telling<'_>, run: &mut Run) -> Result<(), Failure> {
        run.check_time()?;
        run.telling(telling.first().to_string(), telling.texts.len());
        let emails = telling.emails(&self.mail.console_url)?;
        if emails.is_empty() {
            run.untold += u64::try_from(telling.texts.len()).unwrap_or(u64::MAX);
            return self.note(telling, &[], run.now).await;
        }
        self.lease(telling.tenant, &telling.first(), telling.notices + 1, run.now).await?;
        let mut results = Vec::with_capacity(emails.len());
        let mut left = None;
        for email in emails {
            let sent = match &email.letter {
                Err(code) => Sent::Refused { code: (*code).to_owned() },
                Ok(_) if !run.has_time() => Sent::Later { code: "out_of_time".to_owned() },
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
            results.push(NoticeRecipient { agent: email.to, mail_id, error });
        }
        self.note(telling, &results, run.now).await?;
        left.map_or(Ok(()), |code| Err(Failure::MailLeft(code)))
    }

    /// Notes how it went, beside each of the texts.
    async fn note(&self, telling: &Telling<'_>, results: &[NoticeRecipient], now: Timestamp) -> Result<(), Failure> {
        let texts: Vec<u64> = telling.texts.iter().map(|text| text.seq).collect();
        let mut thread = Some(telling.thread.clone());
        for texts in texts.chunks(MOST_AT_ONCE) {
            let mut failures = 0;
            loop {
                match self.note_beside(telling, texts, thread.take(), results, now).await {
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

    /// Writes the notices of `texts` in one commit: on the thread as it was loaded if it is given and still so, else on the thread as
    /// it is, unless they are there already because the answer to an earlier attempt got lost.
    async fn note_beside(
        &self,
        telling: &Telling<'_>,
        texts: &[u64],
        mut loaded: Option<Loaded<Thread>>,
        results: &[NoticeRecipient],
        now: Timestamp,
    ) -> Result<(), Failure> {
        let (Some(first), id) = (texts.first(), &telling.thread.head.id) else { return Ok(()) };
        retry_conflicts(async || {
            let thread = if let Some(thread) = loaded.take() {
                thread
            } else {
                let (pair, entries) = self.store.pair_with_message(telling.tenant, id, *first).await?;
                if notices_of(&entries, *first).into_iter().skip(telling.notices).any(|noted| noted == results) {
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
