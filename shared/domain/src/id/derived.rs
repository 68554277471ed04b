//! Ids that are derived from what they stand for, with a secret of the organisation.

use std::fmt;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::given::OrganisationId;
use super::text::{InvalidId, parsed_text};
use crate::phone::PhoneNumber;

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

/// What the derived ids have in common: their length, in characters of base 32.
macro_rules! of_base32 {
    ($($name:ident: $length:ident),+) => {$(
        impl $name {
            /// Parses as many characters of base 32 as its kind has.
            pub fn parse(text: &str) -> Result<Self, InvalidId> {
                if is_base32(text, $length) {
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
    )+};
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

    /// The person at the other end.
    pub fn subscriber(&self) -> SubscriberId {
        SubscriberId(self.0[..SUBSCRIBER_LENGTH].to_owned())
    }
}

of_base32!(SubscriberId: SUBSCRIBER_LENGTH, ApplicationId: APPLICATION_LENGTH, ThreadId: THREAD_LENGTH);
parsed_text!(ApplicationId, SubscriberId, ThreadId);
