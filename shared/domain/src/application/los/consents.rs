//! What people agreed to in the loan-origination system, or took back.
//!
//! In doubt there is less consent: a statement that does not say yes says no. What took it back counts however little of it is
//! understood, what gave it only when it says to what, when and by which words.

use jiff::Timestamp;
use std::collections::BTreeMap;

use crate::application::{At, LosConsent, LosRefusal, Notes, meaning};
use crate::consent::{Category, Channel};

/// The most consents of a person in one event, besides those that were taken back.
const MAX_CONSENTS: usize = 10;

/// The longest wording that is kept, in characters.
const MAX_WORDING: usize = 10_000;

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

const CATEGORY: &str = "category";
const GRANTED: &str = "granted";
const WORDING: &str = "wording";
const CHANNEL: &str = "channel";
const AT: &str = "at";

/// What a statement about consent consists of.
const MEMBERS: &[&str] = &[CATEGORY, GRANTED, WORDING, CHANNEL, AT];

/// Reads the consents of a person, told by an event of `told_at`.
pub(crate) fn consents(person: &At, told_at: Timestamp, notes: &mut Notes) -> Vec<LosConsent> {
    let lists = person.all("consents").into_iter().filter(|list| !list.is_null());
    let mut items = Vec::new();
    for list in lists {
        match list.items(MEMBERS) {
            Ok(inside) => items.push(inside),
            // A mere no in place of the list.
            Err(_) if list.boolean() == Ok(false) => items.push(vec![list.clone()]),
            Err(refusal) => notes.note(refusal),
        }
        if items.last().is_some_and(|inside| inside.len() > MAX_CONSENTS) {
            notes.note(list.refuse("too_many_consents"));
        }
    }
    let mut kept = Vec::new();
    // Of more than are kept, what was taken back last counts.
    let mut revoked: BTreeMap<Category, LosConsent> = BTreeMap::new();
    for (place, item) in items.iter().flatten().enumerate() {
        let said = consent(item, told_at, notes);
        if place < MAX_CONSENTS {
            kept.extend(said);
            continue;
        }
        for said in said.into_iter().filter(|said| !said.granted) {
            let known = revoked.entry(said.category).or_insert_with(|| said.clone());
            if said.at > known.at {
                *known = said;
            }
        }
    }
    kept.extend(revoked.into_values());
    kept
}

/// Consent taken back: in all categories, where it does not say in which.
fn taken_back(
    category: Option<Category>,
    at: Timestamp,
    channel: Channel,
    wording: Option<&String>,
) -> Vec<LosConsent> {
    let categories = CATEGORIES.iter().map(|(_, any)| *any);
    categories
        .filter(|any| category.is_none_or(|category| category == *any))
        .map(|category| LosConsent {
            category,
            granted: false,
            wording: wording.cloned(),
            channel,
            at,
        })
        .collect()
}

pub(crate) fn consent(item: &At, told_at: Timestamp, notes: &mut Notes) -> Vec<LosConsent> {
    let keyed = item.key().and_then(|key| meaning(key, CATEGORIES));
    let at = match item.object() {
        Ok(at) => at,
        Err(refusal) => return mere_word(item, keyed, refusal, told_at, notes),
    };
    if keyed.is_none() && !MEMBERS.iter().any(|member| at.tells(member)) {
        notes.note(item.refuse("too_short"));
        return Vec::new();
    }
    at.note_doubled(&[GRANTED, CHANNEL], notes);
    let granted = granted(&at, notes);
    let category = match keyed {
        Some(keyed) if at.all(CATEGORY).iter().all(At::is_null) => Some(keyed),
        _ => {
            let category = at.single(CATEGORY);
            notes.understood(category.and_then(|c| c.one_of(CATEGORIES, "unknown_category")))
        }
    };
    let said_at = notes.understood(at.single(AT).and_then(|said_at| said_at.time()));
    let channel = at.required(CHANNEL);
    let channel = notes.understood(channel.and_then(|c| c.one_of(CHANNELS, "unknown_channel")));
    let channel = channel.unwrap_or(Channel::Unknown);
    let wording = wording(&at, notes);
    if !granted {
        return taken_back(category, said_at.unwrap_or(told_at), channel, wording.as_ref());
    }
    let whole = category.zip(said_at).zip(wording);
    let given = whole.map(|((category, at), wording)| LosConsent {
        category,
        granted,
        wording: Some(wording),
        channel,
        at,
    });
    given.into_iter().collect()
}

/// A word in place of a statement: a no takes back, and so does, under the name of a category, what is not a yes. A yes has no wording,
/// and gives nothing.
fn mere_word(
    item: &At,
    category: Option<Category>,
    refusal: LosRefusal,
    told_at: Timestamp,
    notes: &mut Notes,
) -> Vec<LosConsent> {
    let said = item.boolean();
    if said != Ok(false) {
        notes.note(refusal);
    }
    if said == Ok(false) || (said != Ok(true) && category.is_some()) {
        return taken_back(category, told_at, Channel::Unknown, None);
    }
    Vec::new()
}

/// Whether a statement says yes, and nothing else besides. One that does not say so says no: a system that leaves out what is empty
/// or false means that.
fn granted(consent: &At, notes: &mut Notes) -> bool {
    let told = consent.all(GRANTED);
    if told.iter().all(At::is_null) {
        notes.understood(consent.required(GRANTED));
        return false;
    }
    // Each of them is read, so that what cannot be is noted.
    let read: Vec<_> = told
        .iter()
        .map(|granted| notes.understood(granted.boolean()))
        .collect();
    read.iter().all(|granted| *granted == Some(true))
}

fn wording(consent: &At, notes: &mut Notes) -> Option<String> {
    let at = consent.single(WORDING);
    let words = notes.understood(at.and_then(|at| Ok((at.words()?, at))));
    words.map(|(words, at)| match words.char_indices().nth(MAX_WORDING) {
        None => words,
        Some((end, _)) => {
            notes.note(at.refuse("too_long"));
            words[..end].to_owned()
        }
    })
}
