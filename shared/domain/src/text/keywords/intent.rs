//! What a text asks of the channel.

use serde::{Deserialize, Serialize};

/// What a text asks of the channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Intent {
    /// Blocks the number at once.
    #[serde(rename = "opt_out")]
    OptOut,
    /// What a reasonable person may take for an opt-out (47 CFR 64.1200(a)(10)): automation pauses and an agent decides. Never
    /// blocks.
    #[serde(rename = "looks_like_opt_out")]
    LooksLikeOptOut,
    /// Says that the number is somebody else's: automation pauses and an agent decides. Never blocks.
    #[serde(rename = "wrong_number")]
    WrongNumber,
    /// Lifts an opt-out.
    #[serde(rename = "opt_in")]
    OptIn,
    /// Asks for the help text, which even someone who opted out gets.
    #[serde(rename = "help")]
    Help,
    /// Says yes to the question of consent that awaits its answer.
    #[serde(rename = "yes")]
    Yes,
    /// Says no to it.
    #[serde(rename = "no")]
    No,
    /// Anything else.
    #[serde(rename = "other")]
    Other,
}
