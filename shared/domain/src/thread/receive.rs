//! A text comes in.

use jiff::Timestamp;

use super::{
    Actor, CloseReason, Conversation, Direction, LastMessage, MediaLink, Place, Purpose, Thread,
    ThreadContent, ThreadEvent, carrier_media, picture_notice, preview, withheld,
};
use crate::aggregate::{Change, NewEntry};
use crate::directory::{Number, NumberOwner, Organisation};
use crate::keywords::{Intent, intent};
use crate::segments::segment;
use crate::subscriber::{OptOutSource, Subscriber};
use crate::wording;

/// A text as a carrier brought it, verified and parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InboundText {
    /// The carrier.
    pub carrier: String,
    /// The carrier's id of it.
    pub carrier_message_id: String,
    /// What it says.
    pub text: String,
    /// What came with it.
    pub media: Vec<MediaLink>,
    /// How many segments the carrier counted.
    pub segments: Option<u32>,
    /// The keyword in it that the carrier answered itself, so that we must not (lesson 29).
    pub answered_by_carrier: Option<Intent>,
    /// When its webhook reached us, if that is known.
    pub received_at: Option<Timestamp>,
}

/// What a text does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// To the thread: always at least the text itself.
    pub thread: Change<Thread>,
    /// To the consent ledger, when it is an opt-out or an opt-in.
    pub subscriber: Option<Change<Subscriber>>,
}

impl Place {
    /// Where a conversation on `number` belongs.
    pub fn of(number: &Number) -> Self {
        let (group, location, campaign) = match &number.owner {
            NumberOwner::Campaign {
                group,
                location,
                campaign,
            } => (
                Some(group.clone()),
                Some(location.clone()),
                Some(campaign.clone()),
            ),
            NumberOwner::Organisation | NumberOwner::User { .. } => (None, None, None),
        };
        Self {
            team: number.team.clone(),
            group,
            location,
            campaign,
            send_policy: number.send_policy,
        }
    }
}

/// Decides what a text does: it joins the open conversation or opens one; an opt-out closes it and blocks the number from
/// this instant (MC-49, MC-50); an opt-in lifts the block; HELP is answered.
pub fn receive(
    organisation: &Organisation,
    number: &Number,
    thread: &Thread,
    subscriber: &Subscriber,
    text: &InboundText,
    now: Timestamp,
) -> Received {
    // What we read as an opt-out is one, whatever else the carrier took it for.
    let read = intent(&text.text);
    let asked = if read == Intent::OptOut {
        read
    } else {
        text.answered_by_carrier.unwrap_or(read)
    };
    let source = OptOutSource::Text {
        number: thread.ours.clone(),
        carrier_message_id: text.carrier_message_id.clone(),
    };
    let ledger = match asked {
        Intent::OptOut => subscriber
            .opt_out(
                &thread.ours,
                organisation.opt_out_scope,
                (source.clone(), text.received_at),
                now,
            )
            .or_else(|| subscriber.opt_out_again(&thread.ours, (source, text.received_at), now)),
        Intent::OptIn => subscriber.opt_in(&thread.ours, source),
        Intent::LooksLikeOptOut | Intent::Help | Intent::Other => None,
    };
    let blocked = ledger
        .as_ref()
        .map_or(subscriber, |l| &l.head)
        .blocked(&thread.ours)
        .is_some();
    let mut change = if asked == Intent::OptOut {
        thread.end_by_opt_out(organisation, text, now)
    } else {
        thread.join(organisation, Place::of(number), text, asked, blocked, now)
    };
    let answered = text.answered_by_carrier.is_some();
    let answer = match asked {
        Intent::OptOut if subscriber.blocked(&thread.ours).is_none() && !answered => Some((
            Purpose::OptOutConfirmation,
            wording::opt_out_confirmation(organisation),
        )),
        Intent::OptIn if ledger.is_some() && !answered => Some((
            Purpose::OptInConfirmation,
            wording::opt_in_confirmation(organisation),
        )),
        Intent::Help if !answered => Some((Purpose::Help, wording::help(organisation))),
        _ => None,
    };
    change
        .entries
        .extend(answer.map(|(purpose, text)| change.head.system_text(purpose, text)));
    tell_of_pictures(&mut change, organisation, text.media.len(), blocked, now);
    Received {
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
    let told_at = conversation.pictures_told_at;
    if let Some(notice) = picture_notice(organisation, media, opted_out, told_at, now) {
        conversation.pictures_told_at = Some(now);
        let notice = change.head.system_text(Purpose::PicturesNotShown, notice);
        change.entries.push(notice);
    }
}

impl Thread {
    fn message_in(
        conversation: u32,
        organisation: &Organisation,
        text: &InboundText,
        intent: Intent,
    ) -> NewEntry<ThreadEvent> {
        let withheld = withheld(organisation).filter(|_| !text.media.is_empty());
        NewEntry {
            event: ThreadEvent::MessageIn {
                conversation,
                carrier: text.carrier.clone(),
                carrier_message_id: text.carrier_message_id.clone(),
                segments: text
                    .segments
                    .unwrap_or_else(|| segment(&text.text).carrier_segments),
                media: u32::try_from(text.media.len()).unwrap_or(u32::MAX),
                withheld,
                erase: organisation.documents.erase_at_carrier && carrier_media(&text.carrier).erases,
                intent,
            },
            content: Some(ThreadContent::Message {
                text: text.text.clone(),
                media: text.media.clone(),
            }),
        }
    }

    /// Adds the text to the open conversation, or opens one (MC-10, MC-52).
    fn join(
        &self,
        organisation: &Organisation,
        place: Place,
        text: &InboundText,
        intent: Intent,
        blocked: bool,
        now: Timestamp,
    ) -> Change<Self> {
        let mut head = self.clone();
        let last = LastMessage {
            direction: Direction::In,
            at: now,
        };
        let mut conversation = head.conversation.take().unwrap_or_else(|| Conversation {
            ordinal: self.conversations + 1,
            place,
            opened_at: now,
            claim: None,
            waiting_since: None,
            unclaimed_since: None,
            last,
            messages: 0,
            reply_only: false,
            application: None,
            task: None,
            pictures_told_at: None,
        });
        conversation.last = last;
        conversation.messages += 1;
        conversation.waiting_since.get_or_insert(now);
        if conversation.claim.is_none() {
            conversation.unclaimed_since.get_or_insert(now);
        }
        conversation.reply_only = blocked;
        let ordinal = conversation.ordinal;
        head.conversations = head.conversations.max(ordinal);
        head.conversation = Some(conversation);
        head.secret.preview = preview(&text.text);
        Change::one(head, Self::message_in(ordinal, organisation, text, intent))
    }

    /// Adds the opt-out to the open conversation and closes it; opens none.
    fn end_by_opt_out(
        &self,
        organisation: &Organisation,
        text: &InboundText,
        now: Timestamp,
    ) -> Change<Self> {
        let Some(open) = &self.conversation else {
            return Change::one(
                self.clone(),
                Self::message_in(0, organisation, text, Intent::OptOut),
            );
        };
        let mut head = self.clone();
        let ordinal = open.ordinal;
        if let Some(conversation) = &mut head.conversation {
            conversation.last = LastMessage {
                direction: Direction::In,
                at: now,
            };
            conversation.messages += 1;
        }
        head.secret.preview = preview(&text.text);
        let mut change = head.end(Actor::Member, CloseReason::OptOut, now);
        change
            .entries
            .insert(0, Self::message_in(ordinal, organisation, text, Intent::OptOut));
        change
    }

    /// A text that the product sends because a rule requires it. It changes no list: nobody answered the member.
    fn system_text(&self, purpose: Purpose, text: String) -> NewEntry<ThreadEvent> {
        self.product_text(Actor::System, purpose, text)
    }

    /// A text in the product's own words. Automation speaks in no conversation.
    pub(super) fn product_text(&self, by: Actor, purpose: Purpose, text: String) -> NewEntry<ThreadEvent> {
        let counted = segment(&text);
        let open = self.conversation.as_ref().filter(|_| by != Actor::Automation);
        NewEntry {
            event: ThreadEvent::MessageOut {
                conversation: open.map_or(0, |c| c.ordinal),
                by,
                purpose,
                encoding: counted.encoding,
                carrier_segments: counted.carrier_segments,
                plan_units: counted.plan_units,
                pictures: Vec::new(),
            },
            content: Some(ThreadContent::Message {
                text,
                media: Vec::new(),
            }),
        }
    }
}
