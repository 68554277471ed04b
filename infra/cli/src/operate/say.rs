//! What a command tells and asks.

use std::fmt;
use std::io::{self, IsTerminal as _, Write as _};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::target::Target;

/// Why what was asked for is not done.
#[derive(Debug)]
pub struct Refused {
    /// For people: several lines, if there are several reasons.
    pub why: String,
    /// The reasons one by one, for machines.
    pub problems: Value,
}

impl Refused {
    /// A refusal that is one sentence.
    pub fn because(why: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            problems: Value::Array(Vec::new()),
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.why)
    }
}

impl std::error::Error for Refused {}

/// Answers in words, or in JSON where that was asked for.
pub fn answer(target: &Target, words: &str, json: &Value) -> Result<()> {
    let mut out = io::stdout();
    if target.json {
        writeln!(out, "{json:#}")
    } else {
        writeln!(out, "{}", words.trim_end())
    }
    .context("the answer cannot be written")
}

/// Rows under a header, each column as wide as its widest.
pub fn table<const N: usize>(header: [&str; N], rows: &[[String; N]]) -> String {
    let width = |column: usize| {
        let widths = rows.iter().map(|row| row[column].chars().count());
        widths.chain([header[column].chars().count()]).max().unwrap_or(0)
    };
    let line = |cells: [&str; N]| {
        let cells = cells.iter().enumerate();
        let line: Vec<String> = cells
            .map(|(column, cell)| format!("{cell:<width$}", width = width(column)))
            .collect();
        line.join("  ").trim_end().to_owned()
    };
    let rows = rows.iter().map(|row| line(row.each_ref().map(String::as_str)));
    std::iter::once(line(header))
        .chain(rows)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Says what goes on, where somebody watches.
pub fn note(target: &Target, words: &str) {
    if !target.json {
        let _ = writeln!(io::stderr(), "{words}");
    }
}

/// Asks whether to make a change; an error, and no change, unless somebody agrees.
pub fn agree(target: &Target, question: &str) -> Result<()> {
    if agreed(target, question)? {
        Ok(())
    } else {
        Err(Refused::because("nothing was changed").into())
    }
}

/// Asks whether to go on; an error when nobody can be asked.
pub fn agreed(target: &Target, question: &str) -> Result<bool> {
    if target.yes {
        return Ok(true);
    }
    if !io::stdin().is_terminal() {
        return Err(
            Refused::because("nobody is there to agree: say --yes to change it without being asked").into(),
        );
    }
    let mut err = io::stderr();
    write!(err, "{question} [y/N] ")?;
    err.flush()?;
    let mut said = String::new();
    io::stdin().read_line(&mut said)?;
    Ok(matches!(said.trim().to_lowercase().as_str(), "y" | "yes"))
}
