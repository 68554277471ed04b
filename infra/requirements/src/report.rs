//! What `cargo dev requirements` prints.

use std::fmt::Write as _;

use crate::id::Family;
use crate::requirements::Requirements;
use crate::statement::{Statement, Status};

impl Requirements {
    /// Each statement with its status and the tests that cite it; then the counts.
    pub fn report(&self) -> String {
        let mut text = String::new();
        for statement in self.statements() {
            let status = statement
                .status
                .map(|status| status.to_string())
                .unwrap_or_default();
            let _ = writeln!(text, "{} {status:6} {}", statement.id, statement.text);
            if !statement.missing.is_empty() {
                let _ = writeln!(text, "    missing: {}", statement.missing);
            }
            for test in self.tests(statement.id) {
                let _ = writeln!(text, "    {}  {}", test.file, test.name);
            }
        }
        let all: Vec<_> = self.statements().iter().collect();
        let _ = writeln!(text);
        for (family, prefix, _) in Family::ALL {
            let of_family: Vec<_> = all
                .iter()
                .copied()
                .filter(|statement| statement.id.family == family)
                .collect();
            let _ = writeln!(text, "{prefix:5} {}", counts(&of_family));
        }
        let _ = write!(text, "all   {}", counts(&all));
        text
    }
}

fn counts(statements: &[&Statement]) -> String {
    let counted = Status::ALL.map(|status| {
        let with_it = statements
            .iter()
            .filter(|statement| statement.status == Some(status));
        format!("{:3} {status}", with_it.count())
    });
    counted.join("  ")
}
