//! What the carriers do when asked to misbehave.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::book::Status;

/// The carriers' behaviour.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Behaviour {
    /// What becomes of delivery receipts.
    pub receipts: Receipts,
    /// What the send API answers.
    pub send: Send,
    /// Who acts on STOP, START and HELP.
    pub opt_out: OptOut,
    /// How attachments are handed over.
    pub media: Media,
}

/// How attachments are handed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Media {
    /// At once.
    #[default]
    Normal,
    /// Not in the first two seconds.
    Late,
    /// Not to these credentials.
    Refused,
    /// Not at all, at the moment.
    Error,
}

/// What becomes of delivery receipts.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Receipts {
    /// Sent, then delivered, within a second.
    #[default]
    Normal,
    /// The same after a quarter of a minute.
    Late,
    /// Delivered, then sent.
    OutOfOrder,
    /// Each twice.
    Doubled,
    /// Sent, then undelivered; the text does not reach the handset.
    Failed,
    /// None at all.
    None,
}

impl Receipts {
    /// After how long each receipt is posted.
    pub fn schedule(self) -> Vec<(Duration, Status)> {
        let steps: &[(u64, Status)] = match self {
            Self::Normal => &[(300, Status::Sent), (900, Status::Delivered)],
            Self::Late => &[(15_000, Status::Sent), (18_000, Status::Delivered)],
            Self::OutOfOrder => &[(300, Status::Delivered), (900, Status::Sent)],
            Self::Doubled => &[
                (300, Status::Sent),
                (400, Status::Sent),
                (900, Status::Delivered),
                (1000, Status::Delivered),
            ],
            Self::Failed => &[(300, Status::Sent), (900, Status::Failed)],
            Self::None => &[],
        };
        steps
            .iter()
            .map(|(after, status)| (Duration::from_millis(*after), *status))
            .collect()
    }
}

/// What the send API answers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Send {
    /// It takes the text.
    #[default]
    Accept,
    /// Too many requests.
    Throttle,
    /// An internal error; the text is not taken.
    Error,
    /// It takes the text and does not answer in time.
    Timeout,
    /// The member has opted out at the carrier.
    RejectOptedOut,
}

/// How long an API that times out keeps the connection.
pub const NO_ANSWER: Duration = Duration::from_secs(40);

/// Who acts on STOP.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptOut {
    /// The carrier, by its own list of words and in words of its own, and the webhook does not say so: as both do unless told otherwise.
    #[default]
    Carrier,
    /// The carrier, HELP as well, and the webhook says so: Twilio with Advanced Opt-Out, Telnyx with answers in the messaging profile.
    CarrierTells,
    /// Only the application.
    Application,
}
