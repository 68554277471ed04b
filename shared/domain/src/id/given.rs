//! Ids that an institution gives.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{InvalidId, parsed_text};

/// Whether `text` is 1 to 40 lower-case letters, digits and hyphens: nothing that a key, a URL or a log needs to escape.
pub(super) fn is_slug(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

macro_rules! slug_id {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses 1 to 40 lower-case letters, digits and hyphens.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                if is_slug(text) { Ok(Self(text.to_owned())) } else { Err(InvalidId) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        parsed_text!($name);
    )+};
}

slug_id! {
    /// One institution. Everything else belongs to exactly one.
    OrganisationId,
    /// A person who answers members.
    AgentId,
    /// Agents who share an inbox.
    TeamId,
    /// A branch or office.
    LocationId,
    /// Locations that share quick replies and campaigns (MC-36).
    GroupId,
    /// A person on an application, as the loan-origination system numbers them.
    PersonId,
    /// A company or broker that brings applications (IN-39).
    PartnerId,
    /// A rule of when automation texts (EL-17, EL-18).
    TriggerId,
    /// A text that agents pick from a menu (MC-36).
    QuickReplyId,
    /// What came of a conversation, as agents say when they close it.
    DispositionId,
}
