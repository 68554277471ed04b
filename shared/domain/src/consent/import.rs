//! What a member said before, elsewhere, as whoever texted for the institution then kept it.
//!
//! It comes into the ledger with the time at which it was said, and counts as if it had been heard then: what the member said later,
//! here or there, stands.

use jiff::Timestamp;

use crate::aggregate::{Change, NewEntry};
use crate::consent::{
    Category, Channel, ConsentRecord, ConsentSource, OptOut, OptOutSource, Scope, Subscriber,
    SubscriberContent, SubscriberEvent,
};

/// What a member said before, elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImportedWord {
    pub said: Said,
    /// When.
    pub at: Timestamp,
    /// Where.
    pub channel: Channel,
    /// What shows that it was said.
    pub evidence: ImportEvidence,
}

/// What it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Said {
    /// No texts any more, of any kind, from any number of ours: whoever kept it had other numbers.
    OptOut,
    /// Whether texts of these categories are wanted.
    Consent {
        granted: bool,
        categories: Vec<Category>,
        scope: Scope,
    },
}

/// What shows that something was said. It is sealed, since others wrote it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportEvidence {
    /// Who kept it.
    pub source: Option<String>,
    /// What the member was shown or read.
    pub wording: Option<String>,
    /// Where it can be looked up: a form, a recording, a record's id.
    pub reference: Option<String>,
}

impl ImportEvidence {
    fn content(&self) -> Option<SubscriberContent> {
        let Self {
            source,
            wording,
            reference,
        } = self.clone();
        let is_empty = source.is_none() && wording.is_none() && reference.is_none();
        (!is_empty).then_some(SubscriberContent::Imported {
            source,
            wording,
            reference,
        })
    }
}

/// What became of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Imported {
    /// It is in the ledger from now on.
    Recorded,
    /// The ledger says so already.
    Known,
    /// The member said something else since, which stands.
    Superseded,
}

impl Subscriber {
    /// Brings in what was said before, elsewhere: the change, if it is news, and what became of each word. `starts` are the times of the
    /// STARTs in the ledger, of which the head does not keep those that no carrier dated.
    pub fn import(
        &self,
        words: &[ImportedWord],
        starts: &[Timestamp],
        now: Timestamp,
    ) -> (Option<Change<Self>>, Vec<Imported>) {
        let mut head = self.clone();
        let mut entries = Vec::new();
        let became = words
            .iter()
            .map(|word| {
                let (new, became) = match &word.said {
                    Said::OptOut => head.import_opt_out(word, starts),
                    Said::Consent {
                        granted,
                        categories,
                        scope,
                    } => head.import_consent(word, (*granted, categories, scope), now),
                };
                for event in &new {
                    head.follow(event, now);
                }
                entries.extend(new.into_iter().map(|event| NewEntry {
                    event,
                    content: word.evidence.content(),
                }));
                became
            })
            .collect();
        let change = (!entries.is_empty()).then_some(Change {
            head,
            entries,
            archive: None,
        });
        (change, became)
    }

    fn import_opt_out(&self, word: &ImportedWord, starts: &[Timestamp]) -> (Vec<SubscriberEvent>, Imported) {
        let dated = self.opt_ins.iter().map(|start| start.said_at);
        let mut in_force = self.opt_outs.iter().filter(|known| known.number.is_none());
        // One that is younger than what is known has to be outlived by a START too.
        if in_force.any(|known| word.at <= last_asked(known)) {
            return (Vec::new(), Imported::Known);
        }
        if starts.iter().copied().chain(dated).any(|start| start > word.at) {
            return (Vec::new(), Imported::Superseded);
        }
        let event = SubscriberEvent::OptedOut {
            number: None,
            source: OptOutSource::Import {
                channel: word.channel,
            },
            received_at: None,
            said_at: Some(word.at),
        };
        (vec![event], Imported::Recorded)
    }

    fn import_consent(
        &self,
        word: &ImportedWord,
        (granted, categories, scope): (bool, &[Category], &Scope),
        now: Timestamp,
    ) -> (Vec<SubscriberEvent>, Imported) {
        let said = categories.iter().map(|category| ConsentRecord {
            category: *category,
            scope: scope.clone(),
            granted,
            at: Some(word.at),
            wording: None,
            source: ConsentSource::Import {
                channel: word.channel,
            },
        });
        if let Some(change) = self.record(said, now) {
            let events = change.entries.into_iter().map(|entry| entry.event);
            return (events.collect(), Imported::Recorded);
        }
        let says_so = categories.iter().all(|category| {
            let known = self
                .consents
                .iter()
                .find(|known| known.category == *category && known.scope == *scope);
            let answer = known.and_then(|known| known.answer);
            answer.is_some_and(|answer| answer.granted == granted)
        });
        let became = if says_so {
            Imported::Known
        } else {
            Imported::Superseded
        };
        (Vec::new(), became)
    }
}

/// When an opt-out that is in force was last asked for, as far as is known.
fn last_asked(opt_out: &OptOut) -> Timestamp {
    let heard = opt_out.said_at.max(opt_out.unsaid_at);
    heard.unwrap_or(opt_out.repeated_at.unwrap_or(opt_out.at))
}
