//! What became of a webhook.

use memberline_domain::ConversationId;

/// What became of a webhook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The text was taken in.
    TakenIn {
        /// The conversation it joined or opened; none when it was an opt-out and none was open.
        conversation: Option<ConversationId>,
        /// Whether the carrier answers keywords of a number of which the directory says that we do.
        answered_twice: bool,
    },
    /// The text or report was known already.
    KnownAlready,
    /// A report moved a message on.
    Reported,
    /// It concerns no text.
    Ignored,
}

impl Outcome {
    /// The stable name of the outcome.
    pub fn code(&self) -> &'static str {
        match self {
            Self::TakenIn { .. } => "taken_in",
            Self::KnownAlready => "known_already",
            Self::Reported => "reported",
            Self::Ignored => "ignored",
        }
    }
}
