//! Which application an inbound text is about (IN-15 to IN-18, X-05, X-06).
//!
//! The rules are exact and are asked in this order: an external contact's application wins; then the application that the
//! loan-origination system updated last; then the one with the highest id. Whether an application is finished is no rule:
//! a member who texts after the loan closed texts about that loan, unless another one was updated since.

use std::cmp::Ordering;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::application::{ApplicationLink, PersonRole};
use crate::id::{ApplicationId, PersonId};

impl PersonRole {
    /// Whether they stand outside the application, which IN-15 and IN-18 put first.
    pub fn is_external(self) -> bool {
        matches!(self, Self::ExternalContact | Self::Partner)
    }

    /// What an agent calls it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Borrower => "borrower",
            Self::CoBorrower => "co-borrower",
            Self::Guarantor => "guarantor",
            Self::ExternalContact => "external contact",
            Self::Partner => "partner",
        }
    }
}

/// The rule that decided where a text belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Rule {
    /// The number is on one application only.
    #[serde(rename = "only")]
    Only,
    /// An external contact's application wins (IN-18).
    #[serde(rename = "external_contact")]
    ExternalContact,
    /// The application updated last wins (IN-15, IN-16).
    #[serde(rename = "last_updated")]
    LastUpdated,
    /// Of those updated at the same instant, the one with the highest id wins.
    #[serde(rename = "highest_id")]
    HighestId,
}

/// An application that a text could have been about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lost {
    /// What its loan-origination system calls it.
    #[serde(rename = "los_id")]
    pub los_id: String,
    /// Why the text is not there.
    #[serde(rename = "words")]
    pub words: String,
}

/// Where a text belongs, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    #[serde(rename = "application")]
    pub application: ApplicationId,
    /// Who texted, as far as the number tells.
    #[serde(rename = "person")]
    pub person: PersonId,
    /// As whom.
    #[serde(rename = "role")]
    pub role: PersonRole,
    /// The rule that decided.
    #[serde(rename = "rule")]
    pub rule: Rule,
    /// Why, for an agent.
    #[serde(rename = "words")]
    pub words: String,
    /// Who else on the application has the number (IN-17).
    #[serde(rename = "shared_with", default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<PersonId>,
    /// The applications that it is not on, at most [`LOST`] of them.
    #[serde(rename = "lost", default, skip_serializing_if = "Vec::is_empty")]
    pub lost: Vec<Lost>,
}

/// How many of the applications that lost are told, the nearest first: an entry stays small whatever a number is on.
pub const LOST: usize = 8;

/// Compares ids as people number things: runs of digits by their value, all else as text.
fn by_number(a: &str, b: &str) -> Ordering {
    fn parts(id: &str) -> Vec<(bool, usize, &str)> {
        let mut parts = Vec::new();
        let mut rest = id;
        while let Some(first) = rest.chars().next() {
            let digits = first.is_ascii_digit();
            let end = rest
                .find(|c: char| c.is_ascii_digit() != digits)
                .unwrap_or(rest.len());
            let (part, after) = rest.split_at(end);
            let part = if digits {
                part.trim_start_matches('0')
            } else {
                part
            };
            parts.push((!digits, if digits { part.len() } else { 0 }, part));
            rest = after;
        }
        parts
    }
    parts(a).cmp(&parts(b)).then_with(|| a.cmp(b))
}

/// The order of rules two and three of X-05.
fn rank(a: &ApplicationLink, b: &ApplicationLink) -> Ordering {
    a.updated_at
        .cmp(&b.updated_at)
        .then_with(|| by_number(&a.los_id, &b.los_id))
        .then_with(|| a.application.cmp(&b.application))
}

/// Why `other` lost against `best`, and by which rule.
fn why(best: &ApplicationLink, external: bool, other: &ApplicationLink) -> (Rule, String) {
    if external && !other.role.is_external() {
        let words = format!(
            "there the number is the {}'s; an external contact's application comes first",
            other.role.words()
        );
        (Rule::ExternalContact, words)
    } else if other.updated_at < best.updated_at {
        let words = format!("last updated earlier, {}", at(other.updated_at));
        (Rule::LastUpdated, words)
    } else {
        let words = format!("updated at the same time, and {} is the higher id", best.los_id);
        (Rule::HighestId, words)
    }
}

fn at(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// Finds the application that a text of a number with these links is about. `None` when it is on none.
///
/// The order of the links does not matter. Of several people on that application who have the number, the borrower is
/// shown (IN-17, X-06); an external contact when that is why the application won (IN-18).
pub fn place(links: &[ApplicationLink]) -> Option<Placed> {
    let external = links.iter().any(|l| l.role.is_external());
    let candidates = || links.iter().filter(|l| !external || l.role.is_external());
    let best = candidates().max_by(|a, b| rank(a, b))?;
    let here = |l: &&ApplicationLink| l.application == best.application;
    let shown = candidates()
        .filter(here)
        .min_by(|a, b| (a.role, &a.person).cmp(&(b.role, &b.person)))?;

    let mut shared: Vec<&ApplicationLink> = links
        .iter()
        .filter(here)
        .filter(|l| l.person != shown.person)
        .collect();
    shared.sort_by(|a, b| (a.role, &a.person).cmp(&(b.role, &b.person)));
    shared.dedup_by(|a, b| a.person == b.person);

    // An application loses as the best of its people does: by the latest rule that it came to.
    let mut others: Vec<&ApplicationLink> = links
        .iter()
        .filter(|l| l.application != best.application)
        .collect();
    others.sort_by(|a, b| {
        let passed = |l: &ApplicationLink| external && l.role.is_external();
        passed(b)
            .cmp(&passed(a))
            .then_with(|| rank(b, a))
            .then_with(|| (a.role, &a.person).cmp(&(b.role, &b.person)))
    });
    let mut told: Vec<&ApplicationLink> = Vec::new();
    for other in others {
        if !told.iter().any(|t| t.application == other.application) {
            told.push(other);
        }
    }

    // The nearest that lost is the one that the deciding rule was needed for. Where all others share the application, only
    // an external contact can have decided anything.
    let shadowed = external && links.iter().filter(here).any(|l| !l.role.is_external());
    let rule = match told.first() {
        Some(nearest) => why(best, external, nearest).0,
        None if shadowed => Rule::ExternalContact,
        None => Rule::Only,
    };
    Some(Placed {
        application: best.application.clone(),
        person: shown.person.clone(),
        role: shown.role,
        rule,
        words: words(rule, shown, &shared, told.len()),
        shared_with: shared.iter().map(|l| l.person.clone()).collect(),
        lost: told
            .iter()
            .take(LOST)
            .map(|other| Lost {
                los_id: other.los_id.clone(),
                words: why(best, external, other).1,
            })
            .collect(),
    })
}

/// Who of the people of an application a text of the number with these links is of, and who else has the number, as
/// [`place`] would say if there were no other.
pub fn on<'a>(
    links: &'a [ApplicationLink],
    application: &ApplicationId,
) -> Option<(&'a ApplicationLink, Vec<PersonId>)> {
    let here = links.iter().filter(|l| l.application == *application);
    let here: Vec<ApplicationLink> = here.cloned().collect();
    let placed = place(&here)?;
    let is_shown = |l: &&ApplicationLink| l.application == *application && l.person == placed.person;
    Some((links.iter().find(is_shown)?, placed.shared_with))
}

fn words(rule: Rule, shown: &ApplicationLink, shared: &[&ApplicationLink], lost: usize) -> String {
    let (id, whose) = (&shown.los_id, shown.role.words());
    let mut words = match rule {
        Rule::Only => format!("The number is the {whose}'s on {id} and on no other application."),
        Rule::ExternalContact if lost == 0 => {
            format!("The number is on {id} only. Its {whose} comes before its applicants.")
        }
        Rule::ExternalContact => {
            format!("The number is the {whose}'s on {id}: an external contact's application comes first.")
        }
        Rule::LastUpdated => format!(
            "The number is the {whose}'s on {id}, which of {} applications was updated last: {}.",
            lost + 1,
            at(shown.updated_at)
        ),
        Rule::HighestId => format!(
            "The number is the {whose}'s on {id}. Others were updated at the same time, {}; {id} is the highest id.",
            at(shown.updated_at)
        ),
    };
    if !shared.is_empty() {
        let roles: Vec<_> = shared.iter().map(|l| l.role.words()).collect();
        words.push_str(" Shared with ");
        words.push_str(&roles.join(", "));
        words.push('.');
    }
    words
}

#[cfg(test)]
mod tests;
