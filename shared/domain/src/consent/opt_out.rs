//! A member ends texts, and allows them again (MC-49, MC-50).
//!
//! What the member said last decides, whatever came late. When something was said, the carrier tells by when it received it; where it
//! does not, when its webhook reached us has to do; and where that is not known either, the ledger's own order. What cannot be told
//! apart, blocks.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::consent::{Incomplete, OptOutScope, OptOutSource, StoredOptOut, Subscriber, SubscriberEvent, Via};
use crate::phone::PhoneNumber;

/// How far ahead of ours a carrier's clock may be. A time further ahead says nothing.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// That the member wants no texts, or wants them again, as it reached us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// How.
    pub source: OptOutSource,
    /// When it reached us, if that is known.
    pub received_at: Option<Timestamp>,
    /// When the carrier received it, if it says so.
    pub said_at: Option<Timestamp>,
}

impl Word {
    /// The word as it is believed at `now`.
    fn at(self, now: Timestamp) -> Self {
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
    fn blocks(&self, ours: &PhoneNumber) -> bool {
        self.number.as_ref().is_none_or(|n| n == ours)
    }

    /// When the member asked for it: five minutes of 47 CFR 64.1200(a)(12) begin then.
    pub fn asked_at(&self) -> Timestamp {
        self.received_at.map_or(self.at, |received| received.min(self.at))
    }

    /// Takes note of when it was said once more.
    fn hears(&mut self, received_at: Option<Timestamp>, said_at: Option<Timestamp>) {
        if said_at.is_some() {
            self.said_at = self.said_at.max(said_at);
        } else {
            self.unsaid_at = self.unsaid_at.max(received_at);
        }
    }

    /// Whether something that was said at `said_at`, and reached us at `received_at`, came after it every time that it was said.
    fn is_before(&self, received_at: Option<Timestamp>, said_at: Option<Timestamp>) -> bool {
        let after = |stop: Option<Timestamp>, then: Option<Timestamp>| match (stop, then) {
            (Some(stop), Some(then)) => then > stop,
            _ => true,
        };
        after(self.said_at, said_at.or(received_at)) && after(self.unsaid_at, received_at)
    }
}

impl Subscriber {
    /// The opt-out that blocks texts from `ours`, if one does; the earliest when several do.
    pub fn blocked(&self, ours: &PhoneNumber) -> Option<&OptOut> {
        self.opt_outs.iter().find(|o| o.blocks(ours))
    }

    /// When the member last ended texts from `ours` or said so again, if they are ended.
    pub fn last_opt_out(&self, ours: &PhoneNumber) -> Option<Timestamp> {
        let in_force = self.opt_outs.iter().filter(|o| o.blocks(ours));
        in_force.map(|o| o.repeated_at.unwrap_or(o.at)).max()
    }

    /// Whether a text was said, for all that is known, after what blocks texts from `ours`, or nothing does.
    pub(crate) fn said_since(
        &self,
        ours: &PhoneNumber,
        received_at: Option<Timestamp>,
        said_at: Option<Timestamp>,
    ) -> bool {
        let mut blocking = self.opt_outs.iter().filter(|o| o.blocks(ours));
        blocking.all(|o| o.is_before(received_at, said_at))
    }

    /// Ends texts from `ours`, or from all numbers of the organisation. `None` when they are ended already: an opt-out
    /// keeps the time and source it began with. One that the member took back before it came here is noted, and ends nothing.
    pub fn opt_out(
        &self,
        ours: &PhoneNumber,
        scope: OptOutScope,
        word: impl Into<Word>,
        at: Timestamp,
    ) -> Option<Change<Self>> {
        let in_force = match scope {
            OptOutScope::Organisation => self.opt_outs.iter().any(|o| o.number.is_none()),
            OptOutScope::Number => self.blocked(ours).is_some(),
        };
        let number = match scope {
            OptOutScope::Organisation => None,
            OptOutScope::Number => Some(ours.clone()),
        };
        (!in_force).then(|| self.opted_out(number, word.into().at(at), at))
    }

    /// Notes that the member asked again to end texts from `ours`, which takes back the leave to answer that a text to
    /// another of our numbers gave. `None` when none are ended.
    pub fn opt_out_again(
        &self,
        ours: &PhoneNumber,
        word: impl Into<Word>,
        at: Timestamp,
    ) -> Option<Change<Self>> {
        let number = self.blocked(ours)?.number.clone();
        Some(self.opted_out(number, word.into().at(at), at))
    }

    fn opted_out(&self, number: Option<PhoneNumber>, word: Word, at: Timestamp) -> Change<Self> {
        self.with(
            SubscriberEvent::OptedOut {
                number,
                source: word.source,
                received_at: word.received_at,
                said_at: word.said_at,
            },
            at,
        )
    }

    /// Lifts what blocks texts from `ours` and was said before. `None` when there is nothing to lift and nothing to remember: who
    /// is known to have allowed texts at some time is not taken to have ended them by what they said before.
    pub fn opt_in(&self, ours: &PhoneNumber, word: impl Into<Word>, at: Timestamp) -> Option<Change<Self>> {
        let word = word.into().at(at);
        if self.blocked(ours).is_none() && word.said_at.is_none() {
            return None;
        }
        Some(self.with(
            SubscriberEvent::OptedIn {
                source: word.source,
                received_at: word.received_at,
                said_at: word.said_at,
            },
            at,
        ))
    }

    /// The change that an entry is, and the head that follows from it.
    fn with(&self, event: SubscriberEvent, at: Timestamp) -> Change<Self> {
        let mut head = self.clone();
        head.follow(&event, at);
        Change::one(head, event)
    }

    pub(crate) fn follow_opt_out(
        &mut self,
        number: Option<&PhoneNumber>,
        source: &OptOutSource,
        (at, received_at, said_at): (Timestamp, Option<Timestamp>, Option<Timestamp>),
    ) {
        let again = match number {
            None => self.opt_outs.iter().any(|o| o.number.is_none()),
            Some(number) => self.blocked(number).is_some(),
        };
        if again {
            let ours = source.ours();
            for opt_out in self.opt_outs.iter_mut().filter(|o| o.blocks(ours)) {
                opt_out.repeated_at = Some(at);
                opt_out.hears(received_at, said_at);
            }
            return;
        }
        let mut opt_out = OptOut {
            at,
            number: number.cloned(),
            source: source.clone(),
            repeated_at: None,
            received_at,
            said_at: None,
            unsaid_at: None,
            rest: Rest::default(),
        };
        opt_out.hears(received_at, said_at);
        let taken_back = said_at.is_some_and(|said| {
            let mut later = self.opt_ins.iter().filter(|opt_in| opt_in.said_at > said);
            later.any(|opt_in| opt_out.blocks(&opt_in.number))
        });
        if !taken_back {
            self.opt_outs.push(opt_out);
            self.settle_by_opt_out();
        }
    }

    pub(crate) fn follow_opt_in(
        &mut self,
        ours: &PhoneNumber,
        received_at: Option<Timestamp>,
        said_at: Option<Timestamp>,
    ) {
        self.opt_outs
            .retain(|o| !(o.blocks(ours) && o.is_before(received_at, said_at)));
        let Some(said_at) = said_at else {
            return;
        };
        match self.opt_ins.iter_mut().find(|known| known.number == *ours) {
            Some(known) => known.said_at = known.said_at.max(said_at),
            None => self.opt_ins.push(OptIn {
                number: ours.clone(),
                said_at,
                rest: Rest::default(),
            }),
        }
    }
}

impl TryFrom<StoredOptOut> for OptOut {
    type Error = Incomplete;

    fn try_from(stored: StoredOptOut) -> Result<Self, Incomplete> {
        let number = stored.ours;
        Ok(Self {
            at: stored.at,
            number: stored.number,
            source: match stored.via {
                Via::Text => OptOutSource::Text {
                    number,
                    carrier_message_id: stored.carrier_message_id.ok_or(Incomplete("mid"))?,
                },
                Via::Carrier => OptOutSource::Carrier {
                    number,
                    code: stored.code.ok_or(Incomplete("code"))?,
                },
                Via::Agent => OptOutSource::Agent {
                    number,
                    agent: stored.agent.ok_or(Incomplete("who"))?,
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
        let (mut carrier_message_id, mut code, mut agent) = (None, None, None);
        let (via, ours) = match opt_out.source {
            OptOutSource::Text {
                number,
                carrier_message_id: id,
            } => {
                carrier_message_id = Some(id);
                (Via::Text, number)
            }
            OptOutSource::Carrier { number, code: told } => {
                code = Some(told);
                (Via::Carrier, number)
            }
            OptOutSource::Agent { number, agent: who } => {
                agent = Some(who);
                (Via::Agent, number)
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
            repeated_at: opt_out.repeated_at,
            received_at: opt_out.received_at,
            said_at: opt_out.said_at,
            unsaid_at: opt_out.unsaid_at,
            rest: opt_out.rest,
        }
    }
}
