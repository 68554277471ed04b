//! One member, two of our numbers and a few agents, with the tables kept in memory.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

pub use super::cast::*;
use super::tables::next_in;
use crate::aggregate::{Entry, Event, own_entry};
use crate::application::ApplicationLink;
use crate::consent::OptOutScope;
use crate::consent::{Subscriber, SubscriberEvent};
use crate::directory::{KeywordAnswers, Number, NumberOwner, Organisation, SendPolicy};
use crate::id::{GroupId, LocationId, SubscriberId, ThreadId};
use crate::testing;
use crate::thread::{
    ClosedConversation, Conversation, Message, NextStep, OutMessage, Purpose, Thread, ThreadEvent, messages,
};

/// One of our numbers with its thread as the tables hold it.
#[derive(Debug, Clone)]
pub struct Line {
    pub number: Number,
    pub thread: Thread,
    pub entries: Vec<Entry<ThreadEvent>>,
    pub heads: BTreeMap<u64, Message>,
    pub archive: Vec<ClosedConversation>,
}

#[derive(Debug, Clone)]
pub struct Story {
    pub organisation: Organisation,
    pub lines: Vec<Line>,
    /// The line that the story is about at the moment.
    pub line: usize,
    pub subscriber: Subscriber,
    pub ledger: Vec<Entry<SubscriberEvent>>,
    /// The applications that the member's number is on.
    pub links: Vec<ApplicationLink>,
    pub now: Timestamp,
}

impl Story {
    pub fn new() -> Self {
        let organisation = testing::organisation();
        let theirs = phone(MEMBER);
        let id = SubscriberId::derive(&organisation.id, b"salt", &theirs);
        let lines = OURS.iter().zip(TEAMS).map(|(ours, of)| {
            let ours = phone(ours);
            let thread = ThreadId::derive(&organisation.id, b"salt", &ours, &theirs);
            Line {
                number: testing::number(
                    ours.as_str(),
                    NumberOwner::Campaign {
                        group: GroupId::parse("retail").unwrap(),
                        location: LocationId::parse("main-street").unwrap(),
                        campaign: "Auto loans".to_owned(),
                    },
                    of,
                ),
                thread: Thread::new(organisation.id.clone(), thread, ours, theirs.clone()),
                entries: Vec::new(),
                heads: BTreeMap::new(),
                archive: Vec::new(),
            }
        });
        Self {
            lines: lines.collect(),
            line: LENDING,
            subscriber: Subscriber::new(organisation.id.clone(), id, theirs.clone()),
            ledger: Vec::new(),
            links: Vec::new(),
            now: at(0),
            organisation,
        }
    }

    /// A story in which the member asked and Maria claimed.
    pub fn claimed() -> Self {
        let mut story = Self::new();
        story.texts("Is my loan approved?");
        story.claims(&maria()).unwrap();
        story
    }

    /// A story in which Maria's answer has been offered to the carrier once, and the answer's place.
    pub fn sending() -> (Self, u64) {
        let mut story = Self::claimed();
        let answer = story.answers(&maria(), "Yes, it is.").unwrap();
        assert!(matches!(story.steps(answer), NextStep::Send(_)));
        (story, answer)
    }

    pub fn scope(mut self, scope: OptOutScope) -> Self {
        self.organisation.opt_out_scope = scope;
        self
    }

    pub fn policy(mut self, policy: SendPolicy) -> Self {
        for line in &mut self.lines {
            line.number.send_policy = policy;
        }
        self
    }

    /// Goes on about another of our numbers.
    pub fn on(&mut self, line: usize) -> &mut Self {
        self.line = line;
        self
    }

    pub fn waits(&mut self, seconds: i64) -> &mut Self {
        self.now += SignedDuration::from_secs(seconds);
        self
    }

    pub fn waits_millis(&mut self, millis: i64) -> &mut Self {
        self.now += SignedDuration::from_millis(millis);
        self
    }

    pub fn line(&self) -> &Line {
        &self.lines[self.line]
    }

    pub fn thread(&self) -> &Thread {
        &self.line().thread
    }

    pub fn conversation(&self) -> &Conversation {
        self.thread().conversation.as_ref().expect("an open conversation")
    }

    /// The last conversation's ordinal.
    pub fn ordinal(&self) -> u32 {
        self.thread().conversations
    }

    pub fn outgoing(&self) -> Vec<OutMessage> {
        let line = self.line();
        let told = messages(&line.entries).into_iter();
        told.map(|message| match line.heads.get(&message.seq) {
            Some(head) => message.under(head),
            None => message,
        })
        .collect()
    }

    pub fn message(&self, seq: u64) -> OutMessage {
        self.outgoing()
            .into_iter()
            .find(|m| m.seq == seq)
            .expect("a message")
    }

    /// The head of a message, as it is or as it would begin.
    pub fn head(&self, seq: u64) -> Message {
        let begun = || {
            let entry = own_entry(&self.line().entries, seq)?;
            Message::of(seq, entry.at, &entry.event)
        };
        let head = self.line().heads.get(&seq).cloned();
        head.or_else(begun).expect("a message")
    }

    /// The place of the last entry of the thread's own chain.
    pub fn seq(&self) -> u64 {
        next_in(&self.line().entries, None) - 1
    }

    /// Where the last outgoing message of a purpose stands.
    pub fn last(&self, purpose: Purpose) -> u64 {
        self.outgoing()
            .iter()
            .rfind(|m| m.purpose == purpose)
            .expect("a message")
            .seq
    }

    pub fn kinds(&self) -> Vec<&str> {
        self.line().entries.iter().map(|e| e.event.kind()).collect()
    }

    /// Who answers keywords.
    pub fn keywords(mut self, keywords: KeywordAnswers) -> Self {
        for line in &mut self.lines {
            line.number.keywords = keywords;
        }
        self
    }

    /// It is not a member that texts, but a short code or a name.
    pub fn sender(mut self, sender: &str) -> Self {
        let sender = crate::PhoneNumber::sender(sender).unwrap();
        for line in &mut self.lines {
            line.thread.theirs = sender.clone();
        }
        self.subscriber.number = sender;
        self
    }
}
