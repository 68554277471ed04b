//! The last step before the carrier: claim the message, and settle what the carrier answered.

use jiff::{SignedDuration, Timestamp};

use crate::actor::Actor;
use crate::aggregate::Change;
use crate::consent::{OptOutScope, OptOutSource, Subscriber};
use crate::directory::{Organisation, SendPolicy};
use crate::reason::Reason;
use crate::thread::{
    Delivery, DeliveryStatus, Message, OutMessage, Purpose, Report, SETTLING, Thread, ThreadEvent, consents,
};

/// The confirmation of an opt-out is presumed covered when sent within five minutes, 47 CFR 64.1200(a)(12).
pub(crate) const CONFIRMATION_WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// How often a message is offered to the carrier before it fails for good.
const MAX_ATTEMPTS: u32 = 8;

/// What is to be done with an outgoing message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Commit this claim, then call the carrier.
    Send(Change<Message>),
    /// Commit this: a rule forbids the message by now.
    Cancel(Change<Message>),
    /// An attempt is under way elsewhere, or crashed a moment ago: come back.
    Wait,
    /// An attempt crashed: ask the carrier whether it has the message. Never send it again before that.
    LookUp {
        /// When the attempt was claimed.
        since: Timestamp,
    },
    /// Nothing: the carrier has it, or it is settled otherwise.
    Done,
}

/// What the carrier answered to an attempt, or to a look-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SendResult {
    /// It has the message, or refuses it for good.
    Reported(Report),
    /// It certainly does not have it, and may take it later.
    Deferred {
        reason: Reason,
        /// How long it asks us to wait, in seconds.
        retry_after: Option<u32>,
    },
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    pub message: Change<Message>,
    /// To thread and consent, when the carrier says that the member opted out.
    pub opted_out: Option<OptedOut>,
}

/// What it does that the member opted out with the carrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OptedOut {
    /// To the thread, when a conversation is open in which nothing can be sent from now on.
    pub thread: Option<Change<Thread>>,
    /// To the consent ledger, when that is new.
    pub subscriber: Option<Change<Subscriber>>,
}

/// The pause after an attempt that the carrier deferred: 1, 2, 4 ... seconds, 64 at most.
fn pause(attempt: u32) -> SignedDuration {
    SignedDuration::from_secs(1 << attempt.saturating_sub(1).min(6))
}

/// The claim of an attempt with the carrier that it is made with: who may report on the message, and who is asked about it, is
/// settled here, whatever carrier serves the number later.
pub fn claimed_with(mut claim: Change<Message>, carrier: &str) -> Change<Message> {
    if let Some(dispatch) = &mut claim.head.dispatch {
        dispatch.carrier = Some(carrier.to_owned());
    }
    claim
}

impl Thread {
    /// Decides the next step of an outgoing message from the state as it is at this instant.
    pub fn next_step(
        &self,
        (head, message): (&Message, &OutMessage),
        organisation: &Organisation,
        subscriber: &Subscriber,
        now: Timestamp,
    ) -> NextStep {
        let forbidden = self.forbidden(message, organisation, subscriber, now);
        head.step(message, forbidden, now)
    }

    /// Why the message must not go out at this instant, if so: the organisation may not text, the member opted out since it was
    /// written, or somebody else took the conversation over.
    pub(crate) fn forbidden(
        &self,
        message: &OutMessage,
        organisation: &Organisation,
        subscriber: &Subscriber,
        now: Timestamp,
    ) -> Option<Reason> {
        let opt_out = subscriber.blocked(&self.ours);
        let opted_out = || {
            Some(Reason::new(
                "opted_out",
                "The member opted out before the text went out.",
            ))
        };
        let lifted = || {
            Reason::new(
                "opted_in_again",
                "The member opted in again before the confirmation went out.",
            )
        };
        if !organisation.texting && !message.purpose.is_owed() {
            return Some(Reason::new(
                "texting_off",
                "Texting is switched off for the institution.",
            ));
        }
        match message.purpose {
            Purpose::Help => None,
            Purpose::OptOutConfirmation => match opt_out {
                // It confirms an earlier one, which ended; the one in force has a confirmation of its own.
                Some(opt_out) if message.at < opt_out.at => Some(lifted()),
                Some(opt_out) if now.duration_since(opt_out.asked_at()) <= CONFIRMATION_WINDOW => None,
                Some(_) => Some(Reason::new(
                    "confirmation_too_late",
                    "The opt-out was five minutes ago; silence confirms it now.",
                )),
                None => Some(lifted()),
            },
            Purpose::OptInConfirmation
            | Purpose::Automation
            | Purpose::ConsentRequest
            | Purpose::PicturesNotShown => opt_out.and_then(|_| opted_out()),
            Purpose::Reply => {
                let open = self
                    .conversation
                    .as_ref()
                    .filter(|c| c.ordinal == message.conversation);
                let consented = open.map_or(opt_out.is_none(), |c| consents(c, subscriber, &self.ours));
                if !consented {
                    return opted_out();
                }
                let policy = open.map(|c| c.assignment.send_policy);
                let claimant = open.and_then(|c| c.claim.as_ref()).map(|c| &c.agent);
                match (policy, claimant, &message.by) {
                    (Some(SendPolicy::Claim), Some(claimant), Actor::Agent { agent })
                        if claimant != agent =>
                    {
                        Some(Reason::new(
                            "claimed_by_other",
                            "Somebody else took the conversation over before the text went out.",
                        ))
                    }
                    _ => None,
                }
            }
        }
    }
}

impl Message {
    /// The next step of an outgoing message, given why it must not go out at this instant.
    pub(crate) fn step(&self, message: &OutMessage, forbidden: Option<Reason>, now: Timestamp) -> NextStep {
        match message.status {
            DeliveryStatus::Deferred if message.not_before.is_some_and(|due| now < due) => {
                return NextStep::Wait;
            }
            DeliveryStatus::Queued | DeliveryStatus::Deferred => {}
            DeliveryStatus::Sending if now.duration_since(message.status_at) < SETTLING => {
                return NextStep::Wait;
            }
            DeliveryStatus::Sending => {
                return NextStep::LookUp {
                    since: message.status_at,
                };
            }
            DeliveryStatus::Sent
            | DeliveryStatus::Delivered
            | DeliveryStatus::Failed
            | DeliveryStatus::Cancelled => {
                return NextStep::Done;
            }
        }
        match forbidden {
            None => NextStep::Send(self.claimed(now)),
            Some(reason) => {
                let delivery = Delivery {
                    reason: Some(reason),
                    ..Delivery::of(message, DeliveryStatus::Cancelled)
                };
                NextStep::Cancel(self.told(delivery, now))
            }
        }
    }

    /// The change of a message that the carrier does not take now, and may take later. `None` when a receipt told more already.
    fn deferred(
        &self,
        message: &OutMessage,
        (reason, retry_after): (Reason, Option<u32>),
        now: Timestamp,
    ) -> Option<Change<Self>> {
        if message.status != DeliveryStatus::Sending {
            return None;
        }
        if message.attempt >= MAX_ATTEMPTS {
            let failed = Report {
                reason: Some(reason),
                ..DeliveryStatus::Failed.into()
            };
            return self.report(message, failed, now);
        }
        let asked = SignedDuration::from_secs(retry_after.unwrap_or(0).into());
        let delivery = Delivery {
            reason: Some(reason),
            not_before: Some(now + pause(message.attempt).max(asked)),
            ..Delivery::of(message, DeliveryStatus::Deferred)
        };
        Some(self.told(delivery, now))
    }
}

impl Thread {
    /// What the carrier's answer to an attempt does. `None` when a receipt told more already.
    pub fn answered(
        &self,
        (head, message): (&Message, &OutMessage),
        subscriber: &Subscriber,
        scope: OptOutScope,
        answer: SendResult,
        now: Timestamp,
    ) -> Option<Answered> {
        let message = match answer {
            SendResult::Reported(report) if report.opted_out => {
                return self.opted_out((head, message), subscriber, scope, report, now);
            }
            SendResult::Reported(report) => head.report(message, report, now),
            SendResult::Deferred { reason, retry_after } => {
                head.deferred(message, (reason, retry_after), now)
            }
        };
        Some(Answered {
            message: message?,
            opted_out: None,
        })
    }

    /// What a carrier's report that it refused because the member opted out there does to the message, and to the member's
    /// consent (lessons 27, 28). A refusal tells of our text and not of a new wish, and what the member asked since waits for
    /// somebody: a conversation that is open stays open, and says that nothing can be sent until START.
    pub fn opted_out(
        &self,
        (head, message): (&Message, &OutMessage),
        subscriber: &Subscriber,
        scope: OptOutScope,
        report: Report,
        now: Timestamp,
    ) -> Option<Answered> {
        let code = report
            .reason
            .as_ref()
            .map_or_else(String::new, |r| r.code.clone());
        let noted = if message.is_news_of_an_opt_out(&report) {
            head.note(message, report, now)
        } else {
            head.report(message, report, now)?
        };
        let source = OptOutSource::Carrier {
            number: self.ours.clone(),
            code,
        };
        let known = subscriber.blocked(&self.ours).is_some();
        let ledger = if known {
            None
        } else {
            subscriber.opt_out(&self.ours, scope, (source, None), now)
        };
        Some(Answered {
            message: noted,
            opted_out: Some(OptedOut {
                thread: self.refused(message.seq, now),
                subscriber: ledger,
            }),
        })
    }

    /// Notes in the open conversation that the carrier brings nothing to the member. `None` when none is open, or it is known.
    fn refused(&self, message: u64, now: Timestamp) -> Option<Change<Self>> {
        let mut head = self.clone();
        let open = head
            .conversation
            .as_mut()
            .filter(|open| open.refused_at.is_none())?;
        open.refused_at = Some(now);
        open.reply_only = false;
        let refused = ThreadEvent::RefusedByCarrier {
            conversation: open.ordinal,
            message,
        };
        Some(Change::one(head, refused))
    }
}
