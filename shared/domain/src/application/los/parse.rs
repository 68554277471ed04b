//! Reading an event.

use jiff::{SignedDuration, Timestamp};

use crate::application::{
    At, LosDocument, LosEvent, LosEventKind, LosRefusal, MAX_PEOPLE, Notes, People, people_of,
};
use crate::id::AgentId;
use crate::journey::Journey;

/// The longest name of a stage, in characters.
const MAX_STAGE: usize = 80;

/// How far ahead of ours the clock of a loan-origination system may be.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

pub(crate) const KINDS: &[(&str, LosEventKind)] = &[
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
pub fn parse_los_event(document: &LosDocument, now: Timestamp) -> Result<LosEvent, LosRefusal> {
    let root = At::root(document);
    let mut notes = Notes::default();
    if !document.is_sound {
        notes.note(root.refuse("malformed_json"));
    }
    let event = root.object()?;
    event.note_doubled(&["id", "type", "occurred_at", "application", "stage"], &mut notes);
    let id = event.required("id")?.id(128)?;
    let occurred_at = event.required("occurred_at")?;
    let at = occurred_at.time()?;
    if at.duration_since(now) > AHEAD {
        return Err(occurred_at.refuse("occurred_in_future"));
    }
    let application = event.required("application")?.object()?;
    application.note_doubled(&["id", "journey", "people", "agents"], &mut notes);
    let los_id = application.required("id")?.id(128)?;
    let kind = event
        .required("type")
        .and_then(|kind| kind.one_of(KINDS, "unknown_event_type"));
    // What an event of no known type tells of the application counts.
    let kind = notes.understood(kind).unwrap_or(LosEventKind::Updated);
    let journey = application.optional("journey");
    let journey = journey.and_then(|j| notes.understood(j.one_of(JOURNEYS, "unknown_journey")));
    let People { on_it, besides } = people_of(&people_lists(&event, &los_id), at, &mut notes);
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

/// The lists of people that it tells of the application: more than one where a member is doubled.
fn people_lists(event: &At, los_id: &str) -> Vec<At> {
    let told = event.all("application").into_iter();
    let same = told.filter_map(|told| told.object().ok()).filter(|told| {
        let id = told.optional("id");
        id.is_none_or(|id| id.id(128).is_ok_and(|id| id == los_id))
    });
    let lists = same.flat_map(|told| told.all("people"));
    lists.filter(|list| !list.is_null()).collect()
}

/// The stage that was entered. Only two kinds say that the applicant moved; systems repeat the current stage in others.
fn stage(event: &At, kind: LosEventKind, notes: &mut Notes) -> Option<String> {
    let stage = match kind {
        LosEventKind::StageEntered => notes.understood(event.required("stage"))?,
        _ => event.optional("stage")?,
    };
    let at = match stage.object() {
        Ok(stage) => notes.understood(stage.required("name"))?,
        Err(_) => stage,
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
fn agents_of(list: &At, notes: &mut Notes) -> Option<Vec<AgentId>> {
    let items = notes.understood(list.items(&[]))?;
    if items.len() > MAX_PEOPLE {
        notes.note(list.refuse("too_many_agents"));
    }
    let read = items.iter().take(MAX_PEOPLE);
    let agents: Vec<AgentId> = read
        .filter_map(|at| notes.understood(at.slug(AgentId::parse, "invalid_agent_id")))
        .collect();
    (items.is_empty() || !agents.is_empty()).then_some(agents)
}
