//! Who is told of a text by email, what is left of the telling, and when a digest is due (EL-10..12, X-13).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Change, Entry};
use crate::directory::{Agent, Directory};
use crate::id::{AgentId, TeamId};
use crate::thread::{Message, NoticeRecipient, ThreadEvent};

/// The agents to tell of a text in a conversation of `team`: whoever claimed it, else all of the team who
/// subscribed. A claimant who left or whose mailbox is stopped does not keep the text from the others
/// (EL-10).
pub fn recipients<'a>(directory: &'a Directory, team: &TeamId, claimant: Option<&AgentId>) -> Vec<&'a Agent> {
    let reached = |agent: &&Agent| agent.mail_stopped.is_none();
    match claimant.and_then(|id| directory.agent(id)).filter(reached) {
        Some(claimant) => vec![claimant],
        None => directory
            .agents
            .iter()
            .filter(|a| a.subscribed && a.teams.contains(team))
            .filter(reached)
            .collect(),
    }
}

/// How far the telling of a text has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Nobody was told yet.
    NotBegun,
    /// These were to be told and are neither told nor refused: only they are tried again.
    Left(Vec<AgentId>),
    /// All who were to be told were, or the mail service refuses them.
    Done,
}

/// The notices of the text at `message` among `entries`, oldest first.
pub fn notices_of(entries: &[Entry<ThreadEvent>], message: u64) -> Vec<&[NoticeRecipient]> {
    notices(entries, |about, request| *about == message && request.is_none())
}

/// The notices that a link was sent, as the entry at `request` beside `message` asks, oldest first (EL-22).
pub fn notices_of_link(
    entries: &[Entry<ThreadEvent>],
    (message, request): (u64, u64),
) -> Vec<&[NoticeRecipient]> {
    notices(entries, |about, of| *about == message && *of == Some(request))
}

fn notices(
    entries: &[Entry<ThreadEvent>],
    are_meant: impl Fn(&u64, &Option<u64>) -> bool,
) -> Vec<&[NoticeRecipient]> {
    let mut notices: Vec<_> = entries
        .iter()
        .filter_map(|entry| match &entry.event {
            ThreadEvent::Notice {
                message,
                recipients,
                request,
            } if are_meant(message, request) => Some((entry.seq, recipients.as_slice())),
            _ => None,
        })
        .collect();
    notices.sort_unstable_by_key(|(seq, _)| *seq);
    notices.into_iter().map(|(_, recipients)| recipients).collect()
}

/// How far a text with these notices has come, in whatever order they were written.
pub fn progress(notices: &[&[NoticeRecipient]]) -> Progress {
    if notices.is_empty() {
        return Progress::NotBegun;
    }
    let all = || notices.iter().flat_map(|recipients| recipients.iter());
    let mut left: Vec<AgentId> = Vec::new();
    for recipient in all() {
        let settled = all().any(|other| other.agent == recipient.agent && other.is_settled());
        if !settled && !left.contains(&recipient.agent) {
            left.push(recipient.agent.clone());
        }
    }
    if left.is_empty() {
        Progress::Done
    } else {
        Progress::Left(left)
    }
}

impl Message {
    /// Notes how telling `recipients` of the text went; or, when it names a request beside it, how sending that link went.
    pub fn note_notice(&self, request: Option<u64>, recipients: &[NoticeRecipient]) -> Change<Self> {
        let notice = ThreadEvent::Notice {
            message: self.seq,
            recipients: recipients.to_vec(),
            request,
        };
        Change::one(self.clone(), notice)
    }
}

impl NoticeRecipient {
    /// Whether nothing more is to be done for the recipient: the mail service took the email or refused it
    /// for good. One with neither an id nor an error is to be tried again.
    pub fn is_settled(&self) -> bool {
        self.mail_id.is_some() || self.error.is_some()
    }
}

/// The longest window, in minutes: what a queue can delay.
pub const LONGEST_WINDOW: u8 = 15;

/// Seconds after a window's end at which its digest is due: texts that came at its very end are stored by
/// then.
const GRACE: i64 = 2;

/// The longest delay of a queue, in seconds.
const LONGEST_DELAY: i64 = 900;

/// A stretch of time whose texts of one conversation are told in one email. Windows follow one another
/// without a gap from 1970 on, so a text's own time says which is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawWindow")]
pub struct Window {
    start: i64,
    minutes: u8,
}

#[derive(Deserialize)]
struct RawWindow {
    start: i64,
    minutes: u8,
}

/// The numbers are not those of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a window")]
pub struct InvalidWindow;

impl TryFrom<RawWindow> for Window {
    type Error = InvalidWindow;

    fn try_from(raw: RawWindow) -> Result<Self, InvalidWindow> {
        let start = Timestamp::from_second(raw.start).map_err(|_| InvalidWindow)?;
        Self::of(start, raw.minutes)
            .filter(|w| w.start == raw.start && w.minutes == raw.minutes)
            .ok_or(InvalidWindow)
    }
}

impl Window {
    /// The window that `at` falls into. `None` when `minutes` is 0: there is an email per text.
    pub fn of(at: Timestamp, minutes: u8) -> Option<Self> {
        let minutes = minutes.min(LONGEST_WINDOW);
        let length = i64::from(minutes) * 60;
        if length == 0 {
            return None;
        }
        // Seconds are cut off towards 1970, which every text is after.
        Some(Self {
            start: at.as_second().div_euclid(length) * length,
            minutes,
        })
    }

    /// When it begins, in seconds since 1970.
    pub fn start(self) -> i64 {
        self.start
    }

    /// Its length in minutes.
    pub fn minutes(self) -> u8 {
        self.minutes
    }

    fn end(self) -> i64 {
        self.start + i64::from(self.minutes) * 60
    }

    /// Whether `at` falls into it.
    pub fn contains(self, at: Timestamp) -> bool {
        (self.start..self.end()).contains(&at.as_second())
    }

    /// Whether `at` is so long before it that no text stored before one of that time falls into it: writers'
    /// clocks and their waits for one another are less than a minute apart.
    pub fn is_well_after(self, at: Timestamp) -> bool {
        at.as_second() < self.start - 60
    }

    /// Whether it has ended at `now`.
    pub fn is_over(self, now: Timestamp) -> bool {
        now.as_second() >= self.end()
    }

    /// The seconds, 1 to 900, until its digest is due. `None` when it is.
    pub fn seconds_until_due(self, now: Timestamp) -> Option<i32> {
        let left = (self.end() + GRACE) * 1_000 - now.as_millisecond();
        let seconds = left.div_euclid(1_000) + i64::from(left.rem_euclid(1_000) > 0);
        if seconds <= 0 {
            None
        } else {
            i32::try_from(seconds.min(LONGEST_DELAY)).ok()
        }
    }
}

#[cfg(test)]
mod tests;
