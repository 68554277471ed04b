//! The people of an event.

use jiff::Timestamp;
use std::collections::BTreeSet;

use crate::aggregate::rest::Rest;
use crate::application::{
    At, LosPerson, LosRefusal, MAX_MOBILES, Notes, Person, PersonDetails, PersonRole, consents,
};
use crate::id::{PartnerId, PersonId};
use crate::phone::{NumberProblem, PhoneNumber};

/// The most people that an application may have.
pub(crate) const MAX_PEOPLE: usize = 50;

/// The longest id of a person, in characters.
const MAX_ID: usize = 40;

/// How much is shown of what was told as a number and is none, in characters.
const MAX_TOLD: usize = 80;

/// The longest name, in characters.
const MAX_NAME: usize = 200;

const ROLES: &[(&str, PersonRole)] = &[
    ("borrower", PersonRole::Borrower),
    ("co_borrower", PersonRole::CoBorrower),
    ("guarantor", PersonRole::Guarantor),
    ("external_contact", PersonRole::ExternalContact),
    ("partner", PersonRole::Partner),
];

/// Those of an event.
#[derive(Debug, Default)]
pub(crate) struct People {
    /// Who is on the application; `None` when that could not be read.
    pub(crate) on_it: Option<Vec<LosPerson>>,
    /// Who took consent back, beyond those that an application may have.
    pub(crate) besides: Vec<LosPerson>,
}

/// Reads the people of an event of `told_at`.
pub(crate) fn people_of(list: &At<'_>, told_at: Timestamp, notes: &mut Notes) -> People {
    let Some(items) = notes.understood(list.items()) else {
        return People::default();
    };
    if items.len() > MAX_PEOPLE {
        notes.note(list.refuse("too_many_people"));
    }
    let mut ids = BTreeSet::new();
    let mut people = Vec::new();
    for (place, at) in items.iter().enumerate() {
        people.extend(person(at, place, &mut ids, told_at, notes));
    }
    let mut besides = people.split_off(people.len().min(MAX_PEOPLE));
    besides.retain(|someone| someone.consents.iter().any(|consent| !consent.granted));
    for someone in &mut besides {
        someone.consents.retain(|consent| !consent.granted);
    }
    let with_mobile = people
        .iter_mut()
        .filter(|someone| someone.person.mobile.is_some());
    let mut too_many = with_mobile.skip(MAX_MOBILES).peekable();
    if too_many.peek().is_some() {
        notes.note(list.refuse("too_many_mobiles"));
    }
    for someone in too_many {
        let number = someone.person.mobile.take();
        someone.person.number_problem = Some(NumberProblem::TooMany);
        someone.details.told_number = number.map(String::from);
    }
    People {
        on_it: (items.is_empty() || !people.is_empty()).then_some(people),
        besides,
    }
}

fn person(
    at: &At<'_>,
    place: usize,
    ids: &mut BTreeSet<PersonId>,
    told_at: Timestamp,
    notes: &mut Notes,
) -> Option<LosPerson> {
    notes.understood(at.object())?;
    let role = at.required("role");
    let role = notes.understood(role.and_then(|role| role.one_of(ROLES, "unknown_role")));
    let partner = at.optional("partner");
    let partner = partner.and_then(|p| notes.understood(p.slug(PartnerId::parse, "invalid_partner_id")));
    let told = at
        .optional("mobile")
        .filter(|mobile| !mobile.as_told().trim().is_empty());
    let (mut mobile, mut number_problem, mut told_number) = (None, None, None);
    if let Some(told) = told {
        match PhoneNumber::told(&told.as_told()) {
            Ok(number) => mobile = Some(number),
            Err(problem) => {
                notes.note(told.refuse(problem.code()));
                number_problem = Some(problem);
                told_number = Some(told.as_told().trim().chars().take(MAX_TOLD).collect());
            }
        }
    }
    // What cannot be read of an address still says that there is one, so it is kept as it was told.
    let address = |name: &'static str, most: usize| {
        let told: String = at.optional(name)?.as_told().trim().chars().take(most).collect();
        (!told.is_empty()).then_some(told)
    };
    let mut short = |name: &'static str, most: usize| {
        let at = at.optional(name)?;
        notes.understood(at.short(most)).flatten()
    };
    let email = short("email", 254);
    let (zip, state, country) = (address("zip", 16), address("state", 40), address("country", 60));
    let name = name(at, notes);
    let consents = consents(at, told_at, notes);
    let is_told_of = told_number.is_some() || mobile.is_some() || name.is_some() || email.is_some();
    let says_something = role.is_some() || is_told_of || !consents.is_empty();
    if at.optional("id").is_none() && !says_something {
        return None;
    }
    Some(LosPerson {
        number: mobile.clone(),
        person: Person {
            id: id(at, place, ids, notes)?,
            // Whom automation never texts by itself.
            role: role.unwrap_or(PersonRole::ExternalContact),
            mobile,
            number_problem,
            partner,
            rest: Rest::default(),
        },
        details: PersonDetails {
            name,
            email,
            zip,
            state: state.map(|state| state.to_ascii_uppercase()),
            country,
            told_number,
            rest: Rest::default(),
        },
        consents,
    })
}

/// Their id, and one that nobody has yet where it cannot be read or somebody has it: nobody is lost.
fn id(at: &At<'_>, place: usize, ids: &mut BTreeSet<PersonId>, notes: &mut Notes) -> Option<PersonId> {
    let told = at.required("id");
    let read = told.and_then(|told| {
        told.slug(PersonId::parse, "invalid_person_id")
            .or_else(|e| spelt(&told, e, notes))
    });
    let read = notes
        .understood(read)
        .or_else(|| PersonId::parse(&format!("person-{}", place + 1)).ok())?;
    if ids.insert(read.clone()) {
        return Some(read);
    }
    notes.note(at.refuse("duplicate_person"));
    let mut numbers = 2..;
    let id = numbers.find_map(|number| {
        let suffix = format!("-{number}");
        let stem = &read.as_str()[..read.as_str().len().min(MAX_ID - suffix.len())];
        let other = PersonId::parse(&format!("{stem}{suffix}")).ok()?;
        (!ids.contains(&other)).then_some(other)
    })?;
    ids.insert(id.clone());
    Some(id)
}

/// An id with hyphens in place of what none may hold.
fn spelt(told: &At<'_>, invalid: LosRefusal, notes: &mut Notes) -> Result<PersonId, LosRefusal> {
    let spelt = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let id: String = told.line()?.chars().map(spelt).take(MAX_ID).collect();
    if !id.contains(|c: char| c != '-') {
        return Err(invalid);
    }
    let id = PersonId::parse(&id).map_err(|_| invalid.clone())?;
    notes.note(invalid);
    Ok(id)
}

fn name(person: &At<'_>, notes: &mut Notes) -> Option<String> {
    let at = person.optional("name")?;
    let name = notes.understood(at.line())?;
    if name.chars().count() > MAX_NAME {
        notes.note(at.refuse("too_long"));
    }
    let name: String = name.chars().take(MAX_NAME).collect();
    (!name.is_empty()).then_some(name)
}
