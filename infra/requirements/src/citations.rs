//! Ids in prose and in names.

use std::ops::RangeInclusive;
use std::sync::LazyLock;

use regex_lite::{Captures, Regex};

use crate::id::{Family, StatementId};

#[expect(
    clippy::expect_used,
    reason = "a fixed pattern, which the tests of this module compile"
)]
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// `EL-01`, `IN-15..18`, `MC-49 to MC-51`. What stands before may be no part of a longer word, such as `770-X-05`.
static STATEMENT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:^|[^A-Za-z0-9_-])(EL|PC|MC|IN|CC|X)-([0-9]{2})\b(?:\.\.([0-9]{2})\b| to (EL|PC|MC|IN|CC|X)-([0-9]{2})\b)?",
    )
});

/// `lesson 8`, `lessons 9, 34 and 35`, `lessons 9 and 32 to 36`.
static LESSONS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b[Ll]essons? ([0-9]+(?:(?:, and |, | and | to )[0-9]+)*)\b"));

/// A number of such a list, with the end of its range.
static LESSON: LazyLock<Regex> = LazyLock::new(|| pattern(r"([0-9]+)(?: to ([0-9]+))?"));

/// The statements that a line of prose or code names.
pub fn statements(line: &str) -> Vec<StatementId> {
    let mut ids = Vec::new();
    for found in STATEMENT.captures_iter(line) {
        let (Some(family), Some(first)) = (family(&found, 1), number(&found, 2)) else {
            continue;
        };
        let other = self::family(&found, 4).filter(|other| *other != family);
        let last = number(&found, 3).or(number(&found, 5));
        match (other, last) {
            // Two products with a "to" between them are no range.
            (Some(other), Some(last)) => ids.extend([id(family, first), id(other, last)]),
            (_, last) => ids.extend(range(first, last).map(|number| id(family, number))),
        }
    }
    ids
}

/// The lessons that a line names.
pub fn lessons(line: &str) -> Vec<u16> {
    let mut numbers = Vec::new();
    for found in LESSONS.captures_iter(line) {
        let list = found.get(1).map_or("", |list| list.as_str());
        for one in LESSON.captures_iter(list) {
            let Some(first) = number(&one, 1) else { continue };
            numbers.extend(range(first, number(&one, 2)));
        }
    }
    numbers
}

/// The statements with which the name of a Rust function begins: `el_23_el_24_…`, `mc_49_50_52_…`, `in_15_to_18_…`.
pub fn of_name(name: &str) -> Vec<StatementId> {
    let mut ids: Vec<StatementId> = Vec::new();
    let mut words = name.split('_').peekable();
    let mut family = None;
    let mut in_range = false;
    while let Some(word) = words.next() {
        if let Some(next) = Family::of(word)
            && words.peek().is_some_and(|word| two_digits(word).is_some())
        {
            family = Some(next);
        } else if word == "to" && !ids.is_empty() && !in_range {
            in_range = true;
        } else if let (Some(family), Some(number)) = (family, two_digits(word)) {
            let before = ids.last().filter(|id| in_range && id.family == family);
            let first = before.map_or(number, |id| id.number + 1);
            ids.extend((first..=number).map(|number| id(family, number)));
            in_range = false;
        } else {
            break;
        }
    }
    ids
}

/// The lesson with which the name of a Rust function begins: `lesson_08_…`.
pub fn lesson_of_name(name: &str) -> Option<u16> {
    let number = name.strip_prefix("lesson_")?.split('_').next()?;
    number.parse().ok()
}

fn two_digits(word: &str) -> Option<u16> {
    let is = word.len() == 2 && word.bytes().all(|byte| byte.is_ascii_digit());
    is.then(|| word.parse().ok())?
}

fn id(family: Family, number: u16) -> StatementId {
    StatementId { family, number }
}

fn range(first: u16, last: Option<u16>) -> RangeInclusive<u16> {
    // A range that runs backwards names its two ends, of which one may be undefined.
    let last = last.unwrap_or(first);
    first.min(last)..=first.max(last)
}

fn number(found: &Captures<'_>, group: usize) -> Option<u16> {
    found.get(group)?.as_str().parse().ok()
}

fn family(found: &Captures<'_>, group: usize) -> Option<Family> {
    Family::of(found.get(group)?.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(ids: &[StatementId]) -> String {
        ids.iter()
            .map(StatementId::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn ids_in_prose_alone_in_lists_and_in_ranges() {
        for (line, ids) in [
            ("/// The link works for an hour (EL-23, X-20).", "EL-23 X-20"),
            (
                "`GET /v1/conversations` (EL-01, MC-08..10).",
                "EL-01 MC-08 MC-09 MC-10",
            ),
            ("nothing more can be sent (MC-49 to MC-51)", "MC-49 MC-50 MC-51"),
            ("from EL-01 to MC-04", "EL-01 MC-04"),
            ("X-27, 47 CFR 64.1200", "X-27"),
            (
                "Ala. Admin. Code 770-X-05 and X-5-.17, X-Forwarded-For, X-25519",
                "",
            ),
            ("EL-01,EL-02", "EL-01 EL-02"),
        ] {
            assert_eq!(written(&statements(line)), ids, "{line}");
        }
    }

    #[test]
    fn lessons_alone_in_lists_and_in_ranges() {
        for (line, numbers) in [
            ("(lesson 8)", vec![8]),
            ("Lessons 21 and 28.", vec![21, 28]),
            ("(EL-20, lessons 9 and 32 to 34)", vec![9, 32, 33, 34]),
            ("lessons 9, 34, 35).", vec![9, 34, 35]),
            ("a lesson in 12 parts", vec![]),
        ] {
            assert_eq!(lessons(line), numbers, "{line}");
        }
    }

    #[test]
    fn names_begin_with_ids() {
        for (name, ids) in [
            ("el_23_the_link_lives_59_59_and_is_dead_at_60_00", "EL-23"),
            ("mc_49_50_52_a_stop_closes", "MC-49 MC-50 MC-52"),
            ("in_15_to_17_x_05_the_order", "IN-15 IN-16 IN-17 X-05"),
            ("mc_49_to_mc_51_hold", "MC-49 MC-50 MC-51"),
            ("in_quiet_hours_it_waits", ""),
            ("a_link_of_el_23", ""),
            ("in_18_to_whom_it_belongs", "IN-18"),
        ] {
            assert_eq!(written(&of_name(name)), ids, "{name}");
        }
        assert_eq!(lesson_of_name("lesson_08_a_text"), Some(8));
        assert_eq!(lesson_of_name("lessons_learnt"), None);
    }
}
