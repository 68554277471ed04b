//! The events of loan-origination and account-opening systems, as `docs/los-event.schema.json` describes them.
//!
//! Members that are not known are passed over, `null` is the same as absent. What is known and cannot be read is passed over too,
//! and noted with the JSON path to it: one odd member keeps nothing else out, a withdrawal of consent least of all. Refused is only
//! what does not say which event it is, of which application, and when.

mod consents;
mod people;
mod read;
mod unread;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use self::people::{MAX_PEOPLE, People};
use self::read::At;
use self::unread::Notes;
pub use self::unread::Unread;
use super::{Person, PersonDetails};
use crate::id::AgentId;
use crate::phone::PhoneNumber;
use crate::consent::{Category, Channel};
use crate::thread::Journey;

/// The largest event that is read, in bytes.
pub const MAX_EVENT_BYTES: usize = 256 * 1024;

/// The most people with a mobile number that an application may have: each is a row of its own beside the consent of the
/// number, written together with the application.
pub const MAX_MOBILES: usize = 20;

/// The longest name of a stage, in characters.
const MAX_STAGE: usize = 80;

/// How far ahead of ours the clock of a loan-origination system may be.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosEvent {
    /// Its id, by which it is taken in once.
    pub id: String,
    /// What happened.
    pub kind: LosEventKind,
    /// When.
    pub occurred_at: Timestamp,
    /// What its system calls the application.
    pub application: String,
    /// The stage that was entered.
    pub stage: Option<String>,
    /// What brought the applicant here.
    pub journey: Option<Journey>,
    /// Who is on it.
    pub people: Option<Vec<LosPerson>>,
    /// Who looks after it.
    pub agents: Option<Vec<AgentId>>,
    /// Who took consent back without being on it: more than there may be were told.
    pub besides: Vec<LosPerson>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// What happened to an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LosEventKind {
    /// It was created.
    Created,
    /// Something about it changed.
    Updated,
    /// The applicant moved into a stage.
    StageEntered,
    /// The applicant finished it.
    Completed,
    /// It was given up.
    Withdrawn,
}

/// Somebody on an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosPerson {
    /// What the table may read.
    pub person: Person,
    /// What is sealed.
    pub details: PersonDetails,
    /// The number that their consents are about: their mobile number, even where the application cannot have one more.
    pub number: Option<PhoneNumber>,
    /// What they consented to elsewhere.
    pub consents: Vec<LosConsent>,
}

/// A consent that somebody gave, or took back, in the loan-origination system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LosConsent {
    /// To what texts.
    pub category: Category,
    /// Whether it was given.
    pub granted: bool,
    /// What they were shown; `None` where consent was taken back without.
    pub wording: Option<String>,
    /// Where they said so.
    pub channel: Channel,
    /// When.
    pub at: Timestamp,
}

/// Why an event is not taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code} at {path}")]
pub struct LosRefusal {
    /// The stable code.
    pub code: &'static str,
    /// Where, as a JSON path such as `$.application.people[0].role`.
    pub path: String,
}

const KINDS: &[(&str, LosEventKind)] = &[
    ("application.created", LosEventKind::Created),
    ("application.updated", LosEventKind::Updated),
    ("stage.entered", LosEventKind::StageEntered),
    ("application.completed", LosEventKind::Completed),
    ("application.withdrawn", LosEventKind::Withdrawn),
];

const JOURNEYS: &[(&str, Journey)] = &[
    ("Loan Application", Journey::LoanApplication),
    ("New Membership", Journey::NewMembership),
    ("Elle Chat", Journey::ElleChat),
];

/// Reads an event.
pub fn parse_los_event(value: &Value, now: Timestamp) -> Result<LosEvent, LosRefusal> {
    let event = At::root(value);
    event.object()?;
    let id = event.required("id")?.id(128)?;
    let occurred_at = event.required("occurred_at")?;
    let at = occurred_at.time()?;
    if at.duration_since(now) > AHEAD {
        return Err(occurred_at.refuse("occurred_in_future"));
    }
    let application = event.required("application")?;
    application.object()?;
    let los_id = application.required("id")?.id(128)?;
    let mut notes = Notes::default();
    let kind = event
        .required("type")
        .and_then(|kind| kind.one_of(KINDS, "unknown_event_type"));
    // What an event of no known type tells of the application counts.
    let kind = notes.understood(kind).unwrap_or(LosEventKind::Updated);
    let journey = application.optional("journey");
    let journey = journey.and_then(|j| notes.understood(j.one_of(JOURNEYS, "unknown_journey")));
    let people = application.optional("people");
    let People { on_it, besides } =
        people.map_or_else(People::default, |list| people::people(&list, at, &mut notes));
    let agents = application.optional("agents");
    let agents = agents.and_then(|list| agents_of(&list, &mut notes));
    let stage = stage(&event, kind, &mut notes);
    Ok(LosEvent {
        id,
        kind,
        occurred_at: at,
        application: los_id,
        stage,
        journey,
        people: on_it,
        agents,
        besides,
        unread: notes.into_unread(),
    })
}

/// The stage that was entered. Only two kinds say that the applicant moved; systems repeat the current stage in others.
fn stage(event: &At<'_>, kind: LosEventKind, notes: &mut Notes) -> Option<String> {
    let stage = match kind {
        LosEventKind::StageEntered => notes.understood(event.required("stage"))?,
        _ => event.optional("stage")?,
    };
    let at = if stage.object().is_ok() {
        notes.understood(stage.required("name"))?
    } else {
        stage
    };
    let name = notes.understood(at.line())?;
    if name.is_empty() {
        notes.note(at.refuse("too_short"));
        return None;
    }
    if name.chars().count() > MAX_STAGE {
        notes.note(at.refuse("too_long"));
    }
    let moved = matches!(kind, LosEventKind::Created | LosEventKind::StageEntered);
    moved.then(|| name.chars().take(MAX_STAGE).collect())
}

/// Who looks after it; `None` when nobody of those told could be read.
fn agents_of(list: &At<'_>, notes: &mut Notes) -> Option<Vec<AgentId>> {
    let items = notes.understood(list.items())?;
    if items.len() > MAX_PEOPLE {
        notes.note(list.refuse("too_many_agents"));
    }
    let read = items.iter().take(MAX_PEOPLE);
    let agents: Vec<AgentId> = read
        .filter_map(|at| notes.understood(at.slug(AgentId::parse, "invalid_agent_id")))
        .collect();
    (items.is_empty() || !agents.is_empty()).then_some(agents)
}
