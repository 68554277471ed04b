//! What is to be told: which texts, of which conversation, to whom, in which words.

use std::collections::BTreeMap;

use memberline_domain::aggregate::Entry;
use memberline_domain::directory::Agent;
use memberline_domain::notification::{Progress, notices_of, progress, recipients};
use memberline_domain::thread::{
    Assignment, ClosedConversation, Conversation, Message, Thread, ThreadContent, ThreadEvent,
};
use memberline_domain::{AgentId, ConversationId, MessageId};
use memberline_store::{CommandError, Loaded, Tenant};

use crate::failure::Failure;
use crate::letter::{Letter, Mail, Notice, Quote, Why};
use crate::mailing::Envelope;

/// The conversation that texts belong to, open or closed.
#[derive(Debug, Clone)]
pub(crate) struct ConversationRef {
    /// Its ordinal; 0 for texts that belong to none.
    pub ordinal: u32,
    pub place: Assignment,
    pub claimant: Option<AgentId>,
}

impl ConversationRef {
    fn of(conversation: &Conversation) -> Self {
        let claimant = conversation.claim.as_ref().map(|claim| claim.agent.clone());
        Self {
            ordinal: conversation.ordinal,
            place: conversation.assignment.clone(),
            claimant,
        }
    }

    /// The conversation with this ordinal, wherever it is: open in the head, or closed. A text that belongs
    /// to no conversation (an opt-out while none was open) is one to the team of the number, which every
    /// inbound text is told to (EL-10).
    pub fn find(
        tenant: &Tenant,
        thread: &Thread,
        closed: Option<&ClosedConversation>,
        ordinal: u32,
    ) -> Result<Self, CommandError<Failure>> {
        let open = thread.conversation.as_ref();
        let mut known = open.into_iter().chain(closed.map(|closed| &closed.conversation));
        if let Some(conversation) = known.find(|c| c.ordinal == ordinal) {
            return Ok(Self::of(conversation));
        }
        let number = tenant.directory.number(&thread.ours).ok_or(Failure::NoTeam)?;
        Ok(Self {
            ordinal,
            place: Assignment::of(number),
            claimant: None,
        })
    }
}

/// The heads of messages, by their places.
pub(crate) type Heads = BTreeMap<u64, Loaded<Message>>;

/// Texts of one conversation, to be told to the same agents in one email each.
#[derive(Debug)]
pub(crate) struct NotificationBatch<'a> {
    pub tenant: &'a Tenant,
    pub thread: &'a Loaded<Thread>,
    pub conversation_ref: &'a ConversationRef,
    /// The texts, oldest first, at least one.
    pub texts: Vec<&'a Entry<ThreadEvent>>,
    /// Their heads, in the same order.
    pub heads: Vec<Loaded<Message>>,
    /// How many notices the first of them has.
    pub notices: usize,
    /// How far all of them have come.
    pub progress: Progress,
    /// `text` or `digest`.
    pub kind: &'static str,
}

impl<'a> NotificationBatch<'a> {
    /// The texts among `texts` that are not told of yet, those together that have come equally far.
    pub fn left_of(
        (tenant, thread, conversation_ref): (&'a Tenant, &'a Loaded<Thread>, &'a ConversationRef),
        (entries, heads): (&'a [Entry<ThreadEvent>], &Heads),
        mut texts: Vec<&'a Entry<ThreadEvent>>,
        kind: &'static str,
    ) -> Vec<Self> {
        texts.sort_unstable_by_key(|text| text.seq);
        let mut batches: Vec<Self> = Vec::new();
        for text in texts {
            let Some(head) = heads.get(&text.seq).cloned() else {
                continue;
            };
            let notices = notices_of(entries, text.seq);
            let progress = progress(&notices);
            if progress == Progress::Done {
                continue;
            }
            match batches.iter_mut().find(|batch| batch.progress == progress) {
                Some(batch) => {
                    batch.texts.push(text);
                    batch.heads.push(head);
                }
                None => batches.push(Self {
                    tenant,
                    thread,
                    conversation_ref,
                    texts: vec![text],
                    heads: vec![head],
                    notices: notices.len(),
                    progress,
                    kind,
                }),
            }
        }
        batches
    }

    pub fn first(&self) -> MessageId {
        MessageId {
            thread: self.thread.head.id.clone(),
            seq: self.texts.first().map_or(0, |text| text.seq),
        }
    }

    /// The emails to send: to whom it was not told yet of those who are to be. One of them may be gone by
    /// now.
    pub fn emails(&self, console_url: &str) -> Result<Vec<Email<'a>>, askama::Error> {
        let directory = &self.tenant.directory;
        let to = match &self.progress {
            Progress::Left(left) => left.iter().map(|id| (id, directory.agent(id))).collect(),
            Progress::NotBegun | Progress::Done => {
                let to = recipients(
                    directory,
                    &self.conversation_ref.place.team,
                    self.conversation_ref.claimant.as_ref(),
                );
                to.into_iter()
                    .map(|agent| (&agent.id, Some(agent)))
                    .collect::<Vec<_>>()
            }
        };
        let write = |(id, agent): (&AgentId, Option<&'a Agent>)| {
            let letter = match agent {
                None => Err("AgentGone"),
                Some(agent) if agent.mail_stopped.is_some() => Err("MailStopped"),
                Some(agent) => Ok((agent, self.letter_to(agent, console_url)?)),
            };
            Ok(Email {
                to: id.clone(),
                letter,
            })
        };
        to.into_iter().map(write).collect()
    }

    fn link(&self, console_url: &str) -> (String, bool) {
        let thread = &self.thread.head;
        let ordinal = if self.conversation_ref.ordinal == 0 {
            thread.conversations
        } else {
            self.conversation_ref.ordinal
        };
        if ordinal == 0 {
            return (format!("{console_url}/"), false);
        }
        let conversation = ConversationId {
            thread: thread.id.clone(),
            ordinal,
        };
        (format!("{console_url}/conversations/{conversation}"), true)
    }

    pub fn envelope<'b>(&self, agent: &'b Agent) -> Envelope<'b>
    where
        'a: 'b,
    {
        let organisation = self.tenant.organisation();
        Envelope {
            organisation: &organisation.id,
            brand: &organisation.brand,
            agent,
            kind: self.kind,
        }
    }

    fn letter_to(&self, agent: &Agent, console_url: &str) -> Result<Mail, askama::Error> {
        let (link, opens_conversation) = self.link(console_url);
        let quotes: Vec<Quote> = self.texts.iter().map(|text| quote(text)).collect();
        let letter = Letter {
            directory: &self.tenant.directory,
            place: &self.conversation_ref.place,
            member: self.thread.head.secret.name.as_deref(),
            texts: &quotes,
            notice: self.texts.iter().filter_map(|text| notice(text)).max(),
            link: &link,
            opens_conversation,
            why: if self.conversation_ref.claimant.as_ref() == Some(&agent.id) {
                Why::Claimed
            } else {
                Why::Team
            },
        };
        letter.write()
    }
}

/// An email to be sent.
pub(crate) struct Email<'a> {
    pub to: AgentId,
    /// The email, or why there is none.
    pub letter: Result<(&'a Agent, Mail), &'static str>,
}

fn notice(text: &Entry<ThreadEvent>) -> Option<Notice> {
    match text.event {
        ThreadEvent::MessageIn { intent, .. } => Notice::of(intent),
        _ => None,
    }
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
