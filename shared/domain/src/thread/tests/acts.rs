//! What members, agents and carriers do in a story.

use super::story::*;
use super::tables::{append, stored};
use crate::actor::Actor;
use crate::aggregate::{Aggregate, Change};
use crate::consent::{About, Category, ConsentRequestRefusal, Subscriber};
use crate::directory::Agent;
use crate::text::keywords::Intent;
use crate::thread::{
    Answered, ClaimRefusal, CloseRefusal, ComposeRefusal, Composing, ConsentRequest, InboundContext,
    InboundDecision, InboundText, Message, NextStep, Report, SendResult, Thread, receive, request_consent,
};

impl Story {
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
    pub fn asks(
        &mut self,
        by: &Actor,
        categories: &[Category],
        about: &About,
    ) -> Result<u64, ConsentRequestRefusal> {
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
        let step = self
            .thread()
            .next_step(known, &self.organisation, &self.subscriber, self.now);
        if let NextStep::Send(change) | NextStep::Cancel(change) = &step {
            self.commit_beside(change);
        }
        step
    }

    /// The carrier answers an attempt or a look-up. Whether that told anything new.
    pub fn hears(&mut self, seq: u64, answer: SendResult) -> bool {
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
    pub fn sends(&mut self, seq: u64, answer: SendResult) {
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
