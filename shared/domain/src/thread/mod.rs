//! The thread: the permanent exchange between one of our numbers and one outside number, and the conversations that
//! open and close inside it.

mod aggregate;
mod ask;
mod attachment;
mod automate;
mod claim;
mod close;
mod compose;
mod delivery;
mod event;
mod head;
mod join;
pub mod label;
mod message;
mod name;
mod receive;
mod sending;
mod settle;
mod start;

use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use crate::directory::SendPolicy;
use crate::id::{
    AgentId, ApplicationId, ConversationId, GroupId, LocationId, OrganisationId, TeamId, ThreadId,
};
use crate::phone::PhoneNumber;
use crate::aggregate::rest::Rest;

pub use ask::{Asked, Asking, ask};
pub use attachment::{
    Attachment, AttachmentState, CarrierMedia, Erasing, LIMITS_AS_OF, MalformedKey, Medium, ObjectKey,
    OnVerdict, PICTURE_NOTICE_EVERY, PictureId, PictureRefusal, RetryRefusal, StoredFile, Verdict,
    WhyBlocked, WhyFailed, WhyWithheld, attachments, carrier_media, erased, picture_notice, to_erase,
    withheld,
};
pub use automate::{Automated, AutomatedStep};
pub use claim::ClaimRefusal;
pub use close::CloseRefusal;
pub use compose::{ComposeRefusal, Composing};
pub use delivery::{Delivery, DeliveryStatus, ForeignReceipt, Reason, Report};
pub use event::{MediaLink, NoticeRecipient, ThreadContent, ThreadEvent};
pub use head::{Dispatch, Message, OVERDUE};
pub use message::{OutMessage, messages};
pub use name::NameRefusal;
pub use receive::{InboundText, Received, Reception, receive};
pub use sending::{Answer, Answered, NextStep, OptedOut, SETTLING, claimed_with};
pub use settle::Settled;
pub use start::{StartRefusal, Starting};

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

impl Journey {
    /// Its name, as members read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::LoanApplication => "Loan Application",
            Self::NewMembership => "New Membership",
            Self::ElleChat => "Elle Chat",
        }
    }
}

/// The head of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    /// The organisation.
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    /// The id derived from both numbers.
    #[serde(rename = "id")]
    pub id: ThreadId,
    /// Our number.
    #[serde(rename = "us")]
    pub ours: PhoneNumber,
    /// The outside number.
    #[serde(rename = "them")]
    pub theirs: PhoneNumber,
    /// What brought the member here.
    #[serde(rename = "jny")]
    pub journey: Journey,
    /// How many conversations it has had, the open one included.
    #[serde(rename = "n")]
    pub conversations: u32,
    /// The open conversation.
    #[serde(rename = "open", default, skip_serializing_if = "Option::is_none")]
    pub conversation: Option<Conversation>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
    /// What is sealed.
    #[serde(skip)]
    pub secret: ThreadSecret,
}

/// What of a thread's state is sealed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThreadSecret {
    /// The member's name, once somebody gave it.
    #[serde(rename = "name", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The start of the last message.
    #[serde(rename = "pre")]
    pub preview: String,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Where a conversation belongs, as the number's record said when it opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The team whose inbox it is in.
    #[serde(rename = "team")]
    pub team: TeamId,
    /// The group of the number's campaign.
    #[serde(rename = "grp", default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The location of the number's campaign.
    #[serde(rename = "loc", default, skip_serializing_if = "Option::is_none")]
    pub location: Option<LocationId>,
    /// The campaign of the number.
    #[serde(rename = "camp", default, skip_serializing_if = "Option::is_none")]
    pub campaign: Option<String>,
    /// Who may answer.
    #[serde(rename = "send")]
    pub send_policy: SendPolicy,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conversation {
    /// Its place among the thread's conversations, from 1.
    #[serde(rename = "n")]
    pub ordinal: u32,
    /// Where it belongs.
    #[serde(rename = "in")]
    pub place: Place,
    /// When it opened.
    #[serde(rename = "from", with = "millisecond::required")]
    pub opened_at: Timestamp,
    /// Who claimed it.
    #[serde(rename = "by", default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// The oldest text that nobody answered yet (MC-07, MC-13, X-24).
    #[serde(
        rename = "wait",
        default,
        skip_serializing_if = "Option::is_none",
        with = "millisecond::optional"
    )]
    pub waiting_since: Option<Timestamp>,
    /// The first text that nobody answered while nobody had claimed it (MC-12, X-24).
    #[serde(
        rename = "free",
        default,
        skip_serializing_if = "Option::is_none",
        with = "millisecond::optional"
    )]
    pub unclaimed_since: Option<Timestamp>,
    /// The last message.
    #[serde(rename = "last")]
    pub last: LastMessage,
    /// How many messages it holds.
    #[serde(rename = "msgs")]
    pub messages: u32,
    /// Whether the member opted out and then texted again: a person may answer, nothing else may be sent.
    #[serde(rename = "ro", default, skip_serializing_if = "std::ops::Not::not")]
    pub reply_only: bool,
    /// Since when the carrier refuses to bring texts, as it holds an opt-out of the member's itself. It lasts until START.
    #[serde(
        rename = "ref",
        default,
        skip_serializing_if = "Option::is_none",
        with = "millisecond::optional"
    )]
    pub refused_at: Option<Timestamp>,
    /// The application it is about, as its first text was placed (IN-15..18) or the agent chose who started it.
    #[serde(rename = "app", default, skip_serializing_if = "Option::is_none")]
    pub application: Option<ApplicationId>,
    /// The text that looks like an opt-out, until somebody says whether it is one. Where that was settled by way of another
    /// number of ours, the ledger knows, and this thread learns with its next text.
    #[serde(rename = "task", default, skip_serializing_if = "Option::is_none")]
    pub task: Option<u64>,
    /// When the member was last told that pictures are not shown.
    #[serde(
        rename = "pics",
        default,
        skip_serializing_if = "Option::is_none",
        with = "millisecond::optional"
    )]
    pub pictures_told_at: Option<Timestamp>,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A claim on a conversation (MC-31).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// Who.
    #[serde(rename = "who")]
    pub agent: AgentId,
    /// Since when.
    #[serde(rename = "at", with = "millisecond::required")]
    pub at: Timestamp,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// What is known of the last message without opening it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastMessage {
    /// Which way it went.
    #[serde(rename = "dir")]
    pub direction: Direction,
    /// When.
    #[serde(rename = "at", with = "millisecond::required")]
    pub at: Timestamp,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Which way a message went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// From the member.
    #[serde(rename = "in")]
    In,
    /// To the member.
    #[serde(rename = "out")]
    Out,
}

/// A closed conversation, as the Closed list shows it (MC-10).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedConversation {
    /// The organisation.
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    /// The thread.
    #[serde(rename = "id")]
    pub thread: ThreadId,
    /// Our number.
    #[serde(rename = "us")]
    pub ours: PhoneNumber,
    /// The outside number.
    #[serde(rename = "them")]
    pub theirs: PhoneNumber,
    /// What brought the member here.
    #[serde(rename = "jny")]
    pub journey: Journey,
    /// The conversation as it was.
    #[serde(rename = "conv")]
    pub conversation: Conversation,
    /// When it closed.
    #[serde(rename = "at", with = "millisecond::required")]
    pub closed_at: Timestamp,
    /// Why it closed.
    #[serde(rename = "why")]
    pub reason: CloseReason,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
    /// What is sealed.
    #[serde(skip)]
    pub secret: ThreadSecret,
}

/// Why a conversation closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum CloseReason {
    /// Somebody closed it (MC-37).
    #[serde(rename = "agent")]
    Agent,
    /// The member opted out (MC-50).
    #[serde(rename = "opt_out")]
    OptOut,
}

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind")]
pub enum Actor {
    /// A person of the organisation.
    #[serde(rename = "agent")]
    Agent {
        /// Who.
        #[serde(rename = "agent")]
        agent: AgentId,
    },
    /// The member.
    #[serde(rename = "member")]
    Member,
    /// The product, because a rule requires it.
    #[serde(rename = "system")]
    System,
    /// The product, because the organisation told it to (EL-14, EL-17).
    #[serde(rename = "automation")]
    Automation,
}

/// What an outgoing message is for, which decides what may stop it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// A person answers.
    #[serde(rename = "reply")]
    Reply,
    /// The one confirmation of an opt-out, 47 CFR 64.1200(a)(12).
    #[serde(rename = "opt_out_confirmation")]
    OptOutConfirmation,
    /// The confirmation that texts resume.
    #[serde(rename = "opt_in_confirmation")]
    OptInConfirmation,
    /// The answer to HELP, which even a number that opted out gets (CTIA handbook).
    #[serde(rename = "help")]
    Help,
    /// Automation speaks first, or brings an applicant back (EL-14, EL-17).
    #[serde(rename = "automation")]
    Automation,
    /// The question whether texts of a category are wanted.
    #[serde(rename = "consent_request")]
    ConsentRequest,
    /// The member is told that pictures cannot be shown.
    #[serde(rename = "pictures_not_shown")]
    PicturesNotShown,
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
            rest: Rest::default(),
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

/// Each write of a head is paid for by the kilobyte: a preview leaves room in it for a long name and for what later releases say.
const PREVIEW_BYTES: usize = 64;

/// The start of a text, for lists: at most 64 bytes, on one line. Of a message without words, what it brings instead.
fn preview(text: &str, with_media: bool) -> String {
    if with_media && text.trim().is_empty() {
        return "Picture or file".to_owned();
    }
    let end = text.floor_char_boundary(PREVIEW_BYTES);
    text[..end]
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

#[cfg(test)]
mod tests;
