//! A member ends texts, and allows them again (MC-49, MC-50).
//!
//! What the member said last decides, whatever came late. When something was said, the carrier tells by when it received it; where it
//! does not, when its webhook reached us has to do; and where that is not known either, the ledger's own order. What cannot be told
//! apart, blocks.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::aggregate::rest::Rest;
use crate::consent::{Incomplete, OptOutSource, StoredOptOut, Via};
use crate::phone::PhoneNumber;

/// How far ahead of ours a carrier's clock may be. A time further ahead says nothing.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// That the member wants no texts, or wants them again, as it reached us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    pub source: OptOutSource,
    /// When it reached us, if that is known.
    pub received_at: Option<Timestamp>,
    /// When the carrier received it, if it says so.
    pub said_at: Option<Timestamp>,
}

impl Word {
    /// The word as it is believed at `now`.
    pub(crate) fn at(self, now: Timestamp) -> Self {
        Self {
            said_at: self.said_at.filter(|said| *said <= now + AHEAD),
            ..self
        }
    }
}

impl From<(OptOutSource, Option<Timestamp>)> for Word {
    fn from((source, received_at): (OptOutSource, Option<Timestamp>)) -> Self {
        Self {
            source,
            received_at,
            said_at: None,
        }
    }
}

/// An opt-out in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "StoredOptOut", into = "StoredOptOut")]
pub struct OptOut {
    /// Since when: the instant that our answer to the carrier follows.
    pub at: Timestamp,
    /// Which of our numbers it blocks; all when `None`.
    pub number: Option<PhoneNumber>,
    /// How it reached us.
    pub source: OptOutSource,
    /// When the member last asked for it again while it was in force.
    pub repeated_at: Option<Timestamp>,
    /// When it reached us, if that is known.
    pub received_at: Option<Timestamp>,
    /// When it was last said, by the carriers that say so.
    pub said_at: Option<Timestamp>,
    /// When it last reached us, of all the times that no carrier said when it was said.
    pub unsaid_at: Option<Timestamp>,
    /// What a later release says of it.
    pub rest: Rest,
}

/// The last time that the member allowed texts by way of one of our numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OptIn {
    /// Our number.
    #[serde(rename = "us")]
    pub number: PhoneNumber,
    /// When the carrier received it.
    #[serde(rename = "said")]
    pub said_at: Timestamp,
    /// What a later release says of it.
    #[serde(flatten)]
    pub rest: Rest,
}

impl OptOut {
    pub(crate) fn blocks(&self, ours: &PhoneNumber) -> bool {
        self.number.as_ref().is_none_or(|n| n == ours)
    }

    /// When the member asked for it: five minutes of 47 CFR 64.1200(a)(12) begin then.
    pub fn asked_at(&self) -> Timestamp {
        self.received_at.map_or(self.at, |received| received.min(self.at))
    }

    /// Takes note of when it was said once more.
    pub(crate) fn hears(&mut self, received_at: Option<Timestamp>, said_at: Option<Timestamp>) {
        if said_at.is_some() {
            self.said_at = self.said_at.max(said_at);
        } else {
            self.unsaid_at = self.unsaid_at.max(received_at);
        }
    }

    /// Whether something that was said at `said_at`, and reached us at `received_at`, came after it every time that it was said.
    pub(crate) fn is_before(&self, received_at: Option<Timestamp>, said_at: Option<Timestamp>) -> bool {
        let after = |stop: Option<Timestamp>, then: Option<Timestamp>| match (stop, then) {
            (Some(stop), Some(then)) => then > stop,
            _ => true,
        };
        after(self.said_at, said_at.or(received_at)) && after(self.unsaid_at, received_at)
    }
}

impl TryFrom<StoredOptOut> for OptOut {
    type Error = Incomplete;

    fn try_from(stored: StoredOptOut) -> Result<Self, Incomplete> {
        let ours = stored.ours.ok_or(Incomplete("us"));
        Ok(Self {
            at: stored.at,
            number: stored.number,
            source: match stored.via {
                Via::Text => OptOutSource::Text {
                    number: ours?,
                    carrier_message_id: stored.carrier_message_id.ok_or(Incomplete("mid"))?,
                },
                Via::Carrier => OptOutSource::Carrier {
                    number: ours?,
                    code: stored.code.ok_or(Incomplete("code"))?,
                },
                Via::Agent => OptOutSource::Agent {
                    number: ours?,
                    agent: stored.agent.ok_or(Incomplete("who"))?,
                },
                Via::Import => OptOutSource::Import {
                    channel: stored.channel.ok_or(Incomplete("ch"))?,
                },
            },
            repeated_at: stored.repeated_at,
            received_at: stored.received_at,
            said_at: stored.said_at,
            unsaid_at: stored.unsaid_at,
            rest: stored.rest,
        })
    }
}

impl From<OptOut> for StoredOptOut {
    fn from(opt_out: OptOut) -> Self {
        let (mut carrier_message_id, mut code, mut agent, mut channel) = (None, None, None, None);
        let (via, ours) = match opt_out.source {
            OptOutSource::Text {
                number,
                carrier_message_id: id,
            } => {
                carrier_message_id = Some(id);
                (Via::Text, Some(number))
            }
            OptOutSource::Carrier { number, code: told } => {
                code = Some(told);
                (Via::Carrier, Some(number))
            }
            OptOutSource::Agent { number, agent: who } => {
                agent = Some(who);
                (Via::Agent, Some(number))
            }
            OptOutSource::Import { channel: told } => {
                channel = Some(told);
                (Via::Import, None)
            }
        };
        Self {
            at: opt_out.at,
            number: opt_out.number,
            via,
            ours,
            carrier_message_id,
            code,
            agent,
            channel,
            repeated_at: opt_out.repeated_at,
            received_at: opt_out.received_at,
            said_at: opt_out.said_at,
            unsaid_at: opt_out.unsaid_at,
            rest: opt_out.rest,
        }
    }
}
