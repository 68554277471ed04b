//! Reading a form as a record.

use std::collections::BTreeSet;
use std::fmt::Display;

use memberline_domain::directory::administration::{FieldProblem, Record, Unsaid};
use memberline_domain::id::InvalidId;
use serde::{Deserialize, Deserializer};

/// A record as files and the API write it.
pub trait Form: Sized {
    /// The record, or what in the form is none of ours. Whether the record may be kept is another question.
    fn record(self) -> Result<Record, Vec<FieldProblem>>;

    /// What it leaves out that stays as it is.
    fn unsaid(&self) -> BTreeSet<Unsaid> {
        BTreeSet::new()
    }
}

/// Reads the fields of a form and keeps what was wrong with them.
#[derive(Debug, Default)]
pub(super) struct Reading(Vec<FieldProblem>);

impl Reading {
    /// The value of a field; `None` leaves a problem.
    pub(super) fn field<T, E: Display>(
        &mut self,
        field: impl Into<String>,
        code: &'static str,
        read: Result<T, E>,
    ) -> Option<T> {
        read.map_err(|error| {
            self.0.push(FieldProblem {
                field: field.into(),
                code,
                detail: error.to_string(),
            });
        })
        .ok()
    }

    /// An id that an institution gives; `None` leaves a problem.
    pub(super) fn id<T>(&mut self, field: impl Into<String>, read: Result<T, InvalidId>) -> Option<T> {
        let read = read.map_err(|_| "an id has 1 to 40 lower-case letters, digits and hyphens");
        self.field(field, "invalid_id", read)
    }

    /// The value of a field that may be absent; `None` leaves a problem where it is there.
    pub(super) fn optional<T, E: Display>(
        &mut self,
        field: &'static str,
        code: &'static str,
        read: Option<Result<T, E>>,
    ) -> Option<T> {
        read.and_then(|read| self.field(field, code, read))
    }

    /// The record, if all of its fields were read.
    pub(super) fn end(self, record: Option<Record>) -> Result<Record, Vec<FieldProblem>> {
        match record {
            Some(record) if self.0.is_empty() => Ok(record),
            _ => Err(self.0),
        }
    }
}

/// A number as the domain counts it. What it cannot hold becomes its largest, which is out of every range.
pub(super) fn counted<T: TryFrom<i64>>(number: i64, largest: T) -> T {
    T::try_from(number).unwrap_or(largest)
}

/// The value of a field that is there; null is one only where the field may be null. With `default`, what is left out is `None`.
pub(super) fn said<'de, D: Deserializer<'de>, T: Deserialize<'de>>(field: D) -> Result<Option<T>, D::Error> {
    T::deserialize(field).map(Some)
}

pub(super) const fn yes() -> bool {
    true
}
