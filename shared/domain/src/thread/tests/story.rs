//! One member, two of our numbers and a few agents, with the tables kept in memory.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

pub use super::cast::*;
use super::tables::{append, next_in, stored};
use crate::actor::Actor;
use crate::aggregate::{Aggregate, Change, Entry, Event, own_entry};
use crate::application::ApplicationLink;
use crate::consent::OptOutScope;
use crate::consent::{About, AskRefusal, Category, Subscriber, SubscriberEvent};
use crate::directory::{
    Agent, AutomationSettings, DocumentSettings, DownloadSettings, KeywordAnswers, MailSettings, Number,
    NumberOwner, Organisation, SendPolicy,
};
use crate::id::{GroupId, LocationId, OrganisationId, SubscriberId, ThreadId};
use crate::text::keywords::Intent;
use crate::text::service_level::ServiceLevel;
use crate::thread::{
    Answer, Answered, ClaimRefusal, CloseRefusal, ClosedConversation, ComposeRefusal, Composing,
    ConsentRequest, Conversation, InboundContext, InboundDecision, InboundText, Message, NextStep,
    OutMessage, Purpose, Report, Thread, ThreadEvent, messages, receive, request_consent,
};

/// One of our numbers with its thread as the tables hold it.
#[derive(Debug, Clone)]
pub struct Line {
    pub number: Number,
    pub thread: Thread,
    pub entries: Vec<Entry<ThreadEvent>>,
    /// The heads of the messages that have one.
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
        let organisation = Organisation {
            id: OrganisationId::parse("lakeside").unwrap(),
            name: "Lakeside Credit Union".to_owned(),
            brand: "Lakeside".to_owned(),
            help_contact: "call 555-0100".to_owned(),
            service_level: ServiceLevel::Advanced,
            salt: "salt".to_owned(),
            opt_out_scope: OptOutScope::Organisation,
            mail: MailSettings::default(),
            documents: DocumentSettings::default(),
            downloads: DownloadSettings::default(),
            automation: AutomationSettings::default(),
            quiet_hours: crate::quiet_hours::Reading::default(),
        };
        let theirs = phone(MEMBER);
        let id = SubscriberId::derive(&organisation.id, b"salt", &theirs);
        let lines = OURS.iter().zip(TEAMS).map(|(ours, of)| {
            let ours = phone(ours);
            let thread = ThreadId::derive(&organisation.id, b"salt", &ours, &theirs);
            Line {
                number: Number {
                    number: ours.clone(),
                    carrier: "twilio".to_owned(),
                    owner: NumberOwner::Campaign {
                        group: GroupId::parse("retail").unwrap(),
                        location: LocationId::parse("main-street").unwrap(),
                        campaign: "Auto loans".to_owned(),
                    },
                    team: team(of),
                    send_policy: SendPolicy::Claim,
                    keywords: KeywordAnswers::Product,
                },
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

    /// The member texts. What the rules decided is returned, and done.
    pub fn texts(&mut self, text: &str) -> InboundDecision {
        let id = format!("IN{}-{}", self.line, self.line().entries.len());
        self.brings(&inbound(&id, text))
    }

    /// The member texts a keyword that the carrier answers itself.
    pub fn texts_answered(&mut self, text: &str, keyword: Intent) -> InboundDecision {
        let id = format!("IN{}-{}", self.line, self.line().entries.len());
        self.brings(&InboundText {
            answered_by_carrier: Some(keyword),
            ..inbound(&id, text)
        })
    }

    /// A carrier brings a text.
    pub fn brings(&mut self, text: &InboundText) -> InboundDecision {
        let line = self.line();
        let taken = InboundContext {
            organisation: &self.organisation,
            number: &line.number,
            thread: &line.thread,
            seq: self.seq(),
            subscriber: &self.subscriber,
            links: &self.links,
            text,
        };
        let received = receive(&taken, self.now);
        self.commit(&received.thread, received.subscriber.as_ref());
        received
    }

    /// The agent claims the last conversation. Whether that changed anything.
    pub fn claims(&mut self, agent: &Agent) -> Result<bool, ClaimRefusal> {
        let change = self.thread().claim(self.ordinal(), agent, self.now)?;
        Ok(self.commit_if(change.as_ref()))
    }

    /// The agent answers in the last conversation. The place of the answer.
    pub fn answers(&mut self, agent: &Agent, text: &str) -> Result<u64, ComposeRefusal> {
        let wish = Composing {
            organisation: &self.organisation,
            ordinal: self.ordinal(),
            agent,
            text,
            pictures: &[],
            carrier: "twilio",
        };
        let change = self.thread().compose(wish, &self.subscriber, self.now)?;
        self.commit(&change, None);
        Ok(self.seq())
    }

    /// The agent closes the last conversation. Whether that changed anything.
    pub fn closes(&mut self, agent: &Agent) -> Result<bool, CloseRefusal> {
        let change = self.thread().close(self.ordinal(), agent, self.now)?;
        Ok(self.commit_if(change.as_ref()))
    }

    /// Somebody asks the member for consent to texts about an application.
    pub fn asks(&mut self, by: &Actor, categories: &[Category], about: &About) -> Result<u64, AskRefusal> {
        let wish = ConsentRequest {
            organisation: &self.organisation,
            thread: self.thread(),
            subscriber: &self.subscriber,
            categories,
            about,
            by,
        };
        let asked = request_consent(wish, self.now)?;
        self.commit(&asked.thread, Some(&asked.subscriber));
        Ok(self.seq())
    }

    /// The agent says whether the text in question is an opt-out. Whether that changed anything.
    pub fn settles(&mut self, agent: &Agent, opt_out: bool) -> bool {
        let settled = self.thread().resolve_opt_out_review(
            &self.organisation,
            &self.subscriber,
            agent,
            opt_out,
            self.now,
        );
        let Some(settled) = settled else { return false };
        self.commit(&settled.thread, Some(&settled.subscriber));
        true
    }

    /// The next step of an outgoing message, which is done as far as it is ours.
    pub fn steps(&mut self, seq: u64) -> NextStep {
        let known = (&self.head(seq), &self.message(seq));
        let step = self.thread().next_step(known, &self.subscriber, self.now);
        if let NextStep::Send(change) | NextStep::Cancel(change) = &step {
            self.commit_beside(change);
        }
        step
    }

    /// The carrier answers an attempt or a look-up. Whether that told anything new.
    pub fn hears(&mut self, seq: u64, answer: Answer) -> bool {
        let scope = self.organisation.opt_out_scope;
        let known = (&self.head(seq), &self.message(seq));
        let answered = self
            .thread()
            .answered(known, &self.subscriber, scope, answer, self.now);
        self.commit_answered(answered)
    }

    /// The carrier reports. Whether that told anything new.
    pub fn gets(&mut self, seq: u64, report: Report, opted_out: bool) -> bool {
        let scope = self.organisation.opt_out_scope;
        let known = (&self.head(seq), &self.message(seq));
        if opted_out {
            let answered = self
                .thread()
                .opted_out(known, &self.subscriber, scope, report, self.now);
            return self.commit_answered(answered);
        }
        let change = known.0.report(known.1, report, self.now);
        self.commit_beside_if(change.as_ref())
    }

    fn commit_answered(&mut self, answered: Option<Answered>) -> bool {
        let Some(answered) = answered else { return false };
        self.commit_beside(&answered.message);
        let Some(opted_out) = &answered.opted_out else {
            return true;
        };
        if let Some(thread) = &opted_out.thread {
            self.commit(thread, None);
        }
        if let Some(consent) = &opted_out.subscriber {
            append(&mut self.ledger, consent, self.now);
            self.subscriber = stored(&consent.head);
        }
        true
    }

    /// Notes what became of a message.
    pub fn commit_beside(&mut self, change: &Change<Message>) {
        let now = self.now;
        let line = &mut self.lines[self.line];
        append(&mut line.entries, change, now);
        line.heads.insert(change.head.seq, stored(&change.head));
    }

    pub fn commit_beside_if(&mut self, change: Option<&Change<Message>>) -> bool {
        if let Some(change) = change {
            self.commit_beside(change);
        }
        change.is_some()
    }

    /// The next step of a message that is about to be sent, and the carrier's answer to it.
    pub fn sends(&mut self, seq: u64, answer: Answer) {
        let step = self.steps(seq);
        assert!(matches!(step, NextStep::Send(_)), "{step:?}");
        assert!(self.hears(seq, answer));
    }

    /// Whether one of our numbers may not text the member now.
    pub fn blocked(&self, line: usize) -> bool {
        self.subscriber.blocked(&self.lines[line].number.number).is_some()
    }

    pub fn commit_if(&mut self, change: Option<&Change<Thread>>) -> bool {
        if let Some(change) = change {
            self.commit(change, None);
        }
        change.is_some()
    }

    pub fn commit(&mut self, change: &Change<Thread>, consent: Option<&Change<Subscriber>>) {
        let now = self.now;
        let line = &mut self.lines[self.line];
        let known = line.entries.len();
        append(&mut line.entries, change, now);
        for entry in &line.entries[known..] {
            let head = change.head.branch(entry.seq, now, &entry.event);
            line.heads.extend(head.map(|head| (entry.seq, stored(&head))));
        }
        line.thread = stored(&change.head);
        line.archive.extend(change.archive.clone());
        if let Some(consent) = consent {
            append(&mut self.ledger, consent, now);
            self.subscriber = stored(&consent.head);
        }
    }
}
