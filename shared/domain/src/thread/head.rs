//! The head of a thread.

use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::id::{ConversationId, OrganisationId, ThreadId};
use crate::journey::Journey;
use crate::phone::PhoneNumber;
use crate::thread::Conversation;

/// The head of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Thread {
    #[serde(rename = "org")]
    pub organisation: OrganisationId,
    /// The id derived from both numbers.
    #[serde(rename = "id")]
    pub id: ThreadId,
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
    pub(crate) fn open(&self, ordinal: u32) -> Option<&Conversation> {
        self.conversation.as_ref().filter(|c| c.ordinal == ordinal)
    }
}
