//! Who reads which entries of the timeline table's stream.

use memberline_domain::aggregate::EntryKind;

/// Who reads entries of the stream.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The function `outbound-sms`, of the stream itself.
    OutboundSms,
    /// The function `email-notifier`, of the topic of domain events.
    EmailNotifier,
    /// The function `documents`, of the topic.
    Documents,
    /// The function `re-engagement`, of the topic.
    ReEngagement,
    /// The institution's own systems, of the topic, where it has the pipe publish all that it may.
    Institution,
}

/// Who reads entries of a kind. The filters of the template say the same, and so does what each function does about an entry: tests
/// hold them to this.
pub const fn readers(kind: EntryKind) -> &'static [Reader] {
    use Reader::{Documents, EmailNotifier, Institution, OutboundSms, ReEngagement};
    match kind {
        EntryKind::MessageIn => &[EmailNotifier, Documents, ReEngagement, Institution],
        EntryKind::MessageOut => &[OutboundSms, Institution],
        EntryKind::Attachment => &[Documents, Institution],
        EntryKind::DownloadRequested => &[EmailNotifier, Institution],
        EntryKind::OptedOut
        | EntryKind::ConsentGranted
        | EntryKind::ConsentRevoked
        | EntryKind::AutomationHeld
        | EntryKind::NudgePlanned
        | EntryKind::NudgeHeld
        | EntryKind::NudgeCancelled => &[ReEngagement, Institution],
        EntryKind::Delivery
        | EntryKind::Started
        | EntryKind::Claimed
        | EntryKind::Closed
        | EntryKind::OptedIn
        | EntryKind::ConsentRequested
        | EntryKind::AutomationReleased
        | EntryKind::ApplicationCreated
        | EntryKind::ApplicationUpdated
        | EntryKind::StageEntered
        | EntryKind::ApplicationCompleted
        | EntryKind::ApplicationWithdrawn
        | EntryKind::NudgeSent
        | EntryKind::NudgeWithheld
        | EntryKind::NudgeReplied => &[Institution],
        EntryKind::Notice
        | EntryKind::Downloaded
        | EntryKind::Erased
        | EntryKind::TaskSettled
        | EntryKind::RefusedByCarrier
        | EntryKind::Named
        | EntryKind::Note => &[],
    }
}

impl Reader {
    /// Whether it reads entries of this kind.
    pub fn reads(self, kind: EntryKind) -> bool {
        readers(kind).contains(&self)
    }

    /// The kinds that it reads.
    pub fn kinds(self) -> impl Iterator<Item = EntryKind> {
        let all = EntryKind::ALL.iter().copied();
        all.filter(move |kind| self.reads(*kind))
    }
}
