//! What a record is known by within its organisation.

use std::fmt;

use crate::id::TeamId;
use crate::phone::PhoneNumber;

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident $word:literal $plural:literal $stored:literal),+ $(,)?) => {
        /// A kind of record, in the order in which records are made: each refers only to kinds before it, but for an organisation,
        /// which may name a number.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordKind {
            $($(#[$doc])* $kind),+
        }

        impl RecordKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$kind),+];

            /// The word for one: `quick_reply`.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$kind => $word),+ }
            }

            /// The word for several, as in paths and files: `quick_replies`.
            pub fn plural(self) -> &'static str {
                match self { $(Self::$kind => $plural),+ }
            }

            /// What sort keys of it begin with.
            pub fn stored(self) -> &'static str {
                match self { $(Self::$kind => $stored),+ }
            }

            /// The kind that sort keys with this beginning are of.
            pub fn from_stored(stored: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|kind| kind.stored() == stored)
            }
        }
    };
}

kinds! {
    /// The organisation itself: always one.
    Organisation "organisation" "organisation" "ONLY",
    Group "group" "groups" "GROUP",
    Location "location" "locations" "LOCATION",
    Team "team" "teams" "TEAM",
    Hours "hours" "hours" "HOURS",
    Agent "agent" "agents" "AGENT",
    Number "number" "numbers" "NUMBER",
    Trigger "trigger" "triggers" "TRIGGER",
    QuickReply "quick_reply" "quick_replies" "REPLY",
    Disposition "disposition" "dispositions" "DISPOSITION",
}

/// What a record is known by within its organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordKey {
    pub kind: RecordKind,
    /// The record's own id: a slug, or a number in E.164 form. Hours have their team's.
    pub id: String,
}

impl RecordKey {
    /// The key of the record of a kind with this id.
    pub fn new(kind: RecordKind, id: impl fmt::Display) -> Self {
        Self {
            kind,
            id: id.to_string(),
        }
    }

    /// The key of a record with this id; `None` when no record of the kind can have it.
    pub fn parse(kind: RecordKind, id: &str) -> Option<Self> {
        let fits = match kind {
            RecordKind::Number => PhoneNumber::parse(id).is_ok_and(|number| number.to_string() == id),
            _ => TeamId::parse(id).is_ok(),
        };
        fits.then(|| Self::new(kind, id))
    }
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind.as_str().replace('_', " "), self.id)
    }
}
