//! What is to come, the earliest first, and of one instant in the order in which it was planned.

use std::collections::BinaryHeap;

use jiff::Timestamp;
use serde_json::Value;

use super::journey::Deed;

/// What is to come.
#[derive(Debug)]
pub enum Next {
    Deed(Deed),
    /// The scheduler lets a timer go off.
    GoesOff(String, usize, Value),
    /// A timer tells the function, so many times at once.
    Tells(Value, u32),
    /// The sender gets what it is behind with.
    Offer,
    /// The sender gets something once more.
    OfferAgain(Vec<Value>),
    /// The queue brings a batch once more.
    Again(Vec<Value>),
}

#[derive(Debug)]
struct Due(Timestamp, u64, Next);

impl PartialEq for Due {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Due {}

impl PartialOrd for Due {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Due {
    /// The earliest is the greatest.
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (other.0, other.1).cmp(&(self.0, self.1))
    }
}

/// All that is to come.
#[derive(Debug, Default)]
pub struct Agenda {
    due: BinaryHeap<Due>,
    planned: u64,
}

impl Agenda {
    pub fn plan(&mut self, at: Timestamp, next: Next) {
        self.planned += 1;
        self.due.push(Due(at, self.planned, next));
    }

    pub fn next(&mut self) -> Option<(Timestamp, Next)> {
        let Due(at, _, next) = self.due.pop()?;
        Some((at, next))
    }
}
