//! How telling agents by email went.

use jiff::Timestamp;
use memberline_domain::directory::Directory;
use memberline_domain::thread::NoticeRecipient;
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::names::Named;

/// Agents were told of a text by email.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Notice {
    /// The entry's id.
    pub(super) id: String,
    /// When.
    pub(super) at: Timestamp,
    /// The conversation of the text.
    pub(super) conversation: Option<String>,
    /// The id of the text that they were told of.
    pub(super) message: String,
    /// How it went: `sent` to all, `partly_sent`, `failed` for all, or `nobody` was to be told.
    pub(super) status: NoticeStatus,
    /// Who was told.
    pub(super) recipients: Vec<Recipient>,
}

/// How telling went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum NoticeStatus {
    /// The mail service took it.
    Sent,
    /// The mail service took it for some.
    PartlySent,
    /// The mail service refused it.
    Failed,
    /// There was nobody to tell.
    Nobody,
}

/// An agent who was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Recipient {
    /// Who.
    pub(super) agent: Named,
    /// How it went: `sent` or `failed`.
    pub(super) status: NoticeStatus,
    /// The mail service's error code, when it refused.
    pub(super) error: Option<String>,
}

/// How telling all of them went.
pub(super) fn overall(recipients: &[NoticeRecipient]) -> NoticeStatus {
    let failed = recipients.iter().filter(|r| r.error.is_some()).count();
    match (recipients.len(), failed) {
        (0, _) => NoticeStatus::Nobody,
        (_, 0) => NoticeStatus::Sent,
        (all, failed) if all == failed => NoticeStatus::Failed,
        _ => NoticeStatus::PartlySent,
    }
}

/// How telling one of them went.
pub(super) fn recipient(directory: &Directory, told: &NoticeRecipient) -> Recipient {
    Recipient {
        agent: Named::agent(directory, &told.agent),
        status: if told.error.is_some() {
            NoticeStatus::Failed
        } else {
            NoticeStatus::Sent
        },
        error: told.error.clone(),
    }
}
