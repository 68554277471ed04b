//! From one end to the other: operations of several functions that follow one another, for one and the same matter.

use super::cost::{Cost, Prices};
use super::deployment::Measured;
use super::operation::Operation;

/// Steps that lead from one to the next. Each was done as often as the others, for the same matters in the same order.
pub struct Journey {
    /// From where to where.
    pub name: &'static str,
    /// What was measured of its steps.
    pub measured: Measured,
}

impl Journey {
    /// The steps, the first one first.
    pub fn steps(&self) -> &[Operation] {
        &self.measured.operations
    }

    /// How long so many in a hundred took at most, from the first step to the last, in milliseconds: the functions' own time, without
    /// queues between them.
    pub fn took_ms_of(&self, hundredth: usize) -> f64 {
        let times = self.steps().iter().map(|step| step.took.len()).min();
        let whole = |matter: usize| {
            self.steps()
                .iter()
                .map(|step| step.took[matter].as_secs_f64())
                .sum()
        };
        let mut took: Vec<f64> = (0..times.unwrap_or_default()).map(whole).collect();
        took.sort_by(f64::total_cmp);
        let at = took.len().saturating_sub(1) * hundredth / 100;
        took.get(at).map_or(0.0, |seconds| seconds * 1_000.0)
    }

    /// What `of` tells of each step, all steps together.
    pub fn sum(&self, of: impl Fn(&Operation) -> f64) -> f64 {
        self.steps().iter().map(of).sum()
    }

    /// The list price of a thousand.
    pub fn cost_of_1000(&self, prices: &Prices) -> Cost {
        let mut cost = Cost::default();
        for step in self.steps() {
            cost.add(&of_1000(prices, step));
        }
        cost
    }
}

/// The list price of doing something a thousand times.
pub fn of_1000(prices: &Prices, operation: &Operation) -> Cost {
    prices.cost(operation).times(operation.each(1_000.0))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::operation::Trigger;

    #[test]
    fn it_takes_what_its_steps_take_for_the_same_matter() {
        let step = |milliseconds: [u64; 3]| {
            let mut step = Operation::new("step", "documents", Trigger::Queue);
            step.took = milliseconds.map(Duration::from_millis).into();
            step
        };
        let journey = Journey {
            name: "from here to there",
            measured: Measured {
                operations: vec![step([1, 2, 30]), step([10, 20, 3])],
                resident: Vec::new(),
            },
        };
        assert!((journey.took_ms_of(0) - 11.0).abs() < 1e-9);
        assert!((journey.took_ms_of(50) - 22.0).abs() < 1e-9);
        assert!((journey.took_ms_of(100) - 33.0).abs() < 1e-9);
    }
}
