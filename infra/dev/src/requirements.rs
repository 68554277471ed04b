//! `cargo dev requirements`: which tests prove which numbered statement.

use anyhow::Result;
use memberline_requirements::Requirements;

use crate::output::answer;
use memberline_local::places::Places;
use memberline_local::progress::{Step, note};

/// Prints every statement with the tests that cite it, and a summary.
pub fn print(places: &Places) -> Result<()> {
    answer(&Requirements::read(places.root())?.report())
}

/// Names each disagreement between the documents, the code and the tests; whether there was none.
pub fn agree(places: &Places) -> Result<bool> {
    let step = Step::start("comparing requirements with tests");
    let faults = Requirements::read(places.root())?.faults();
    for fault in &faults {
        note(&fault.to_string());
    }
    step.done_with(if faults.is_empty() { "" } else { "failed" });
    Ok(faults.is_empty())
}
