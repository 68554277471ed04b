//! The people of an event.

use jiff::Timestamp;
use std::collections::BTreeSet;

use crate::aggregate::rest::Rest;
use crate::application::{
    At, LosPerson, MAX_MOBILES, Notes, Person, PersonDetails, PersonRole, consents, meaning,
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

/// What a person consists of. `partner` is a role too, and may be the key of a person.
const MEMBERS: &[&str] = &[
    "id", "role", "name", "mobile", "email", "zip", "state", "country", "consents",
];

/// Reads the people of an event of `told_at`. Of several lists the last one counts, and of the others what took consent back.
pub(crate) fn people_of(lists: &[At], told_at: Timestamp, notes: &mut Notes) -> People {
    let Some((list, others)) = lists.split_last() else {
        return People::default();
    };
    let mut besides = Vec::new();
    for other in others {
        besides.extend(read(other, told_at, notes).map_or(Vec::new(), |(_, people)| people));
    }
    let on_it = read(list, told_at, notes).and_then(|(told, mut people)| {
        besides.extend(people.split_off(people.len().min(MAX_PEOPLE)));
        limit_mobiles(list, &mut people, notes);
        (told == 0 || !people.is_empty()).then_some(people)
    });
    besides.retain(|someone| someone.consents.iter().any(|consent| !consent.granted));
    for someone in &mut besides {
        someone.consents.retain(|consent| !consent.granted);
    }
    People { on_it, besides }
}

/// How many are told in a list, and those that could be read.
fn read(list: &At, told_at: Timestamp, notes: &mut Notes) -> Option<(usize, Vec<LosPerson>)> {
    let items = notes.understood(list.items(MEMBERS))?;
    if items.len() > MAX_PEOPLE {
        notes.note(list.refuse("too_many_people"));
    }
    let mut ids = BTreeSet::new();
    let mut people = Vec::new();
    for (place, at) in items.iter().enumerate() {
        people.extend(person(at, place, &mut ids, told_at, notes));
    }
    Some((items.len(), people))
}

fn limit_mobiles(list: &At, people: &mut [LosPerson], notes: &mut Notes) {
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
}

fn person(
    at: &At,
    place: usize,
    ids: &mut BTreeSet<PersonId>,
    told_at: Timestamp,
    notes: &mut Notes,
) -> Option<LosPerson> {
    let key = at.key().map(str::to_owned);
    let at = &notes.understood(at.object())?;
    at.note_doubled(MEMBERS, notes);
    let role = match key.as_deref().and_then(|key| meaning(key, ROLES)) {
        Some(keyed) if at.optional("role").is_none() => Some(keyed),
        _ => {
            let role = at.required("role");
            notes.understood(role.and_then(|role| role.one_of(ROLES, "unknown_role")))
        }
    };
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
    let email = at.optional("email");
    let email = email.and_then(|email| notes.understood(email.short(254)).flatten());
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
            id: id(at, key.as_deref(), place, ids, notes)?,
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

/// The person's id as the system gives it. Where it cannot be read, or another person of the event has it, one that nobody has: the
/// person is kept in any case.
fn id(
    at: &At,
    key: Option<&str>,
    place: usize,
    ids: &mut BTreeSet<PersonId>,
    notes: &mut Notes,
) -> Option<PersonId> {
    let keyed = key.filter(|_| at.optional("id").is_none()).and_then(spelt);
    let read = keyed.or_else(|| {
        let told = at.required("id");
        let read = told.and_then(|told| {
            let invalid = match told.slug(PersonId::parse, "invalid_person_id") {
                Err(invalid) => invalid,
                read => return read,
            };
            let spelt = spelt(&told.line()?).ok_or_else(|| invalid.clone())?;
            notes.note(invalid);
            Ok(spelt)
        });
        notes.understood(read)
    });
    let read = read.or_else(|| PersonId::parse(&format!("person-{}", place + 1)).ok())?;
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
fn spelt(told: &str) -> Option<PersonId> {
    let spelt = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let id: String = told.trim().chars().map(spelt).take(MAX_ID).collect();
    let says_something = id.contains(|c: char| c != '-');
    PersonId::parse(&id).ok().filter(|_| says_something)
}

fn name(person: &At, notes: &mut Notes) -> Option<String> {
    let at = person.optional("name")?;
    let name = notes.understood(at.line())?;
    if name.chars().count() > MAX_NAME {
        notes.note(at.refuse("too_long"));
    }
    let name: String = name.chars().take(MAX_NAME).collect();
    (!name.is_empty()).then_some(name)
}
