//! What people agreed to in the loan-origination system, or took back.
//!
//! In doubt there is less consent: what took it back counts however little of it is understood, what gave it only when it says
//! to what, when and by which words.

use jiff::Timestamp;
use std::collections::BTreeMap;

use crate::application::{At, LosConsent, LosRefusal, Notes};
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

/// Reads the consents of a person, told by an event of `told_at`.
pub(crate) fn consents(person: &At<'_>, told_at: Timestamp, notes: &mut Notes) -> Vec<LosConsent> {
    let Some(list) = person.optional("consents") else {
        return Vec::new();
    };
    let items = notes.understood(list.items()).unwrap_or_default();
    if items.len() > MAX_CONSENTS {
        notes.note(list.refuse("too_many_consents"));
    }
    let mut kept = Vec::new();
    // Of more than are kept, what was taken back last counts.
    let mut revoked: BTreeMap<Category, LosConsent> = BTreeMap::new();
    for (place, item) in items.iter().enumerate() {
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

pub(crate) fn consent(at: &At<'_>, told_at: Timestamp, notes: &mut Notes) -> Vec<LosConsent> {
    if notes.understood(at.object()).is_none() {
        return Vec::new();
    }
    let granted = notes.understood(at.required("granted").and_then(|granted| granted.boolean()));
    let category = at.required("category");
    let category = notes.understood(category.and_then(|c| c.one_of(CATEGORIES, "unknown_category")));
    let said_at = notes.understood(at.required("at").and_then(|said_at| said_at.time()));
    let channel = at.required("channel");
    let channel = notes.understood(channel.and_then(|c| c.one_of(CHANNELS, "unknown_channel")));
    let wording = wording(at, notes);
    let Some(granted) = granted else {
        return Vec::new();
    };
    let said = |category, at, wording| LosConsent {
        category,
        granted,
        wording,
        channel: channel.unwrap_or(Channel::Unknown),
        at,
    };
    if granted {
        let whole = category.zip(said_at).zip(wording);
        return whole
            .map(|((category, at), wording)| said(category, at, Some(wording)))
            .into_iter()
            .collect();
    }
    let categories = CATEGORIES.iter().map(|(_, any)| *any);
    categories
        .filter(|any| category.is_none_or(|category| category == *any))
        .map(|category| said(category, said_at.unwrap_or(told_at), wording.clone()))
        .collect()
}

fn wording(consent: &At<'_>, notes: &mut Notes) -> Option<String> {
    let at: Result<At<'_>, LosRefusal> = consent.required("wording");
    let words = notes.understood(at.and_then(|at| Ok((at.words()?, at))));
    words.map(|(words, at)| match words.char_indices().nth(MAX_WORDING) {
        None => words,
        Some((end, _)) => {
            notes.note(at.refuse("too_long"));
            words[..end].to_owned()
        }
    })
}
