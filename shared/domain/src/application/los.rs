//! The events of loan-origination and account-opening systems, as `docs/los-event.schema.json` describes them.
//!
//! Members that are not known are passed over, `null` is the same as absent. What is known and wrong is refused with the
//! JSON path to it.

mod read;

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use self::read::At;
use super::{NumberProblem, Person, PersonDetails, PersonRole};
use crate::id::{AgentId, PartnerId, PersonId};
use crate::phone::PhoneNumber;
use crate::rest::Rest;
use crate::subscriber::{Category, Channel};
use crate::thread::Journey;

/// The largest event that is read, in bytes.
pub const MAX_EVENT_BYTES: usize = 256 * 1024;

/// The most people with a mobile number that an application may have: each is a row of its own beside the consent of the
/// number, written together with the application.
pub const MAX_MOBILES: usize = 20;

/// The most people that an application may have.
const MAX_PEOPLE: usize = 50;

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
    /// What they were shown.
    pub wording: String,
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

const ROLES: &[(&str, PersonRole)] = &[
    ("borrower", PersonRole::Borrower),
    ("co_borrower", PersonRole::CoBorrower),
    ("guarantor", PersonRole::Guarantor),
    ("external_contact", PersonRole::ExternalContact),
    ("partner", PersonRole::Partner),
];

const CHANNELS: &[(&str, Channel)] = &[
    ("text", Channel::Text),
    ("phone", Channel::Phone),
    ("paper", Channel::Paper),
    ("in_person", Channel::InPerson),
    ("web", Channel::Web),
];

const CATEGORIES: &[(&str, Category)] = &[
    ("service", Category::Service),
    ("automation", Category::Automation),
    ("marketing", Category::Marketing),
];

/// Reads an event.
pub fn parse_los_event(value: &Value, now: Timestamp) -> Result<LosEvent, LosRefusal> {
    let event = At::root(value);
    event.object()?;
    let id = event.required("id")?.text(1, 128)?;
    let kind = event.required("type")?.one_of(KINDS, "unknown_event_type")?;
    let occurred_at = event.required("occurred_at")?;
    let at = occurred_at.time()?;
    if at.duration_since(now) > AHEAD {
        return Err(occurred_at.refuse("occurred_in_future"));
    }
    let application = event.required("application")?;
    application.object()?;
    let los_id = application.required("id")?.text(1, 128)?;
    let journey = application.optional("journey");
    let journey = journey
        .map(|j| j.one_of(JOURNEYS, "unknown_journey"))
        .transpose()?;
    let people = application.optional("people").map(|p| people(&p)).transpose()?;
    let agents = application.optional("agents").map(|a| agents(&a)).transpose()?;
    let stage = match kind {
        LosEventKind::StageEntered => Some(event.required("stage")?),
        _ => event.optional("stage"),
    };
    let stage = stage.map(|stage| {
        stage.object()?;
        stage.required("name")?.text(1, 80)
    });
    let stage = stage.transpose()?;
    // Only these two say that the applicant moved; systems repeat the current stage in others.
    let moved = matches!(kind, LosEventKind::Created | LosEventKind::StageEntered);
    Ok(LosEvent {
        id,
        kind,
        occurred_at: at,
        application: los_id,
        stage: stage.filter(|_| moved),
        journey,
        people,
        agents,
    })
}

fn agents(list: &At<'_>) -> Result<Vec<AgentId>, LosRefusal> {
    let mut agents = Vec::new();
    for agent in list.items(MAX_PEOPLE, "too_many_agents")? {
        let id = agent.text(1, 40)?;
        agents.push(AgentId::parse(&id).map_err(|_| agent.refuse("invalid_agent_id"))?);
    }
    Ok(agents)
}

fn people(list: &At<'_>) -> Result<Vec<LosPerson>, LosRefusal> {
    let mut people: Vec<LosPerson> = Vec::new();
    let mut seen = BTreeSet::new();
    for at in list.items(MAX_PEOPLE, "too_many_people")? {
        let someone = person(&at)?;
        if !seen.insert(someone.person.id.clone()) {
            return Err(at.refuse("duplicate_person"));
        }
        people.push(someone);
    }
    if people.iter().filter(|p| p.person.mobile.is_some()).count() > MAX_MOBILES {
        return Err(list.refuse("too_many_mobiles"));
    }
    Ok(people)
}

fn person(at: &At<'_>) -> Result<LosPerson, LosRefusal> {
    at.object()?;
    let id = at.required("id")?;
    let id = PersonId::parse(&id.text(1, 40)?).map_err(|_| id.refuse("invalid_person_id"))?;
    let role = at.required("role")?.one_of(ROLES, "unknown_role")?;
    let optional = |name: &'static str, most: usize| -> Result<Option<String>, LosRefusal> {
        let text = at.optional(name).map(|at| at.text(0, most)).transpose()?;
        Ok(text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()))
    };
    let told = optional("mobile", 40)?;
    let mobile = told.as_deref().and_then(number);
    let number_problem = match (&told, &mobile) {
        (Some(_), None) => Some(NumberProblem::NotANumber),
        _ => None,
    };
    let partner = at.optional("partner").map(|partner| {
        PartnerId::parse(&partner.text(1, 40)?).map_err(|_| partner.refuse("invalid_partner_id"))
    });
    let state = optional("state", 40)?;
    let zip = at.optional("zip").map(|zip| zip.text_or_number(16)).transpose()?;
    let mut consents = Vec::new();
    if let Some(list) = at.optional("consents") {
        for consent in list.items(10, "too_many_consents")? {
            consents.push(self::consent(&consent)?);
        }
    }
    Ok(LosPerson {
        person: Person {
            id,
            role,
            mobile,
            number_problem,
            partner: partner.transpose()?,
            rest: Rest::default(),
        },
        details: PersonDetails {
            name: optional("name", 200)?,
            email: optional("email", 254)?,
            zip: zip
                .filter(|zip| !zip.trim().is_empty())
                .map(|zip| zip.trim().to_owned()),
            state: state.map(|state| state.to_ascii_uppercase()),
            country: optional("country", 60)?,
            rest: Rest::default(),
        },
        consents,
    })
}

fn consent(at: &At<'_>) -> Result<LosConsent, LosRefusal> {
    at.object()?;
    Ok(LosConsent {
        category: at.required("category")?.one_of(CATEGORIES, "unknown_category")?,
        granted: at.required("granted")?.boolean()?,
        wording: at.required("wording")?.text(1, 1_000)?,
        channel: at.required("channel")?.one_of(CHANNELS, "unknown_channel")?,
        at: at.required("at")?.time()?,
    })
}

/// A mobile number as systems write it: E.164, or ten digits as the United States and Canada write them, the first of area
/// code and exchange from 2 to 9 (North American Numbering Plan).
fn number(told: &str) -> Option<PhoneNumber> {
    let punctuation = |c: &char| !matches!(c, ' ' | '-' | '.' | '(' | ')' | '/');
    let plain: String = told.chars().filter(punctuation).collect();
    if plain.starts_with('+') {
        return PhoneNumber::parse(&plain).ok();
    }
    let national = match plain.len() {
        11 => plain.strip_prefix('1')?,
        10 => &plain,
        _ => return None,
    };
    let digits = national.as_bytes();
    let assignable = |digit: &u8| (b'2'..=b'9').contains(digit);
    if digits.iter().all(u8::is_ascii_digit) && assignable(&digits[0]) && assignable(&digits[3]) {
        PhoneNumber::parse(&format!("+1{national}")).ok()
    } else {
        None
    }
}
