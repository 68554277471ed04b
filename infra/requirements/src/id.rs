//! The ids of statements.

use std::fmt;

/// The products that the statements describe, and the resolutions of where they disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// Elle text messaging.
    El,
    /// Private contacts.
    Pc,
    /// The message center.
    Mc,
    /// SMS of a loan-origination system.
    In,
    /// The customer centre.
    Cc,
    /// Resolutions.
    X,
}

impl Family {
    /// All of them, with their prefix and how many numbers they have.
    pub const ALL: [(Self, &'static str, u16); 6] = [
        (Self::El, "EL", 30),
        (Self::Pc, "PC", 13),
        (Self::Mc, "MC", 52),
        (Self::In, "IN", 39),
        (Self::Cc, "CC", 18),
        (Self::X, "X", 28),
    ];

    /// The family of a prefix, in capitals or small letters.
    pub fn of(prefix: &str) -> Option<Self> {
        let found = Self::ALL
            .iter()
            .find(|(_, name, _)| name.eq_ignore_ascii_case(prefix));
        found.map(|(family, _, _)| *family)
    }

    /// The prefix of its ids, such as `EL`.
    pub fn prefix(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(family, _, _)| *family == self)
            .map_or("", |(_, prefix, _)| prefix)
    }
}

/// The id of a statement, such as `EL-23`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatementId {
    /// Which product.
    pub family: Family,
    /// Its number, from 1.
    pub number: u16,
}

impl fmt::Display for StatementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:02}", self.family.prefix(), self.number)
    }
}
