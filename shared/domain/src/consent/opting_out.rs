//! A member ends texts, and allows them again: what it does to the ledger.

use jiff::Timestamp;

use crate::aggregate::Change;
use crate::aggregate::rest::Rest;
use crate::consent::{OptIn, OptOut, OptOutScope, OptOutSource, Subscriber, SubscriberEvent, Word};
use crate::phone::PhoneNumber;

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

    /// Notes that the member asked again to end texts from `ours`. A text to another of our numbers had permitted answers there; they end
    /// too. `None` when no opt-out is in force.
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

    /// Lifts what blocks texts from `ours` and was said before. `None` when there is nothing to lift and nobody knows when it was said:
    /// who is known to have allowed texts at some time is not taken to have ended them by what they said before, here or elsewhere.
    pub fn opt_in(&self, ours: &PhoneNumber, word: impl Into<Word>, at: Timestamp) -> Option<Change<Self>> {
        let word = word.into().at(at);
        if self.blocked(ours).is_none() && word.said_at.or(word.received_at).is_none() {
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
            let is_meant = |known: &&mut OptOut| match ours {
                Some(ours) => known.blocks(ours),
                None => known.number.is_none(),
            };
            for opt_out in self.opt_outs.iter_mut().filter(is_meant) {
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
