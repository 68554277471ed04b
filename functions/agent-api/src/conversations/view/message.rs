//! Messages, in and out.

use jiff::Timestamp;
use memberline_domain::aggregate::Entry;
use memberline_domain::application::routing::Placed;
use memberline_domain::reason::Reason as DomainReason;
use memberline_domain::text::keywords::Intent;
use memberline_domain::thread::{Delivery, MediaLink, OutMessage, ThreadContent, ThreadEvent};
use serde::Serialize;
use utoipa::ToSchema;

use super::attachment::Attachment;
use super::entry::{self, Viewer};
use super::reaction::Reaction;
use crate::view::Actor;
use crate::view::words::{Encoding, OptOut, Purpose, Rule, Status};

/// A text from the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MessageIn {
    /// The entry's id.
    pub(super) id: String,
    /// When it came in.
    pub(super) at: Timestamp,
    /// The conversation that it belongs to; null when it opened none.
    pub(super) conversation: Option<String>,
    /// The text; null when its key was destroyed.
    pub(super) text: Option<String>,
    /// The subject of a picture message.
    pub(super) subject: Option<String>,
    /// The others whom a group text went to, as the carrier writes them. An answer goes to the sender alone.
    #[schema(examples("+15552010009"))]
    pub(super) others: Vec<String>,
    /// What the carrier said came with it.
    pub(super) media: Vec<Medium>,
    /// How many media more the carrier announced, without saying where they are.
    pub(super) missing_media: u32,
    /// The same as `media`, and what became of it.
    pub(super) attachments: Vec<Attachment>,
    /// How many segments it came in.
    pub(super) segments: u32,
    /// Whether it asks to end texts.
    pub(super) opt_out: Option<OptOut>,
    /// Whether it is a keyword that the carrier answers in its own words, so that we do not.
    pub(super) answered_by_carrier: bool,
    /// Whether it says that the number is somebody else's.
    pub(super) wrong_number: bool,
    /// What it thinks of a message, when it is a reaction; null otherwise. The text stays as it came.
    pub(super) reaction: Option<Reaction>,
    /// Where it was placed among the applications that the number is on; null when it is on none.
    pub(super) routing: Option<Routing>,
}

/// Which application a text was placed on, and why (IN-15..18).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Routing {
    /// The application.
    application: String,
    /// The rule that decided.
    rule: Rule,
    /// Why, in words.
    words: String,
    /// The applications that it could have been placed on.
    lost: Vec<Lost>,
}

/// An application that a text was not placed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Lost {
    /// What its loan-origination system calls it.
    los_id: String,
    /// Why not, in words.
    words: String,
}

impl From<&Placed> for Routing {
    fn from(placed: &Placed) -> Self {
        Self {
            application: placed.application.to_string(),
            rule: placed.rule.into(),
            words: placed.words.clone(),
            lost: placed
                .lost
                .iter()
                .map(|lost| Lost {
                    los_id: lost.los_id.clone(),
                    words: lost.words.clone(),
                })
                .collect(),
        }
    }
}

/// Something that came with a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Medium {
    /// What the carrier says it is: a media type.
    #[schema(examples("image/jpeg"))]
    pub(super) content_type: Option<String>,
}

/// A text to the member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct MessageOut {
    /// The entry's id.
    id: String,
    /// When it was written.
    at: Timestamp,
    /// The conversation that it belongs to; null when none was open.
    conversation: Option<String>,
    /// Who wrote it.
    by: Actor,
    /// What it is for.
    purpose: Purpose,
    /// The text; null when its key was destroyed.
    text: Option<String>,
    /// Where it is on its way.
    status: Status,
    /// Since when.
    status_at: Timestamp,
    /// Why it is deferred, failed or cancelled.
    reason: Option<Reason>,
    /// All that became of it, oldest first.
    history: Vec<Step>,
    /// The pictures that go with it.
    attachments: Vec<Attachment>,
    /// What it costs.
    segments: Cost,
}

/// Why a message is not on its way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Reason {
    /// The stable code: the carrier's with its name before it, or ours.
    #[schema(examples("twilio_21610"))]
    code: String,
    /// The same for people.
    detail: String,
}

/// Something that became of a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Step {
    /// Where it was then.
    status: Status,
    /// When.
    at: Timestamp,
    /// The attempt to send it, from 1; 0 before the first.
    attempt: u32,
    /// Why.
    reason: Option<Reason>,
}

/// What a text costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Cost {
    /// How it is encoded on the air.
    encoding: Encoding,
    /// How many segments the carrier charges.
    carrier_segments: u32,
    /// How many units the plan bills.
    plan_units: u32,
}

impl Reason {
    fn new(reason: &DomainReason) -> Self {
        Self::of(&reason.code, &reason.detail)
    }

    pub(super) fn of(code: &str, detail: &str) -> Self {
        Self {
            code: code.to_owned(),
            detail: detail.to_owned(),
        }
    }
}

impl Step {
    fn new((at, delivery): &(Timestamp, Delivery)) -> Self {
        Self {
            status: delivery.status.into(),
            at: *at,
            attempt: delivery.attempt,
            reason: delivery.reason.as_ref().map(Reason::new),
        }
    }
}

impl MessageIn {
    /// The text that an entry is. `None` for any other entry.
    pub(super) fn new(
        viewer: &Viewer<'_>,
        stored: &Entry<ThreadEvent>,
        attachments: Vec<Attachment>,
    ) -> Option<Self> {
        let ThreadEvent::MessageIn {
            conversation,
            segments,
            missing,
            answered,
            intent,
            routing,
            ..
        } = &stored.event
        else {
            return None;
        };
        let mut shown = Self {
            id: entry::id(viewer.thread, stored.seq),
            at: stored.at,
            conversation: entry::conversation(viewer.thread, *conversation),
            text: None,
            subject: None,
            others: Vec::new(),
            media: Vec::new(),
            missing_media: *missing,
            attachments,
            segments: *segments,
            opt_out: OptOut::of(*intent),
            answered_by_carrier: *answered,
            wrong_number: *intent == Intent::WrongNumber,
            reaction: None,
            routing: routing.as_deref().map(Routing::from),
        };
        if let Some(ThreadContent::Message {
            text,
            media,
            subject,
            others,
        }) = &stored.content
        {
            shown.text = Some(text.clone());
            shown.subject.clone_from(subject);
            shown.others.clone_from(others);
            shown.media = media.iter().map(Medium::new).collect();
        }
        Some(shown)
    }
}

impl Medium {
    fn new(link: &MediaLink) -> Self {
        Self {
            content_type: link.content_type.clone(),
        }
    }
}

impl MessageOut {
    pub(super) fn new(viewer: &Viewer<'_>, message: &OutMessage, attachments: Vec<Attachment>) -> Self {
        let thread = viewer.thread;
        Self {
            id: entry::id(thread, message.seq),
            at: message.at,
            conversation: entry::conversation(thread, message.conversation),
            by: Actor::new(viewer.directory, &message.by),
            purpose: message.purpose.into(),
            text: message.text.clone(),
            status: message.status.into(),
            status_at: message.status_at,
            reason: message.reason.as_ref().map(Reason::new),
            history: message.history.iter().map(Step::new).collect(),
            attachments,
            segments: Cost {
                encoding: message.encoding.into(),
                carrier_segments: message.carrier_segments,
                plan_units: message.plan_units,
            },
        }
    }
}
