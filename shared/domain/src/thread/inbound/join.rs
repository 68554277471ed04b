//! A text joins its thread: the open conversation, or a new one.

use jiff::Timestamp;

use crate::actor::Actor;
use crate::aggregate::rest::Rest;
use crate::aggregate::{Change, NewEntry};
use crate::application::ApplicationLink;
use crate::application::routing::Placed;
use crate::directory::{Number, NumberOwner};
use crate::text::keywords::Intent;
use crate::text::segments::segment;
use crate::thread::{
    Assignment, CloseReason, Conversation, Direction, InboundContext, LastMessage, Thread, ThreadContent,
    ThreadEvent, carrier_media, withheld,
};

impl Assignment {
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
            rest: Rest::default(),
        }
    }
}

impl Thread {
    fn message_in(
        conversation: u32,
        (taken, placed): (&InboundContext<'_>, Option<Placed>),
        intent: Intent,
    ) -> NewEntry<ThreadEvent> {
        let (organisation, text) = (taken.organisation, taken.text);
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
                missing: text.missing,
                answered: taken.is_answered_by_carrier(),
                withheld,
                erase: organisation.documents.erase_at_carrier && carrier_media(&text.carrier).erases,
                intent,
                routing: placed.map(Box::new),
            },
            content: Some(ThreadContent::Message {
                text: text.text.clone(),
                media: text.media.clone(),
                subject: text.subject.clone(),
                others: text.others.clone(),
            }),
        }
    }

    /// Adds the text to the open conversation, or opens one (MC-10, MC-52) about the application that it was placed on.
    pub(crate) fn join(
        &self,
        taken: &InboundContext<'_>,
        intent: Intent,
        placed: Option<Placed>,
        now: Timestamp,
    ) -> Change<Self> {
        let mut head = self.clone();
        let last = LastMessage {
            direction: Direction::In,
            at: now,
            rest: Rest::default(),
        };
        let mut conversation = head.conversation.take().unwrap_or_else(|| {
            let application = placed.as_ref().map(|p| p.application.clone());
            let on = |l: &&ApplicationLink| Some(&l.application) == application.as_ref();
            if let Some(link) = taken.links.iter().find(on) {
                head.journey = link.journey;
            }
            Conversation {
                ordinal: self.conversations + 1,
                assignment: Assignment::of(taken.number),
                opened_at: now,
                claim: None,
                waiting_since: None,
                unclaimed_since: None,
                last: last.clone(),
                messages: 0,
                reply_only: false,
                refused_at: None,
                application,
                task: None,
                pictures_told_at: None,
                rest: Rest::default(),
            }
        });
        conversation.last = last;
        conversation.messages += 1;
        conversation.waiting_since.get_or_insert(now);
        if conversation.claim.is_none() {
            conversation.unclaimed_since.get_or_insert(now);
        }
        let ordinal = conversation.ordinal;
        head.conversations = head.conversations.max(ordinal);
        head.conversation = Some(conversation);
        head.secret.preview = taken.text.preview();
        Change::one(head, Self::message_in(ordinal, (taken, placed), intent))
    }

    /// Keeps the answer to a question of ours that came while nothing was open. It opens no conversation: nobody waits for an
    /// agent, and automation, which asked, goes on.
    pub(crate) fn keep_answer(
        &self,
        taken: &InboundContext<'_>,
        intent: Intent,
        placed: Option<Placed>,
    ) -> Change<Self> {
        Change::one(self.clone(), Self::message_in(0, (taken, placed), intent))
    }

    /// Adds the opt-out to the open conversation and closes it; opens none.
    pub(crate) fn end_by_opt_out(
        &self,
        taken: &InboundContext<'_>,
        placed: Option<Placed>,
        now: Timestamp,
    ) -> Change<Self> {
        let message = |ordinal| Self::message_in(ordinal, (taken, placed), Intent::OptOut);
        let Some(open) = &self.conversation else {
            return Change::one(self.clone(), message(0));
        };
        let mut head = self.clone();
        let ordinal = open.ordinal;
        if let Some(conversation) = &mut head.conversation {
            conversation.last = LastMessage {
                direction: Direction::In,
                at: now,
                rest: Rest::default(),
            };
            conversation.messages += 1;
            conversation.task = None;
        }
        head.secret.preview = taken.text.preview();
        let mut change = head.end(Actor::Member, CloseReason::OptOut, now);
        change.entries.insert(0, message(ordinal));
        change
    }
}
