//! What became of a message.

/// What became of a message for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The carrier has it.
    Sent,
    /// The carrier refused it for good.
    Failed,
    /// A rule forbade it.
    Cancelled,
    /// Nothing was to be done.
    Settled,
    /// An attempt crashed, and the carrier cannot say for certain that it does not have the message: a receipt will
    /// tell, or a person decides. It is not sent again.
    Unresolved,
    /// The same, past its time: it went to the dead letters, and is not looked after any more.
    Raised,
    /// It went to the dead letters.
    Buried,
    /// The stream has forgotten a place that was to be read again. Texts of it are still unsettled.
    Lost,
    /// It is an event, which was published again.
    Published,
    /// It is to be tried again.
    Again,
}

impl Outcome {
    /// The stable name of the outcome.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
            Self::Settled => "settled",
            Self::Unresolved => "unresolved",
            Self::Raised => "raised",
            Self::Buried => "buried",
            Self::Lost => "lost_from_stream",
            Self::Published => "published",
            Self::Again => "to_try_again",
        }
    }

    /// The metric that operators watch.
    pub fn metric(self) -> Option<&'static str> {
        match self {
            Self::Failed => Some("SendFailed"),
            Self::Unresolved => Some("SendUnresolved"),
            Self::Raised => Some("SendRaised"),
            Self::Buried => Some("SendBuried"),
            Self::Lost => Some("LostFromStream"),
            Self::Sent | Self::Cancelled | Self::Settled | Self::Published | Self::Again => None,
        }
    }
}
