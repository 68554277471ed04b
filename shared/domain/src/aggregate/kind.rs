//! What kinds of entries there are.

macro_rules! kinds {
    ($($kind:ident = $name:literal,)*) => {
        /// The kinds of entries of all timelines. Whoever decides about every kind matches on it without a rest, so that a new kind has to
        /// be considered there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum EntryKind {
            $($kind,)*
        }

        impl EntryKind {
            /// Every kind that this release knows.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The kind as it is stored, and as the stream's readers filter on it.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $name,)*
                }
            }
        }
    };
}

kinds! {
    MessageIn = "message_in",
    MessageOut = "message_out",
    Delivery = "delivery",
    Notice = "notice",
    Attachment = "attachment",
    DownloadRequested = "download_requested",
    Downloaded = "downloaded",
    Erased = "erased",
    Started = "started",
    TaskSettled = "task_settled",
    RefusedByCarrier = "refused_by_carrier",
    Claimed = "claimed",
    Closed = "closed",
    Named = "named",
    Note = "note",
    OptedOut = "opted_out",
    OptedIn = "opted_in",
    ConsentRequested = "consent_requested",
    ConsentGranted = "consent_granted",
    ConsentRevoked = "consent_revoked",
    AutomationHeld = "automation_held",
    AutomationReleased = "automation_released",
    ApplicationCreated = "application_created",
    ApplicationUpdated = "application_updated",
    StageEntered = "stage_entered",
    ApplicationCompleted = "application_completed",
    ApplicationWithdrawn = "application_withdrawn",
    NudgePlanned = "nudge_planned",
    NudgeHeld = "nudge_held",
    NudgeSent = "nudge_sent",
    NudgeCancelled = "nudge_cancelled",
    NudgeWithheld = "nudge_withheld",
    NudgeReplied = "nudge_replied",
}

impl EntryKind {
    /// The kind of this name; `None` when it is one that a later release brought.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}
