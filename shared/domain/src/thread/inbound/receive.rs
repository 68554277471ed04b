//! A text comes in.

use std::fmt;

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::application::ApplicationLink;
use crate::application::routing::place;
use crate::consent::{HoldReason, OptOutSource, Subscriber, Word};
use crate::directory::wording;
use crate::directory::{KeywordAnswers, Number, Organisation};
use crate::text::keywords::{self, Intent, Written};
use crate::thread::{MediaLink, Purpose, Thread, picture_notice, preview};

/// A text as a carrier brought it, parsed. It counts once it is verified.
#[derive(Clone, PartialEq, Eq)]
pub struct InboundText {
    pub carrier: String,
    /// The carrier's id, the same in every delivery of the same text: the once-key of the intake.
    pub carrier_message_id: String,
    /// What it says, as received, but for what is no character: a NUL, half a surrogate and bytes that are not UTF-8 are there as
    /// U+FFFD. Other control characters, line ends, emoji and combining marks stay as they are.
    pub text: String,
    /// The subject, which a picture message may have: as received, like the text.
    pub subject: Option<String>,
    /// The others whom a group text went to, as the carrier writes them.
    pub others: Vec<String>,
    /// What came with it, in order, as far as the carrier says where it is in a form that can be used.
    pub media: Vec<MediaLink>,
    /// How many media more the carrier announced.
    pub missing: u32,
    /// How many segments the carrier counted.
    pub segments: Option<u32>,
    /// The keyword in it that the carrier says it answered itself, so that we must not (lesson 29).
    pub answered_by_carrier: Option<Intent>,
    /// When its webhook reached us, if that is known.
    pub received_at: Option<Timestamp>,
    /// When the carrier received it, if it says so.
    pub said_at: Option<Timestamp>,
}

/// Leaves out what it says, since `Debug` ends up in logs.
impl fmt::Debug for InboundText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InboundText")
            .field("carrier", &self.carrier)
            .field("carrier_message_id", &self.carrier_message_id)
            .field("text_bytes", &self.text.len())
            .field("media", &self.media.len())
            .finish_non_exhaustive()
    }
}

impl InboundText {
    /// Whether the carrier answers a keyword of a number of which its setting says that we do: where it does not say so, the member
    /// is answered twice.
    pub fn is_answered_against(&self, keywords: KeywordAnswers) -> bool {
        keywords == KeywordAnswers::Product && self.answered_by_carrier.is_some()
    }

    /// All that the member wrote.
    fn written(&self) -> Written<'_> {
        Written {
            subject: self.subject.as_deref(),
            text: &self.text,
        }
    }

    /// What lists show of it: its words, or else its subject, or else what it brings.
    pub(crate) fn preview(&self) -> String {
        let subject = self.subject.as_deref().filter(|_| self.text.trim().is_empty());
        preview(
            subject.unwrap_or(&self.text),
            !self.media.is_empty() || self.missing > 0,
        )
    }
}

/// What a text does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundDecision {
    /// To the thread: always at least the text itself.
    pub thread: Change<Thread>,
    /// To the consent ledger, when it is an opt-out or an opt-in.
    pub subscriber: Option<Change<Subscriber>>,
}

/// A text, and all that decides what it does.
#[derive(Debug, Clone, Copy)]
pub struct InboundContext<'a> {
    pub organisation: &'a Organisation,
    /// Our number that was texted.
    pub number: &'a Number,
    pub thread: &'a Thread,
    /// The place of the thread's last entry; 0 when it has none.
    pub seq: u64,
    /// Who texts.
    pub subscriber: &'a Subscriber,
    /// The applications that their number is on.
    pub links: &'a [ApplicationLink],
    /// What they text.
    pub text: &'a InboundText,
}

impl InboundContext<'_> {
    /// Whether the carrier answers the text itself: it says so, or the number is one whose keywords are left to the carrier.
    pub(crate) fn is_answered_by_carrier(&self) -> bool {
        let left = self.number.keywords == KeywordAnswers::Carrier;
        let text = self.text;
        text.answered_by_carrier.is_some()
            || (left && keywords::reserved(&text.carrier, &text.text).is_some())
    }

    /// What the text asks for. An opt-out comes before all else, whether we read it as one or the carrier took it for one; then
    /// the answer to a question of ours, whatever the carrier took that for.
    fn intent(&self) -> Intent {
        // A short code and a name are machines. What they write is no member's wish, and nobody can answer them.
        if !self.thread.theirs.is_answerable() {
            return Intent::Other;
        }
        let written = self.text.written();
        let (read, carrier) = (written.intent(), self.text.answered_by_carrier);
        if read == Intent::OptOut || carrier == Some(Intent::OptOut) {
            return Intent::OptOut;
        }
        let answer = || written.answer();
        if self.subscriber.awaits_answer(&self.thread.ours)
            && let Some(answer) = answer()
        {
            return answer;
        }
        // To the carrier YES is a START. Here it answers a question, and this one answers none of ours.
        if carrier == Some(Intent::OptIn) && answer().is_some() {
            return read;
        }
        carrier.unwrap_or(read)
    }

    /// What the text does to the consent ledger.
    fn consent(&self, asked: Intent, now: Timestamp) -> Option<Change<Subscriber>> {
        let (ours, text, subscriber) = (&self.thread.ours, self.text, self.subscriber);
        let source = OptOutSource::Text {
            number: ours.clone(),
            carrier_message_id: text.carrier_message_id.clone(),
        };
        let word = Word {
            source,
            received_at: text.received_at,
            said_at: text.said_at,
        };
        match asked {
            Intent::OptOut => subscriber
                .opt_out(ours, self.organisation.opt_out_scope, word.clone(), now)
                .or_else(|| subscriber.opt_out_again(ours, word, now)),
            // Who was only taken to want to stop says with it that they do not.
            Intent::OptIn => {
                let allowed = subscriber.opt_in(ours, word, now);
                let then = allowed.as_ref().map_or(subscriber, |change| &change.head);
                match (then.release(ours, Actor::Member), allowed) {
                    (Some(mut released), Some(allowed)) => {
                        released.entries.splice(0..0, allowed.entries);
                        Some(released)
                    }
                    (released, allowed) => released.or(allowed),
                }
            }
            Intent::LooksLikeOptOut | Intent::WrongNumber => {
                let why = if asked == Intent::WrongNumber {
                    HoldReason::WrongNumber
                } else {
                    HoldReason::LooksLikeOptOut
                };
                subscriber.hold(ours, why, (self.seq + 1, &text.carrier_message_id), now)
            }
            Intent::Yes | Intent::No => {
                subscriber.answer(ours, asked == Intent::Yes, &text.carrier_message_id, now)
            }
            Intent::Help | Intent::Other => None,
        }
    }
}

/// Decides what a text does: it joins the open conversation or opens one; an opt-out closes it and blocks the number from
/// this instant (MC-49, MC-50); an opt-in lifts the block; what looks like an opt-out or a wrong number pauses automation
/// YES and NO answer what was asked (IN-37), and open no conversation by themselves; HELP is answered.
pub fn receive(taken: &InboundContext<'_>, now: Timestamp) -> InboundDecision {
    let (organisation, thread, text) = (taken.organisation, taken.thread, taken.text);
    let asked = taken.intent();
    let ledger = taken.consent(asked, now);
    let then = ledger.as_ref().map_or(taken.subscriber, |l| &l.head);
    let blocked = then.blocked(&thread.ours).is_some();
    let was_blocked = taken.subscriber.blocked(&thread.ours).is_some();
    // What was said before the opt-out gives no leave to answer, nor does an opt-out that was taken back close anything.
    let since = then.said_since(&thread.ours, text.received_at, text.said_at);
    let placed = place(taken.links);
    let mut change = if asked == Intent::OptOut && blocked {
        thread.end_by_opt_out(taken, placed, now)
    } else if matches!(asked, Intent::Yes | Intent::No) && thread.conversation.is_none() {
        thread.keep_answer(taken, asked, placed)
    } else {
        let mut change = thread.join(taken, asked, placed, now);
        if let Some(conversation) = &mut change.head.conversation {
            // START lifts the carrier's block as well; nothing else does.
            conversation.refused_at = conversation.refused_at.filter(|_| blocked);
            let leave = since || conversation.reply_only;
            conversation.reply_only = blocked && leave && conversation.refused_at.is_none();
            conversation.task = then.held(&thread.ours).map(|hold| hold.message);
        }
        change
    };
    let answered = taken.is_answered_by_carrier();
    let lifted = was_blocked && !blocked;
    let answer = match asked {
        Intent::OptOut if blocked && !was_blocked && !answered => Some((
            Purpose::OptOutConfirmation,
            wording::opt_out_confirmation(organisation),
        )),
        Intent::OptIn if lifted && !answered => Some((
            Purpose::OptInConfirmation,
            wording::opt_in_confirmation(organisation),
        )),
        Intent::Help if !answered => Some((Purpose::Help, wording::help(organisation))),
        _ => None,
    };
    change
        .entries
        .extend(answer.map(|(purpose, text)| change.head.product_text(Actor::System, purpose, text)));
    tell_of_pictures(&mut change, organisation, text.media.len(), blocked, now);
    InboundDecision {
        thread: change,
        subscriber: ledger,
    }
}

/// Tells the sender of pictures that nobody sees them.
fn tell_of_pictures(
    change: &mut Change<Thread>,
    organisation: &Organisation,
    media: usize,
    opted_out: bool,
    now: Timestamp,
) {
    let Some(conversation) = &mut change.head.conversation else {
        return;
    };
    if !change.head.theirs.is_answerable() {
        return;
    }
    let told_at = conversation.pictures_told_at;
    if let Some(notice) = picture_notice(organisation, media, opted_out, told_at, now) {
        conversation.pictures_told_at = Some(now);
        let notice = change
            .head
            .product_text(Actor::System, Purpose::PicturesNotShown, notice);
        change.entries.push(notice);
    }
}
