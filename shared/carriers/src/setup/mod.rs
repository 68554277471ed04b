//! How a number is set up with its carrier: asked of the carrier's own API, and compared with what the product needs.
//!
//! Nothing of a carrier's answer is repeated but ids that have the form of ids, and addresses without what may be a secret in them.

mod address;
mod campaign;

use bytes::Bytes;
use http::Request;
use memberline_domain::PhoneNumber;
use memberline_domain::directory::KeywordAnswers;

use crate::request::RequestError;

pub(crate) use address::judge_address;
pub(crate) use campaign::{Campaign, judge_campaign, needs_campaign};

/// What a number is to be set up for.
#[derive(Debug, Clone, Copy)]
pub struct WantedSetup<'a> {
    /// One of our numbers.
    pub number: &'a PhoneNumber,
    /// Where the carrier is to post the number's texts.
    pub webhook_url: &'a str,
    /// Who is to answer STOP, START and HELP.
    pub keywords: KeywordAnswers,
    /// Whether pictures are taken.
    pub pictures: bool,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// No text comes in, or none goes out.
    Blocks,
    /// Texts go, but not all as they should.
    Mend,
    /// It is as it should be, or is nothing that the carrier tells.
    Fine,
    /// The carrier did not tell what was asked.
    Unread,
}

/// What was found out about how a number is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetupFinding {
    /// The stable code.
    pub code: &'static str,
    pub weight: Weight,
    /// What is, in a sentence.
    pub words: String,
    /// What to do about it, in a sentence; none when there is nothing to do.
    pub mend: Option<String>,
}

impl SetupFinding {
    pub(crate) fn new(
        (code, weight): (&'static str, Weight),
        words: impl Into<String>,
        mend: impl Into<String>,
    ) -> Self {
        Self {
            code,
            weight,
            words: words.into(),
            mend: Some(mend.into()),
        }
    }

    pub(crate) fn fine(code: &'static str, words: impl Into<String>) -> Self {
        Self {
            code,
            weight: Weight::Fine,
            words: words.into(),
            mend: None,
        }
    }

    /// A question that was not answered; what depends on the answer is not judged.
    pub(crate) fn unread(carrier: &str, what: &str, why: NoAnswer) -> Self {
        Self::new(
            ("carrier_not_read", Weight::Unread),
            format!("{carrier} did not tell {what}: {why}"),
            "Try again later; if it stays so, look at the number in the carrier's console",
        )
    }
}

/// The answer of a carrier to one question: status and body. None when none came.
pub type Answered<'a> = Option<(u16, &'a [u8])>;

/// Questions to a carrier about one number, one after the other.
pub trait SetupInquiry {
    /// The next question; none when all is asked.
    fn ask(&self) -> Option<Result<Request<Bytes>, RequestError>>;

    /// Takes the answer to it.
    fn hear(&mut self, answer: Answered<'_>);

    /// What follows from the answers so far.
    fn findings(&self) -> Vec<SetupFinding>;
}

/// Why a question was not answered. Never in the carrier's words, which may repeat what they were asked with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NoAnswer {
    #[error("no whole answer came in time")]
    None,
    /// What was sent proves us to nobody, or may not be asked.
    #[error("it refuses the credentials (HTTP {0})")]
    Refused(u16),
    #[error("there is no such thing (HTTP 404)")]
    NotFound,
    #[error("it answered with HTTP {0}")]
    Status(u16),
    #[error("its answer has a form that is not known here")]
    Form,
}

/// Reads an answer of the form `T`.
pub(crate) fn read<T: serde::de::DeserializeOwned>(answer: Answered<'_>) -> Result<T, NoAnswer> {
    let (status, body) = answer.ok_or(NoAnswer::None)?;
    match status {
        200 if body.len() > crate::send::MAX_ANSWER_BYTES => Err(NoAnswer::Form),
        200 => serde_json::from_slice(body).map_err(|_| NoAnswer::Form),
        401 | 403 => Err(NoAnswer::Refused(status)),
        404 => Err(NoAnswer::NotFound),
        _ => Err(NoAnswer::Status(status)),
    }
}

/// The number that is ours among those that a carrier listed, or what stands against it. `refuses` says which answers mean that the
/// credentials open nothing.
pub(crate) fn own_number<T>(
    carrier: &str,
    listed: Result<Vec<T>, NoAnswer>,
    is_own: impl Fn(&T) -> bool,
    refuses: impl Fn(NoAnswer) -> bool,
) -> Result<T, SetupFinding> {
    match listed {
        Ok(all) => all
            .into_iter()
            .find(is_own)
            .ok_or_else(|| number_not_found(carrier)),
        Err(why) if refuses(why) => Err(credentials_refused(carrier, why)),
        Err(why) => Err(SetupFinding::unread(carrier, "how the number is set up", why)),
    }
}

/// The finding that the number is not the account's.
fn number_not_found(carrier: &str) -> SetupFinding {
    SetupFinding::new(
        ("number_not_found", Weight::Blocks),
        format!("{carrier} has no such number in the account of the stored credentials"),
        format!(
            "Buy or port it there, correct the directory, or store the right account's credentials with \
             `memberline secrets set ORGANISATION {}`",
            carrier.to_lowercase()
        ),
    )
}

/// The finding that the credentials open nothing.
fn credentials_refused(carrier: &str, why: NoAnswer) -> SetupFinding {
    SetupFinding::new(
        ("credentials_refused", Weight::Blocks),
        format!("{carrier}: {why}"),
        format!(
            "Store the account's credentials as its console shows them with `memberline secrets set ORGANISATION {}`",
            carrier.to_lowercase()
        ),
    )
}
