//! Texts that agents pick from a menu, and what they say of a conversation when they close it.

use serde::{Deserialize, Serialize};

use crate::id::{DispositionId, GroupId, QuickReplyId};

/// A text that agents pick from a menu (MC-36).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuickReply {
    #[serde(rename = "id")]
    pub id: QuickReplyId,
    /// The group whose agents have it.
    #[serde(rename = "group")]
    pub group: GroupId,
    #[serde(rename = "name")]
    pub name: String,
    /// What an agent types after a slash to pick it: lower-case letters, digits and hyphens.
    #[serde(rename = "shortcut", default, skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// What it says, with merge fields.
    #[serde(rename = "text")]
    pub text: String,
    /// Its place in the menu: lower ones first, then by name.
    #[serde(rename = "order", default)]
    pub order: u16,
}

/// What came of a conversation, as agents say when they close it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disposition {
    #[serde(rename = "id")]
    pub id: DispositionId,
    #[serde(rename = "name")]
    pub name: String,
    /// Its place in the list: lower ones first, then by name.
    #[serde(rename = "order", default)]
    pub order: u16,
}
