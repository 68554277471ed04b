//! Typed identifiers, so that one kind cannot be passed for another.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::phone::PhoneNumber;

/// The text does not have the form of the identifier asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a well-formed identifier")]
pub struct InvalidId;

/// Whether `text` is 1 to 40 lower-case letters, digits and hyphens: nothing that a key, a URL or a log needs to escape.
fn is_slug(text: &str) -> bool {
    (1..=40).contains(&text.len())
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// What every id that is kept as its text has besides its own `parse`.
macro_rules! parsed_text {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )+};
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
}

/// Crockford's base 32 in lower case: no i, l, o, u.
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The first `length` characters of base 32 of a hash over `parts`, each preceded by its length.
fn digest(length: usize, parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    (0..length)
        .map(|i| {
            let value = (i * 5..i * 5 + 5).fold(0_u8, |value, at| {
                (value << 1) | ((digest[at / 8] >> (7 - at % 8)) & 1)
            });
            char::from(BASE32[usize::from(value)])
        })
        .collect()
}

fn is_base32(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|b| BASE32.contains(&b))
}

/// A person's telephone number within an organisation, as 16 characters of base 32 (80 bits).
///
/// Derived, so that a webhook finds its aggregate without a look-up; salted with a secret of the organisation, so
/// that an id in a link or a log does not give the telephone number away to who tries them all.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SubscriberId(String);

const SUBSCRIBER_LENGTH: usize = 16;

impl SubscriberId {
    /// The subscriber behind `theirs` in `organisation`.
    pub fn derive(organisation: &OrganisationId, salt: &[u8], theirs: &PhoneNumber) -> Self {
        let parts = [
            b"memberline.subscriber.v1".as_slice(),
            salt,
            organisation.as_str().as_bytes(),
            theirs.as_str().as_bytes(),
        ];
        Self(digest(SUBSCRIBER_LENGTH, &parts))
    }

    /// Parses 16 characters of base 32.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        if is_base32(text, SUBSCRIBER_LENGTH) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId)
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An application within an organisation, as 16 characters of base 32 (80 bits), derived from the id that its
/// loan-origination system gave it, which may hold anything.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ApplicationId(String);

const APPLICATION_LENGTH: usize = 16;

impl ApplicationId {
    /// The application that the loan-origination system calls `los_id`.
    pub fn derive(organisation: &OrganisationId, salt: &[u8], los_id: &str) -> Self {
        let parts = [
            b"memberline.application.v1".as_slice(),
            salt,
            organisation.as_str().as_bytes(),
            los_id.as_bytes(),
        ];
        Self(digest(APPLICATION_LENGTH, &parts))
    }

    /// Parses 16 characters of base 32.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        if is_base32(text, APPLICATION_LENGTH) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId)
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The permanent exchange between one of our numbers and one outside number, as 26 characters of base 32: the
/// [`SubscriberId`], then 10 characters (50 bits) for our number.
///
/// It carries the subscriber's id, so that one round of reads finds both aggregates from a conversation's id.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ThreadId(String);

const THREAD_LENGTH: usize = 26;

impl ThreadId {
    /// The thread of `theirs` at `ours` in `organisation`.
    pub fn derive(
        organisation: &OrganisationId,
        salt: &[u8],
        ours: &PhoneNumber,
        theirs: &PhoneNumber,
    ) -> Self {
        let parts = [
            b"memberline.number.v1".as_slice(),
            salt,
            organisation.as_str().as_bytes(),
            ours.as_str().as_bytes(),
        ];
        let subscriber = SubscriberId::derive(organisation, salt, theirs);
        Self(subscriber.0 + &digest(THREAD_LENGTH - SUBSCRIBER_LENGTH, &parts))
    }

    /// Parses 26 characters of base 32.
    pub fn parse(text: &str) -> Result<Self, InvalidId> {
        if is_base32(text, THREAD_LENGTH) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidId)
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The person at the other end.
    pub fn subscriber(&self) -> SubscriberId {
        SubscriberId(self.0[..SUBSCRIBER_LENGTH].to_owned())
    }
}

/// One conversation of a thread: `{thread}-{ordinal}`, the first being 1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ConversationId {
    /// The thread it belongs to.
    pub thread: ThreadId,
    /// Its place among the thread's conversations, from 1.
    pub ordinal: u32,
}

/// One entry of a thread's timeline: `{thread}.{seq}`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MessageId {
    /// The thread it belongs to.
    pub thread: ThreadId,
    /// Its place in the timeline, from 1.
    pub seq: u64,
}

/// What a carrier hands back with a receipt: `{organisation}.{thread}.{seq}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MessageRef {
    /// The organisation that sent it.
    pub organisation: OrganisationId,
    /// The message.
    pub message: MessageId,
}

/// A positive decimal number without sign or leading zero, so that an identifier has one spelling.
fn ordinal<N: FromStr>(text: &str) -> Result<N, InvalidId> {
    if text.starts_with(|c: char| c == '0' || !c.is_ascii_digit()) {
        return Err(InvalidId);
    }
    text.parse().map_err(|_| InvalidId)
}

impl FromStr for ConversationId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (thread, number) = text.split_once('-').ok_or(InvalidId)?;
        Ok(Self {
            thread: ThreadId::parse(thread)?,
            ordinal: ordinal(number)?,
        })
    }
}

impl FromStr for MessageId {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (thread, seq) = text.split_once('.').ok_or(InvalidId)?;
        Ok(Self {
            thread: ThreadId::parse(thread)?,
            seq: ordinal(seq)?,
        })
    }
}

impl FromStr for MessageRef {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let (organisation, message) = text.split_once('.').ok_or(InvalidId)?;
        Ok(Self {
            organisation: OrganisationId::parse(organisation)?,
            message: message.parse()?,
        })
    }
}

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.thread, self.ordinal)
    }
}

impl fmt::Display for MessageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.thread, self.seq)
    }
}

impl fmt::Display for MessageRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.organisation, self.message)
    }
}

macro_rules! text_id {
    ($($name:ident),+) => {$(
        impl TryFrom<String> for $name {
            type Error = InvalidId;

            fn try_from(text: String) -> Result<Self, InvalidId> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    )+};
}

text_id!(ConversationId, MessageId);

parsed_text!(ApplicationId, SubscriberId, ThreadId);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn number(text: &str) -> PhoneNumber {
        PhoneNumber::parse(text).unwrap_or_else(|e| panic!("{e}"))
    }

    fn thread(salt: &[u8], org: &str) -> ThreadId {
        let org = OrganisationId::parse(org).unwrap_or_else(|e| panic!("{e}"));
        ThreadId::derive(&org, salt, &number("+15550100001"), &number("+15552010001"))
    }

    #[test]
    fn a_thread_id_is_stable_and_differs_by_organisation_and_salt() {
        assert_eq!(thread(b"salt", "lakeside"), thread(b"salt", "lakeside"));
        assert_ne!(thread(b"salt", "lakeside"), thread(b"salt", "harbor"));
        assert_ne!(thread(b"salt", "lakeside"), thread(b"pepper", "lakeside"));
        assert_eq!(
            ThreadId::parse(thread(b"salt", "lakeside").as_str()),
            Ok(thread(b"salt", "lakeside"))
        );
        let org = OrganisationId::parse("lakeside").unwrap_or_else(|e| panic!("{e}"));
        let subscriber = SubscriberId::derive(&org, b"salt", &number("+15552010001"));
        assert_eq!(thread(b"salt", "lakeside").subscriber(), subscriber);
    }

    #[test]
    fn ids_have_one_spelling() {
        let id = thread(b"salt", "lakeside");
        for bad in ["-0", "-01", "-+1", "--1", "-4294967296", "-", ""] {
            assert_eq!(
                format!("{id}{bad}").parse::<ConversationId>(),
                Err(InvalidId),
                "{bad}"
            );
        }
        assert!(format!("lakeside.{id}.7").parse::<MessageRef>().is_ok());
        assert_eq!(format!("Lakeside.{id}.7").parse::<MessageRef>(), Err(InvalidId));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(seq in 1..u64::MAX, ordinal in 1..u32::MAX) {
            let thread = thread(b"salt", "lakeside");
            let message = MessageId { thread: thread.clone(), seq };
            prop_assert_eq!(message.to_string().parse(), Ok(message));
            let conversation = ConversationId { thread, ordinal };
            prop_assert_eq!(conversation.to_string().parse(), Ok(conversation));
        }

        #[test]
        fn hostile_text_is_refused_not_panicked_on(text in ".{0,80}") {
            let _ = text.parse::<ConversationId>();
            let _ = text.parse::<MessageRef>();
            prop_assert!(OrganisationId::parse(&text).is_err() || is_slug(&text));
        }
    }
}
