//! The last step before the carrier: claim the message, and settle what the carrier answered.

use jiff::{SignedDuration, Timestamp};

use super::{
    Actor, CloseReason, Delivery, DeliveryStatus, OutMessage, Purpose, Reason, Report, Thread, ThreadEvent,
    compose::consents,
};
use crate::aggregate::Change;
use crate::directory::{OptOutScope, SendPolicy};
use crate::subscriber::{OptOutSource, Subscriber};

/// How long an attempt may take before it counts as crashed: longer than the function that makes it may run.
pub const SETTLING: SignedDuration = SignedDuration::from_secs(60);

/// The confirmation of an opt-out is presumed covered when sent within five minutes, 47 CFR 64.1200(a)(12).
pub(super) const CONFIRMATION_WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// How often a message is offered to the carrier before it fails for good.
const MAX_ATTEMPTS: u32 = 8;

/// What is to be done with an outgoing message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NextStep {
    /// Commit this claim, then call the carrier.
    Send(Change<Thread>),
    /// Commit this: a rule forbids the message by now.
    Cancel(Change<Thread>),
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
pub enum Answer {
    /// It has the message.
    Accepted {
        /// Its id of it.
        carrier_message_id: String,
    },
    /// It refuses it for good.
    Rejected {
        /// Why.
        reason: Reason,
        /// Whether it refuses because the member opted out with the carrier.
        opted_out: bool,
    },
    /// It certainly does not have it, and may take it later.
    Deferred {
        /// Why.
        reason: Reason,
        /// How long it asks us to wait, in seconds.
        retry_after: Option<u32>,
    },
}

/// What an answer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// To the thread.
    pub thread: Change<Thread>,
    /// To the consent ledger, when the carrier says that the member opted out.
    pub subscriber: Option<Change<Subscriber>>,
}

/// The pause after an attempt that the carrier deferred: 1, 2, 4 ... seconds, 64 at most.
fn pause(attempt: u32) -> SignedDuration {
    SignedDuration::from_secs(1 << attempt.saturating_sub(1).min(6))
}

fn reason(code: &str, detail: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        detail: detail.to_owned(),
    }
}

/// The claim of an attempt with the carrier that it is made with: who may report on the message, and who is asked about it, is
/// settled here, whatever carrier serves the number later.
pub fn claimed_with(mut claim: Change<Thread>, carrier: &str) -> Change<Thread> {
    for entry in &mut claim.entries {
        if let ThreadEvent::Delivery(delivery) = &mut entry.event {
            delivery.carrier = Some(carrier.to_owned());
        }
    }
    claim
}

impl Thread {
    /// Decides the next step of an outgoing message from the state as it is at this instant.
    pub fn next_step(&self, message: &OutMessage, subscriber: &Subscriber, now: Timestamp) -> NextStep {
        self.step(message, self.forbidden(message, subscriber, now), now)
    }

    /// The next step of an outgoing message, given why it must not go out at this instant.
    pub(super) fn step(&self, message: &OutMessage, forbidden: Option<Reason>, now: Timestamp) -> NextStep {
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
        let (status, attempt, reason) = match forbidden {
            Some(reason) => (DeliveryStatus::Cancelled, message.attempt, Some(reason)),
            None => (DeliveryStatus::Sending, message.attempt + 1, None),
        };
        let delivery = Delivery {
            attempt,
            reason,
            ..Delivery::of(message, status)
        };
        let change = Change::one(self.clone(), ThreadEvent::Delivery(delivery));
        if status == DeliveryStatus::Sending {
            NextStep::Send(change)
        } else {
            NextStep::Cancel(change)
        }
    }

    /// Why the message must not go out at this instant, if so: the member opted out since it was written, or somebody
    /// else took the conversation over.
    pub(super) fn forbidden(
        &self,
        message: &OutMessage,
        subscriber: &Subscriber,
        now: Timestamp,
    ) -> Option<Reason> {
        let opt_out = subscriber.blocked(&self.ours);
        let opted_out = || {
            Some(reason(
                "opted_out",
                "The member opted out before the text went out.",
            ))
        };
        let lifted = || {
            reason(
                "opted_in_again",
                "The member opted in again before the confirmation went out.",
            )
        };
        match message.purpose {
            Purpose::Help => None,
            Purpose::OptOutConfirmation => match opt_out {
                // It confirms an earlier one, which ended; the one in force has a confirmation of its own.
                Some(opt_out) if message.at < opt_out.at => Some(lifted()),
                Some(opt_out) if now.duration_since(opt_out.asked_at()) <= CONFIRMATION_WINDOW => None,
                Some(_) => Some(reason(
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
                let policy = open.map(|c| c.place.send_policy);
                let claimant = open.and_then(|c| c.claim.as_ref()).map(|c| &c.agent);
                match (policy, claimant, &message.by) {
                    (Some(SendPolicy::Claim), Some(claimant), Actor::Agent { agent })
                        if claimant != agent =>
                    {
                        Some(reason(
                            "claimed_by_other",
                            "Somebody else took the conversation over before the text went out.",
                        ))
                    }
                    _ => None,
                }
            }
        }
    }

    /// What the carrier's answer to an attempt does. `None` when a receipt told more already.
    pub fn answered(
        &self,
        message: &OutMessage,
        subscriber: &Subscriber,
        scope: OptOutScope,
        answer: Answer,
        now: Timestamp,
    ) -> Option<Answered> {
        match answer {
            Answer::Accepted { carrier_message_id } => {
                let report = Report {
                    status: DeliveryStatus::Sent,
                    carrier_message_id: Some(carrier_message_id),
                    reason: None,
                };
                self.reported(message, subscriber, scope, report, false, now)
            }
            Answer::Rejected { reason, opted_out } => {
                let report = Report {
                    status: DeliveryStatus::Failed,
                    carrier_message_id: None,
                    reason: Some(reason),
                };
                self.reported(message, subscriber, scope, report, opted_out, now)
            }
            Answer::Deferred { .. } if message.status != DeliveryStatus::Sending => None,
            Answer::Deferred { reason, retry_after } if message.attempt < MAX_ATTEMPTS => {
                let not_before = Some(
                    now + pause(message.attempt)
                        .max(SignedDuration::from_secs(retry_after.unwrap_or(0).into())),
                );
                let delivery = Delivery {
                    reason: Some(reason),
                    not_before,
                    ..Delivery::of(message, DeliveryStatus::Deferred)
                };
                Some(Answered {
                    thread: Change::one(self.clone(), ThreadEvent::Delivery(delivery)),
                    subscriber: None,
                })
            }
            Answer::Deferred { reason, .. } => {
                let report = Report {
                    status: DeliveryStatus::Failed,
                    carrier_message_id: None,
                    reason: Some(reason),
                };
                self.reported(message, subscriber, scope, report, false, now)
            }
        }
    }

    /// What a carrier's report does to the message, and to the member's consent when the carrier refused because the member
    /// opted out there (lessons 27, 28): the conversation closes as if the STOP had reached us. One that the member opened
    /// after an opt-out that is known stays open, if the refusal is not of an answer in it (MC-52).
    pub fn reported(
        &self,
        message: &OutMessage,
        subscriber: &Subscriber,
        scope: OptOutScope,
        report: Report,
        opted_out: bool,
        now: Timestamp,
    ) -> Option<Answered> {
        let code = report
            .reason
            .as_ref()
            .map_or_else(String::new, |r| r.code.clone());
        let mut thread = if opted_out && message.is_news_of_an_opt_out(&report) {
            self.note(message, report)
        } else {
            self.report(message, report)?
        };
        if !opted_out {
            return Some(Answered {
                thread,
                subscriber: None,
            });
        }
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
        if !known || self.open(message.conversation).is_some() {
            let end = self.end(Actor::Member, CloseReason::OptOut, now);
            thread.head = end.head;
            thread.archive = end.archive;
            thread.entries.extend(end.entries);
        }
        Some(Answered {
            thread,
            subscriber: ledger,
        })
    }
}
