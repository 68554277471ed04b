//! Why a carrier did not deliver a text.

use serde::{Deserialize, Serialize};

/// Why a carrier did not deliver a text.
///
/// The detail is ours, looked up by the carrier's code: a carrier's own wording may quote the message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The carrier's code. `None` when it gave none: never overwrite a known reason with that (lesson 21).
    pub code: Option<String>,
    /// What it means, as a sentence for an agent. `None` exactly when there is no code.
    pub detail: Option<String>,
    /// Whether the carrier refuses because the recipient opted out: record it (lessons 27 and 28).
    pub opted_out: bool,
}

/// What an agent is told of a code: the code as the carrier writes it, and a sentence.
pub(crate) type Reasons = &'static [(&'static str, &'static str)];

impl Failure {
    /// A failure without any reason given.
    pub(crate) const UNEXPLAINED: Self = Self {
        code: None,
        detail: None,
        opted_out: false,
    };

    /// The failure that `code` stands for in a carrier's `reasons`, where `opt_out` is the code for an opt-out.
    pub(crate) fn explain(code: Option<&str>, reasons: Reasons, opt_out: &str) -> Self {
        let Some(code) = code.filter(|code| is_code(code)) else {
            return Self::UNEXPLAINED;
        };
        let detail = reasons.iter().find(|(known, _)| *known == code).map_or_else(
            || format!("The carrier did not deliver the text and gave error {code} as the reason."),
            |(_, detail)| (*detail).to_owned(),
        );
        Self {
            code: Some(code.to_owned()),
            detail: Some(detail),
            opted_out: code == opt_out,
        }
    }

    /// A refusal that the carrier explained by nothing but an HTTP status.
    pub(crate) fn http(status: u16) -> Self {
        Self {
            code: Some(format!("http_{status}")),
            detail: Some(format!("The carrier refused the text (HTTP {status}).")),
            opted_out: false,
        }
    }
}

/// Whether this can be an error code, and not a text that ended up in its place. Some carriers write `0` for none.
fn is_code(code: &str) -> bool {
    (1..=16).contains(&code.len()) && code != "0" && code.bytes().all(|b| b.is_ascii_digit())
}
