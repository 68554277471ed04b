//! What came of all cases, as a table.

use std::fmt;

use crate::case::{Failure, Outcome};
use crate::known::KNOWN;
use crate::subject::Kind;

/// What came of a run.
pub struct Report {
    lines: Vec<(&'static str, Line)>,
}

/// What came of a case, beside what was known of it.
#[derive(Debug, PartialEq, Eq)]
enum Line {
    Holds,
    Differs(String),
    NotThere(String),
    NotTried(&'static str),
    /// It differs as it is known to, and why that is so.
    Known(&'static str),
    /// It holds, and was known to differ.
    Mended(&'static str),
}

impl Line {
    fn is_as_known(&self) -> bool {
        matches!(self, Self::Holds | Self::NotTried(_) | Self::Known(_))
    }
}

impl Report {
    pub(crate) fn new(kind: Kind, outcomes: Vec<(&'static str, Outcome)>) -> Self {
        let known: &[(&str, &str)] = if kind == Kind::OwnMiniStack { &KNOWN } else { &[] };
        Self::beside(known, outcomes)
    }

    fn beside(known: &[(&str, &'static str)], outcomes: Vec<(&'static str, Outcome)>) -> Self {
        let line = |name: &str, outcome| {
            let known = known.iter().find(|(of, _)| *of == name).map(|(_, why)| *why);
            match (outcome, known) {
                (Ok(()), None) => Line::Holds,
                (Ok(()), Some(why)) => Line::Mended(why),
                (Err(Failure::NotTried(why)), _) => Line::NotTried(why),
                (Err(_), Some(why)) => Line::Known(why),
                (Err(Failure::Differs(how)), None) => Line::Differs(how),
                (Err(Failure::NotThere(how)), None) => Line::NotThere(how),
            }
        };
        let lines = outcomes
            .into_iter()
            .map(|(name, outcome)| (name, line(name, outcome)))
            .collect();
        Self { lines }
    }

    /// Whether everything is as it is on AWS or is known to be.
    pub fn is_as_known(&self) -> bool {
        self.lines.iter().all(|(_, line)| line.is_as_known())
    }

    /// How many cases there are.
    pub fn count(&self) -> usize {
        self.lines.len()
    }

    /// The lines that are not as they are known to be.
    pub fn surprises(&self) -> String {
        let lines = self.lines.iter().filter(|(_, line)| !line.is_as_known());
        lines.fold(String::new(), |said, (name, line)| {
            said + &written(name, line) + "\n"
        })
    }
}

fn written(name: &str, line: &Line) -> String {
    // An answer may be a page long.
    let short = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        text.chars().take(400).collect::<String>()
    };
    let (word, more) = match line {
        Line::Holds => ("holds", String::new()),
        Line::Differs(how) => ("DIFFERS", short(how)),
        Line::NotThere(how) => ("NOT THERE", short(how)),
        Line::NotTried(why) => ("not tried", (*why).to_owned()),
        Line::Known(why) => ("differs, known", (*why).to_owned()),
        Line::Mended(why) => (
            "HOLDS NOW",
            format!("take it out of infra/conformance/src/known.rs, where it says: {why}"),
        ),
    };
    let separator = if more.is_empty() {
        ""
    } else {
        "\n                  "
    };
    format!("  {word:<15} {name}{separator}{more}")
}

impl fmt::Display for Report {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, line) in &self.lines {
            writeln!(formatter, "{}", written(name, line))?;
        }
        let count = |of: fn(&Line) -> bool| self.lines.iter().filter(|(_, line)| of(line)).count();
        write!(
            formatter,
            "{} cases: {} hold, {} differ as known, {} differ, {} are not there, {} were not tried",
            self.count(),
            count(|line| matches!(line, Line::Holds | Line::Mended(_))),
            count(|line| matches!(line, Line::Known(_))),
            count(|line| matches!(line, Line::Differs(_))),
            count(|line| matches!(line, Line::NotThere(_))),
            count(|line| matches!(line, Line::NotTried(_))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(known: &[(&str, &'static str)], outcomes: &[(&'static str, Outcome)]) -> Report {
        Report::beside(known, outcomes.to_vec())
    }

    #[test]
    fn a_new_difference_and_one_that_went_away_are_both_surprises() {
        let differs = || Err(Failure::Differs("it does".to_owned()));
        let known = [("a", "it always did")];
        assert!(report(&known, &[("a", differs()), ("b", Ok(()))]).is_as_known());
        let new = report(&known, &[("a", differs()), ("b", differs())]);
        assert!(!new.is_as_known());
        assert_eq!(
            new.surprises(),
            "  DIFFERS         b\n                  it does\n"
        );
        let mended = report(&known, &[("a", Ok(())), ("b", Ok(()))]);
        assert!(!mended.is_as_known());
        assert!(mended.surprises().contains("HOLDS NOW"), "{mended}");
        let absent = report(
            &[],
            &[("a", Err(Failure::NotThere("no such service".to_owned())))],
        );
        assert!(!absent.is_as_known());
        assert!(report(&[], &[("a", Err(Failure::NotTried("for want of an address")))]).is_as_known());
    }

    #[test]
    fn the_table_ends_with_how_many_hold() {
        let said = report(
            &[("b", "why")],
            &[("a", Ok(())), ("b", Err(Failure::NotThere(String::new())))],
        )
        .to_string();
        assert!(said.contains("  differs, known  b"), "{said}");
        let end = "2 cases: 1 hold, 1 differ as known, 0 differ, 0 are not there, 0 were not tried";
        assert!(said.ends_with(end), "{said}");
    }
}
