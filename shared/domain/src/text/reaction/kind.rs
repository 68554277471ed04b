//! The kinds of reactions.

/// What a member thinks of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    Heart,
    /// A thumb up.
    Like,
    /// A thumb down.
    Dislike,
    Laugh,
    /// Exclamation marks.
    Emphasis,
    /// A question mark.
    Question,
    /// An emoji of the member's choice.
    Emoji,
    /// A picture of the member's choice, which does not come along.
    Sticker,
}

impl Kind {
    /// The emoji that phones show for it. `None` where the member chose one.
    pub fn emoji(self) -> Option<&'static str> {
        match self {
            Self::Heart => Some("❤️"),
            Self::Like => Some("👍"),
            Self::Dislike => Some("👎"),
            Self::Laugh => Some("😂"),
            Self::Emphasis => Some("‼️"),
            Self::Question => Some("❓"),
            Self::Emoji | Self::Sticker => None,
        }
    }
}
