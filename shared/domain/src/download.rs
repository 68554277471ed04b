//! Secure Download: who gets a link to what a member sent, who may use it, and for how long (EL-21..24, X-20).

use jiff::{SignedDuration, Timestamp};

use crate::aggregate::{Change, Entry};
use crate::directory::{Agent, Directory, Organisation};
use crate::id::AgentId;
use crate::thread::{Assignment, AttachmentState, Medium, Message, StoredFile, ThreadEvent, attachments};

/// How long a link works from when it was asked for (EL-23).
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(60);

/// How often one link opens. Each time leaves an entry, and whoever needs the file more often has it by then.
pub const MOST_OPENINGS: usize = 100;

/// Whether a link that stops working at `expires_at` works at `now`: until the last instant before (EL-23).
pub fn works(expires_at: Timestamp, now: Timestamp) -> bool {
    now < expires_at
}

/// Why a medium cannot be downloaded as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unready {
    /// It is being fetched or scanned.
    #[error("the attachment is not ready yet")]
    NotReady,
    /// It is kept from everybody.
    #[error("the attachment is blocked")]
    Blocked,
    /// It could not be fetched or scanned.
    #[error("the attachment could not be fetched")]
    Failed,
    /// It was not fetched, as pictures are off.
    #[error("the attachment was not fetched")]
    Withheld,
}

impl Unready {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotReady => "attachment_not_ready",
            Self::Blocked => "attachment_blocked",
            Self::Failed => "attachment_failed",
            Self::Withheld => "attachment_withheld",
        }
    }
}

/// The file of a medium that may be downloaded.
fn ready(medium: &Medium) -> Result<&StoredFile, Unready> {
    match &medium.state {
        AttachmentState::Ready { .. } => medium.file.as_ref().ok_or(Unready::NotReady),
        AttachmentState::Fetching { .. } | AttachmentState::Scanning(_) => Err(Unready::NotReady),
        AttachmentState::Blocked { .. } => Err(Unready::Blocked),
        AttachmentState::Failed { .. } => Err(Unready::Failed),
        AttachmentState::Withheld { .. } => Err(Unready::Withheld),
    }
}

/// Why no link is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RequestRefusal {
    /// There is no such attachment, as far as this agent may know.
    #[error("there is no such attachment")]
    NotFound,
    /// Pictures are not shown to this agent (IN-19).
    #[error("pictures are not shown to this agent")]
    NotShown,
    /// No email reaches this agent.
    #[error("no email is sent to this agent any more")]
    MailStopped,
    /// It cannot be downloaded as it is.
    #[error(transparent)]
    Unready(#[from] Unready),
}

/// Why a link does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenRefusal {
    /// There is no such link, as far as this visitor may know.
    #[error("there is no such link")]
    NotFound,
    /// It stopped working (EL-23).
    #[error("the link expired")]
    Expired,
    /// The visitor has to sign in first.
    #[error("the link wants its agent to sign in")]
    SessionNeeded,
    /// It was opened [`MOST_OPENINGS`] times.
    #[error("the link was opened too often")]
    UsedTooOften,
    /// The attachment cannot be downloaded any more, or not now.
    #[error(transparent)]
    Unready(#[from] Unready),
}

/// An agent asks for a link.
#[derive(Debug, Clone, Copy)]
pub struct DownloadRequest<'a> {
    pub organisation: &'a Organisation,
    /// Who asks, and is sent the link.
    pub agent: &'a Agent,
    /// Where the message's conversation belongs.
    pub place: &'a Assignment,
    /// The message's place in the timeline, and the medium, from 1.
    pub medium: (u64, u32),
    /// What the link will be known by.
    pub link: &'a str,
}

/// Somebody comes with a link.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'a> {
    /// The organisation's records.
    pub directory: &'a Directory,
    /// Where the message's conversation belongs.
    pub place: &'a Assignment,
    /// Who asked for the link.
    pub asked_by: &'a AgentId,
    /// The message's place in the timeline, and the medium, from 1.
    pub medium: (u64, u32),
    /// What the link is known by.
    pub link: &'a str,
    /// When it stops working.
    pub expires_at: Timestamp,
    /// Who comes.
    pub visitor: Visitor<'a>,
}

/// Who comes with a link.
#[derive(Debug, Clone, Copy)]
pub enum Visitor<'a> {
    /// Somebody who is not signed in.
    Nobody,
    /// Somebody who is signed in, and no agent of the organisation.
    Stranger,
    /// An agent of the organisation, signed in.
    Agent(&'a Agent),
}

/// A link that opens, once its visitor is signed in if need be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    /// What it opens.
    pub medium: Medium,
    /// The file in the bucket.
    pub file: StoredFile,
    /// Who opens it; `None` when the link alone suffices.
    pub agent: Option<AgentId>,
}

fn find(entries: &[Entry<ThreadEvent>], (message, index): (u64, u32)) -> Option<Medium> {
    attachments(entries, message)
        .into_iter()
        .find(|medium| medium.index == index)
}

impl Message {
    /// Has a link to a medium sent to the agent who asks (EL-22): a new one each time, whatever became of the others (EL-24).
    pub fn request_download(
        &self,
        asking: DownloadRequest<'_>,
        entries: &[Entry<ThreadEvent>],
        now: Timestamp,
    ) -> Result<Change<Self>, RequestRefusal> {
        let DownloadRequest {
            organisation,
            agent,
            place,
            medium: (message, index),
            link,
        } = asking;
        if !place.visible_to(agent) {
            return Err(RequestRefusal::NotFound);
        }
        let medium = find(entries, asking.medium).ok_or(RequestRefusal::NotFound)?;
        if !agent.may_see_pictures(organisation) {
            return Err(RequestRefusal::NotShown);
        }
        ready(&medium)?;
        if agent.mail_stopped.is_some() {
            return Err(RequestRefusal::MailStopped);
        }
        let event = ThreadEvent::DownloadRequested {
            message,
            index,
            agent: agent.id.clone(),
            link: link.to_owned(),
            expires_at: now + LIFETIME,
        };
        Ok(Change::one(self.clone(), event))
    }

    /// Notes that a link was opened (EL-23).
    pub fn note_download(&self, opening: &Opening, link: &str) -> Change<Self> {
        let event = ThreadEvent::Downloaded {
            message: opening.medium.message,
            index: opening.medium.index,
            agent: opening.agent.clone(),
            link: link.to_owned(),
        };
        Change::one(self.clone(), event)
    }
}

impl Visit<'_> {
    /// Whether the visitor has to sign in, which nobody has to where the link alone suffices.
    pub fn needs_session(&self) -> bool {
        !self.link_alone() && matches!(self.visitor, Visitor::Nobody)
    }

    /// What the link leads to, as far as this visitor may know.
    pub fn look(&self, entries: &[Entry<ThreadEvent>], now: Timestamp) -> Result<Opening, OpenRefusal> {
        // A link never does more than who asked for it could do by now.
        let asked_by = self.directory.agent(self.asked_by);
        let known = match self.visitor {
            _ if !asked_by.is_some_and(|agent| self.may_see(agent)) => false,
            Visitor::Agent(agent) => self.link_alone() || self.is_theirs(agent),
            Visitor::Stranger => self.link_alone(),
            Visitor::Nobody => true,
        };
        if !known {
            return Err(OpenRefusal::NotFound);
        }
        if !works(self.expires_at, now) {
            return Err(OpenRefusal::Expired);
        }
        let medium = find(entries, self.medium).ok_or(OpenRefusal::NotFound)?;
        Ok(Opening {
            file: ready(&medium)?.clone(),
            agent: match self.visitor {
                Visitor::Agent(agent) => Some(agent.id.clone()),
                Visitor::Nobody | Visitor::Stranger => None,
            },
            medium,
        })
    }

    /// Opens the link, any number of times while it works, if not by a machine that runs in circles.
    pub fn open(&self, entries: &[Entry<ThreadEvent>], now: Timestamp) -> Result<Opening, OpenRefusal> {
        let opening = self.look(entries, now)?;
        if self.needs_session() {
            return Err(OpenRefusal::SessionNeeded);
        }
        let is_of_link = |entry: &&Entry<ThreadEvent>| matches!(&entry.event, ThreadEvent::Downloaded { link, .. } if link == self.link);
        if entries.iter().filter(is_of_link).count() >= MOST_OPENINGS {
            return Err(OpenRefusal::UsedTooOften);
        }
        Ok(opening)
    }

    fn link_alone(&self) -> bool {
        self.directory.organisation.downloads.link_alone
    }

    fn is_theirs(&self, visitor: &Agent) -> bool {
        let any_agent = self.directory.organisation.downloads.any_agent;
        visitor.id == *self.asked_by || (any_agent && self.may_see(visitor))
    }

    fn may_see(&self, agent: &Agent) -> bool {
        self.place.visible_to(agent) && agent.may_see_pictures(&self.directory.organisation)
    }
}
