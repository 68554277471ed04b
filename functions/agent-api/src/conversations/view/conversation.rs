//! A conversation, as a row of a list and by itself.

use jiff::Timestamp;
use memberline_domain::application::ApplicationLink;
use memberline_domain::consent::{About, Subscriber};
use memberline_domain::directory::{Agent, Directory};
use memberline_domain::thread::{self, ClosedConversation, Thread, ThreadSecret};
use memberline_domain::{ConversationId, MessageId, PhoneNumber};
use memberline_store::Row as StoredRow;
use serde::Serialize;
use utoipa::ToSchema;

use super::application::ConversationApplication;
use crate::problems::conversation_not_found;
use crate::refusals::Explain;
use crate::view::ability::Ability;
use crate::view::consent::ConsentColours;
use crate::view::names::Named;
use crate::view::words::{Direction, Journey, State, TaskKind};

/// A conversation as a list shows it (EL-01, MC-04).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Row {
    /// The id.
    #[schema(examples("0123456789abcdefghjkmnpqrs-1"))]
    id: String,
    /// Whether it is open.
    state: State,
    /// The member's telephone number, E.164.
    #[schema(examples("+15552010001"))]
    customer: String,
    /// The member's name, once an agent gave it.
    name: Option<String>,
    /// What brought the member here.
    journey: Journey,
    /// The group of the number's campaign.
    group: Option<Named>,
    /// The location of the number's campaign.
    location: Option<Named>,
    /// The campaign of the number.
    campaign: Option<String>,
    /// Our telephone number, E.164.
    #[schema(examples("+15550100001"))]
    number: String,
    /// The team whose inbox it is in.
    team: Named,
    /// Who claimed it.
    agent: Option<Named>,
    /// The last message.
    last_message: LastMessage,
    /// How many messages it holds.
    messages: u32,
    /// When it opened.
    opened_at: Timestamp,
    /// When it closed.
    closed_at: Option<Timestamp>,
    /// Since when the member waits for an answer; null when nobody waits.
    waiting_since: Option<Timestamp>,
    /// Since when the member waits while nobody has claimed it.
    unclaimed_since: Option<Timestamp>,
    /// Whether the member opted out and texted again, so that agents may answer and nothing else may be sent.
    reply_only: bool,
}

/// The last message of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct LastMessage {
    /// Its beginning, at most 64 bytes of UTF-8 on one line.
    preview: String,
    /// Which way it went.
    direction: Direction,
    /// When.
    at: Timestamp,
}

/// A conversation by itself: all that its row shows, and what the caller may do in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Conversation {
    /// What its row shows.
    #[serde(flatten)]
    row: Row,
    /// Whether the caller may text in it now.
    can_send: Ability,
    /// Whether the caller may claim it now; `already_yours` where they have it.
    can_claim: Ability,
    /// Whether the caller may close it now.
    can_close: Ability,
    /// Whether the caller may give the member's name.
    can_name: Ability,
    /// Whether the caller may say what the text of `task` means.
    can_settle: Ability,
    /// Since when the member is opted out of texts from this number; null when they are not.
    opted_out_at: Option<Timestamp>,
    /// The application that it is about; null when the number is on none.
    application: Option<ConversationApplication>,
    /// What the member agreed to, as far as that application is concerned; null when there is none.
    consent: Option<ConsentColours>,
    /// What an agent has to decide; null when there is nothing.
    task: Option<Task>,
}

/// Something that an agent has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct Task {
    /// What.
    kind: TaskKind,
    /// The id of the text that it is about.
    message: String,
    /// When that came.
    at: Timestamp,
}

/// A conversation with what a list shows of its thread.
struct Shown<'a> {
    id: ConversationId,
    conversation: &'a thread::Conversation,
    customer: &'a PhoneNumber,
    number: &'a PhoneNumber,
    journey: memberline_domain::journey::Journey,
    name: Option<&'a String>,
    secret: &'a ThreadSecret,
    closed_at: Option<Timestamp>,
}

impl<'a> Shown<'a> {
    fn open(thread: &'a Thread) -> Option<Self> {
        let conversation = thread.conversation.as_ref()?;
        Some(Self {
            id: thread.conversation_id(conversation.ordinal),
            conversation,
            customer: &thread.theirs,
            number: &thread.ours,
            journey: thread.journey,
            name: thread.secret.name.as_ref(),
            secret: &thread.secret,
            closed_at: None,
        })
    }

    fn closed(closed: &'a ClosedConversation) -> Self {
        Self {
            id: ConversationId {
                thread: closed.thread.clone(),
                ordinal: closed.conversation.ordinal,
            },
            conversation: &closed.conversation,
            customer: &closed.theirs,
            number: &closed.ours,
            journey: closed.journey,
            name: closed.secret.name.as_ref(),
            secret: &closed.secret,
            closed_at: Some(closed.closed_at),
        }
    }

    fn row(&self, directory: &Directory) -> Row {
        let Self { conversation, .. } = self;
        let place = &conversation.assignment;
        let claim = conversation.claim.as_ref();
        Row {
            id: self.id.to_string(),
            state: if self.closed_at.is_some() {
                State::Closed
            } else {
                State::Open
            },
            customer: self.customer.to_string(),
            name: self.name.cloned(),
            journey: self.journey.into(),
            group: place.group.as_ref().map(|id| Named::group(directory, id)),
            location: place.location.as_ref().map(|id| Named::location(directory, id)),
            campaign: place.campaign.clone(),
            number: self.number.to_string(),
            team: Named::team(directory, &place.team),
            agent: claim.map(|claim| Named::agent(directory, &claim.agent)),
            last_message: LastMessage {
                preview: self.secret.preview.clone(),
                direction: conversation.last.direction.into(),
                at: conversation.last.at,
            },
            messages: conversation.messages,
            opened_at: conversation.opened_at,
            closed_at: self.closed_at,
            waiting_since: conversation.waiting_since,
            unclaimed_since: conversation.unclaimed_since,
            reply_only: conversation.reply_only,
        }
    }
}

/// A row of a list. `None` for a thread that has no open conversation any more, as an index may still show for a moment.
pub(crate) fn row(directory: &Directory, stored: &StoredRow) -> Option<Row> {
    match stored {
        StoredRow::Open(thread) => Shown::open(thread).map(|shown| shown.row(directory)),
        StoredRow::Closed(closed) => Some(Shown::closed(closed).row(directory)),
    }
}

/// A conversation in its thread, open or closed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ConversationView<'a> {
    pub(crate) thread: &'a Thread,
    pub(crate) closed: Option<&'a ClosedConversation>,
    pub(crate) subscriber: Option<&'a Subscriber>,
    /// The applications that the member's number is on.
    pub(crate) links: &'a [ApplicationLink],
}

impl ConversationView<'_> {
    /// The conversation as `agent` sees it.
    pub(crate) fn conversation(self, directory: &Directory, agent: &Agent) -> Option<Conversation> {
        let thread = self.thread;
        let mut shown = match self.closed {
            Some(closed) => Shown::closed(closed),
            None => Shown::open(thread)?,
        };
        // The name and the journey are the person's, and may be given after a conversation closed.
        (shown.name, shown.journey) = (thread.secret.name.as_ref(), thread.journey);
        let unknown;
        let subscriber = if let Some(subscriber) = self.subscriber {
            subscriber
        } else {
            let (organisation, id) = (thread.organisation.clone(), thread.id.subscriber());
            unknown = Subscriber::new(organisation, id, thread.theirs.clone());
            &unknown
        };
        let ordinal = shown.id.ordinal;
        let sees = shown.conversation.visible_to(agent);
        let refused = |refusal: Option<&dyn Explain>| Ability::unless(refusal.map(|r| r.explain(directory)));
        let send = thread.may_compose(ordinal, agent, subscriber).err();
        let claim = thread.may_claim(ordinal, agent).err();
        let close = thread.may_close(ordinal, agent).err();
        let settle = thread.may_settle(subscriber);
        let about = shown.conversation.application.as_ref();
        let about = about.and_then(|id| ConversationApplication::of(self.links, id));
        let (application, link) = about.unzip();
        Some(Conversation {
            row: shown.row(directory),
            can_send: refused(send.as_ref().map(|r| r as _)),
            can_claim: refused(claim.as_ref().map(|r| r as _)),
            can_close: refused(close.as_ref().map(|r| r as _)),
            can_name: Ability::unless((!sees).then(conversation_not_found)),
            can_settle: refused(settle.as_ref().err().map(|r| r as _)),
            opted_out_at: subscriber.blocked(&thread.ours).map(|o| o.at),
            consent: link.map(|link| ConsentColours::of(Some(subscriber), &About::from(link))),
            application,
            task: settle.ok().map(|hold| Task {
                kind: hold.why.into(),
                message: MessageId {
                    thread: thread.id.clone(),
                    seq: hold.message,
                }
                .to_string(),
                at: hold.at,
            }),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::view::samples;

    fn shown(view: ConversationView<'_>) -> Value {
        let directory = samples::directory();
        let conversation = view.conversation(&directory, &directory.agents[0]);
        serde_json::to_value(conversation).unwrap()
    }

    fn open(thread: &Thread) -> ConversationView<'_> {
        ConversationView {
            thread,
            closed: None,
            subscriber: None,
            links: &[],
        }
    }

    #[test]
    fn el_01_mc_04_a_row_shows_names_from_the_directory() {
        let row = row(&samples::directory(), &StoredRow::Open(samples::thread(1))).unwrap();
        let row = serde_json::to_value(row).unwrap();
        let expected = json!({
            "id": format!("{}-1", samples::THREAD),
            "state": "open",
            "customer": "+15552010001",
            "name": "Ana",
            "journey": "Elle Chat",
            "group": { "id": "retail", "name": "Retail" },
            "location": { "id": "harbor", "name": "harbor" },
            "campaign": "Autumn loans",
            "number": "+15550100001",
            "team": { "id": "lending", "name": "Lending" },
            "agent": { "id": "maria", "name": "Maria Lopez" },
            "last_message": { "preview": "Hi", "direction": "in", "at": "2026-11-22T10:00:00Z" },
            "messages": 1,
            "opened_at": "2026-11-22T10:00:00Z",
            "closed_at": null,
            "waiting_since": "2026-11-22T10:00:00Z",
            "unclaimed_since": null,
            "reply_only": false,
        });
        assert_eq!(row, expected);
    }

    #[test]
    fn a_thread_whose_conversation_just_closed_is_no_row() {
        let mut thread = samples::thread(1);
        thread.conversation = None;
        assert_eq!(row(&samples::directory(), &StoredRow::Open(thread)), None);
    }

    #[test]
    fn mc_31_a_conversation_says_who_may_text() {
        let mut thread = samples::thread(1);
        let mine = shown(open(&thread));
        assert_eq!(
            mine["can_send"],
            json!({ "allowed": true, "code": null, "detail": null })
        );
        assert_eq!(mine["opted_out_at"], Value::Null);
        if let Some(conversation) = &mut thread.conversation {
            conversation.claim = None;
        }
        let unclaimed = shown(open(&thread));
        assert_eq!(unclaimed["can_send"]["code"], "not_claimed");
    }

    #[test]
    fn a_conversation_says_what_else_the_caller_may_do() {
        let mut thread = samples::thread(1);
        let code = |shown: &Value, ability: &str| shown[ability]["code"].clone();
        let mine = shown(open(&thread));
        assert_eq!(code(&mine, "can_claim"), "already_yours");
        assert_eq!(code(&mine, "can_close"), Value::Null);
        assert_eq!(code(&mine, "can_name"), Value::Null);
        assert_eq!(code(&mine, "can_settle"), "nothing_to_settle");
        if let Some(conversation) = &mut thread.conversation {
            conversation.claim = None;
        }
        assert_eq!(code(&shown(open(&thread)), "can_claim"), Value::Null);
        thread.conversation = None;
        let closed = samples::closed(1);
        let closed = shown(ConversationView {
            closed: Some(&closed),
            ..open(&thread)
        });
        for ability in ["can_send", "can_claim", "can_close"] {
            assert_eq!(code(&closed, ability), "conversation_closed", "{ability}");
        }
    }

    #[test]
    fn mc_51_a_closed_conversation_of_who_opted_out_says_so_under_the_name_of_now() {
        let mut thread = samples::thread(1);
        thread.conversation = None;
        thread.secret.name = Some("Ana Maria".to_owned());
        let (closed, subscriber) = (samples::closed(1), samples::opted_out());
        let conversation = shown(ConversationView {
            thread: &thread,
            closed: Some(&closed),
            subscriber: Some(&subscriber),
            links: &[],
        });
        assert_eq!(conversation["state"], "closed");
        assert_eq!(conversation["name"], "Ana Maria");
        assert_eq!(conversation["can_send"]["code"], "opted_out");
        assert_eq!(conversation["opted_out_at"], "2026-11-22T11:00:00Z");
        assert_eq!(conversation["closed_at"], "2026-11-22T11:00:00Z");
    }
}
