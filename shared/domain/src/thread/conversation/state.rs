//! An open conversation: where it belongs, who claimed it, what waits in it.

use jiff::Timestamp;
use jiff::fmt::serde::timestamp::millisecond;
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::directory::SendPolicy;
use crate::id::{AgentId, ApplicationId, GroupId, LocationId, TeamId};

/// Where a conversation belongs, as the number's record said when it opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assignment {
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
    pub assignment: Assignment,
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
