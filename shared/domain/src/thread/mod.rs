//! The thread: the permanent exchange between one of our numbers and one outside number, and the conversations that
//! open and close inside it.

mod attachment;
mod claim;
mod close;
mod compose;
mod delivery;
mod message;
mod name;
mod receive;
mod sending;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, Archive, Event};
use crate::directory::SendPolicy;
use crate::id::{
    AgentId, ApplicationId, ConversationId, GroupId, LocationId, OrganisationId, TeamId, ThreadId,
};
use crate::keywords::Intent;
use crate::phone::PhoneNumber;
use crate::segments::Encoding;

pub use attachment::{Attachment, AttachmentState};
pub use claim::ClaimRefusal;
pub use close::CloseRefusal;
pub use compose::{ComposeRefusal, Composing};
pub use delivery::{Delivery, DeliveryStatus, Reason, Report};
pub use message::{OutMessage, messages};
pub use name::NameRefusal;
pub use receive::{InboundText, Received, receive};
pub use sending::{Answer, Answered, NextStep, SETTLING};

/// What brought the member here (EL-02).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Journey {
    /// A loan application.
    #[serde(rename = "Loan Application")]
    LoanApplication,
    /// The opening of a membership.
    #[serde(rename = "New Membership")]
    NewMembership,
    /// A text out of the blue.
    #[default]
    #[serde(rename = "Elle Chat")]
    ElleChat,
}

/// The head of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The id derived from both numbers.
    pub id: ThreadId,
    /// Our number.
    pub ours: PhoneNumber,
    /// The outside number.
    pub theirs: PhoneNumber,
    /// What brought the member here.
    pub journey: Journey,
    /// How many conversations it has had, the open one included.
    pub conversations: u32,
    /// The open conversation.
    pub conversation: Option<Conversation>,
    /// What is sealed.
    #[serde(skip)]
    pub secret: ThreadSecret,
}

/// What of a thread's state is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadSecret {
    /// The member's name, once somebody gave it.
    pub name: Option<String>,
    /// The start of the last message.
    pub preview: String,
}

/// Where a conversation belongs, as the number's record said when it opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The team whose inbox it is in.
    pub team: TeamId,
    /// The group of the number's campaign.
    pub group: Option<GroupId>,
    /// The location of the number's campaign.
    pub location: Option<LocationId>,
    /// The campaign of the number.
    pub campaign: Option<String>,
    /// Who may answer.
    pub send_policy: SendPolicy,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its place among the thread's conversations, from 1.
    pub ordinal: u32,
    /// Where it belongs.
    pub place: Place,
    /// When it opened.
    pub opened_at: Timestamp,
    /// Who claimed it.
    pub claim: Option<Claim>,
    /// The oldest text that nobody answered yet (MC-07, MC-13, X-24).
    pub waiting_since: Option<Timestamp>,
    /// The first text that nobody answered while nobody had claimed it (MC-12, X-24).
    pub unclaimed_since: Option<Timestamp>,
    /// The last message.
    pub last: LastMessage,
    /// How many messages it holds.
    pub messages: u32,
    /// Whether the member opted out and then texted again: a person may answer, nothing else may be sent.
    pub reply_only: bool,
    /// The application it is about, as its first text was placed (IN-15..18) or the agent chose who started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationId>,
    /// The text that looks like an opt-out, until somebody says whether it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task: Option<u64>,
}

/// A claim on a conversation (MC-31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who.
    pub agent: AgentId,
    /// Since when.
    pub at: Timestamp,
}

/// What is known of the last message without opening it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    /// Which way it went.
    pub direction: Direction,
    /// When.
    pub at: Timestamp,
}

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// From the member.
    In,
    /// To the member.
    Out,
}

/// A closed conversation, as the Closed list shows it (MC-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedConversation {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The thread.
    pub thread: ThreadId,
    /// Our number.
    pub ours: PhoneNumber,
    /// The outside number.
    pub theirs: PhoneNumber,
    /// What brought the member here.
    pub journey: Journey,
    /// The conversation as it was.
    pub conversation: Conversation,
    /// When it closed.
    pub closed_at: Timestamp,
    /// Why it closed.
    pub reason: CloseReason,
    /// What is sealed.
    #[serde(skip)]
    pub secret: ThreadSecret,
}

/// Why a conversation closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// Somebody closed it (MC-37).
    Agent,
    /// The member opted out (MC-50).
    OptOut,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Actor {
    /// A person of the organisation.
    Agent {
        /// Who.
        agent: AgentId,
    },
    /// The member.
    Member,
    /// The product, because a rule requires it.
    System,
    /// The product, because the organisation told it to (EL-14, EL-17).
    Automation,
}

/// What an outgoing message is for, which decides what may stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A person answers.
    Reply,
    /// The one confirmation of an opt-out, 47 CFR 64.1200(a)(12).
    OptOutConfirmation,
    /// The confirmation that texts resume.
    OptInConfirmation,
    /// The answer to HELP, which even a number that opted out gets (CTIA handbook).
    Help,
    /// Automation speaks first, or brings an applicant back (EL-14, EL-17).
    Automation,
    /// The question whether texts of a category are wanted.
    ConsentRequest,
    /// The member is told that pictures cannot be shown.
    PicturesNotShown,
}

/// An entry of a thread's timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ThreadEvent {
    /// A text came in.
    MessageIn {
        /// The conversation it belongs to; 0 when none was open and it opened none.
        conversation: u32,
        /// The carrier that brought it.
        carrier: String,
        /// The carrier's id of it.
        carrier_message_id: String,
        /// How many segments the carrier counted, or we did.
        segments: u32,
        /// How many media came with it.
        media: u32,
        /// What it asks for.
        intent: Intent,
    },
    /// A text is to go out.
    MessageOut {
        /// The conversation it belongs to; 0 when none was open.
        conversation: u32,
        /// Who wrote it.
        by: Actor,
        /// What it is for.
        purpose: Purpose,
        /// How it is encoded on the air.
        encoding: Encoding,
        /// How many segments the carrier charges.
        carrier_segments: u32,
        /// How many units the plan bills.
        plan_units: u32,
    },
    /// What became of an outgoing text.
    Delivery(Delivery),
    /// Agents were told of a text by email.
    Notice {
        /// The text's place in the timeline.
        message: u64,
        /// Who was told, and how it went.
        recipients: Vec<NoticeRecipient>,
    },
    /// What became of a medium of a message.
    Attachment(Attachment),
    /// An agent asked for a link to a medium (EL-22).
    DownloadRequested {
        /// The message's place in the timeline.
        message: u64,
        /// The medium, from 1.
        index: u32,
        /// Who asked, and is sent the link.
        agent: AgentId,
        /// What the link is known by: a part of the hash of its token.
        link: String,
        /// When it stops working.
        expires_at: Timestamp,
    },
    /// A link was opened (EL-23).
    Downloaded {
        /// The message's place in the timeline.
        message: u64,
        /// The medium, from 1.
        index: u32,
        /// Who opened it; `None` when the link alone sufficed.
        agent: Option<AgentId>,
        /// What the link is known by.
        link: String,
    },
    /// The carrier was told to erase a message.
    Erased {
        /// The message's place in the timeline.
        message: u64,
        /// The media that the carrier erased.
        media: u32,
        /// Whether it erased the text.
        text: bool,
        /// The carrier's code, when it refused.
        refused: Option<String>,
    },
    /// An agent started the conversation (IN-01).
    Started {
        /// The conversation.
        conversation: u32,
        /// Who.
        agent: AgentId,
        /// The application it is about.
        application: ApplicationId,
    },
    /// Somebody said whether a text that looks like an opt-out is one.
    TaskSettled {
        /// The text's place in the timeline.
        message: u64,
        /// Who said so.
        agent: AgentId,
        /// Whether it is one.
        opt_out: bool,
    },
    /// An agent claimed the conversation.
    Claimed {
        /// The conversation.
        conversation: u32,
        /// Who.
        agent: AgentId,
    },
    /// The conversation closed.
    Closed {
        /// The conversation.
        conversation: u32,
        /// Who closed it.
        by: Actor,
        /// Why.
        reason: CloseReason,
    },
    /// Somebody gave the member's name or journey.
    Named {
        /// Who.
        by: Actor,
        /// The journey afterwards.
        journey: Journey,
    },
}

/// An agent who was told of a text, and how that went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeRecipient {
    /// Who.
    pub agent: AgentId,
    /// The mail service's id of the email, if it took it.
    pub mail_id: Option<String>,
    /// The mail service's error code, if it refused it.
    pub error: Option<String>,
}

/// The sealed part of a thread's entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ThreadContent {
    /// Of a message.
    Message {
        /// The text as it was written.
        text: String,
        /// What came with it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        media: Vec<MediaLink>,
    },
    /// Of a naming.
    Name {
        /// The member's name.
        name: String,
    },
}

/// Where a carrier keeps a medium of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MediaLink {
    /// Where it is.
    pub url: String,
    /// What the carrier says it is.
    pub content_type: Option<String>,
}

impl Event for ThreadEvent {
    type Content = ThreadContent;

    fn kind(&self) -> &'static str {
        match self {
            Self::MessageIn { .. } => "message_in",
            Self::MessageOut { .. } => "message_out",
            Self::Delivery(_) => "delivery",
            Self::Notice { .. } => "notice",
            Self::Claimed { .. } => "claimed",
            Self::Closed { .. } => "closed",
            Self::Named { .. } => "named",
            Self::Attachment(_) => "attachment",
            Self::DownloadRequested { .. } => "download_requested",
            Self::Downloaded { .. } => "downloaded",
            Self::Erased { .. } => "erased",
            Self::Started { .. } => "started",
            Self::TaskSettled { .. } => "task_settled",
        }
    }

    fn about(&self) -> Option<u64> {
        match self {
            Self::Delivery(Delivery { message, .. })
            | Self::Attachment(Attachment { message, .. })
            | Self::Notice { message, .. }
            | Self::DownloadRequested { message, .. }
            | Self::Downloaded { message, .. }
            | Self::Erased { message, .. }
            | Self::TaskSettled { message, .. } => Some(*message),
            _ => None,
        }
    }
}

impl Aggregate for Thread {
    type Event = ThreadEvent;
    type Secret = ThreadSecret;
    type Archive = ClosedConversation;

    fn secret(&self) -> &ThreadSecret {
        &self.secret
    }

    fn set_secret(&mut self, secret: ThreadSecret) {
        self.secret = secret;
    }
}

impl Archive for ClosedConversation {
    type Secret = ThreadSecret;

    fn ordinal(&self) -> u32 {
        self.conversation.ordinal
    }

    fn secret(&self) -> &ThreadSecret {
        &self.secret
    }

    fn set_secret(&mut self, secret: ThreadSecret) {
        self.secret = secret;
    }
}

impl Thread {
    /// A thread in which nothing was said yet.
    pub fn new(organisation: OrganisationId, id: ThreadId, ours: PhoneNumber, theirs: PhoneNumber) -> Self {
        Self {
            organisation,
            id,
            ours,
            theirs,
            journey: Journey::default(),
            conversations: 0,
            conversation: None,
            secret: ThreadSecret::default(),
        }
    }

    /// The id of the conversation with this ordinal.
    pub fn conversation_id(&self, ordinal: u32) -> ConversationId {
        ConversationId {
            thread: self.id.clone(),
            ordinal,
        }
    }

    /// The open conversation, if it is the one asked for.
    fn open(&self, ordinal: u32) -> Option<&Conversation> {
        self.conversation.as_ref().filter(|c| c.ordinal == ordinal)
    }
}

/// The start of a text, for lists: at most 80 characters, on one line.
fn preview(text: &str) -> String {
    text.chars()
        .take(80)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
