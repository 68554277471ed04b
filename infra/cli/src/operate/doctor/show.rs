//! Findings for people and for machines.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::finding::{Finding, Severity};
use crate::outcome::Outcome;

/// How the command ends.
pub fn outcome(findings: &[Finding]) -> Outcome {
    let has = |severity| findings.iter().any(|finding| finding.severity == severity);
    if has(Severity::Blocks) {
        Outcome::Refused
    } else if has(Severity::NotChecked) {
        Outcome::NotFoundOut
    } else {
        Outcome::Done
    }
}

fn count(findings: &[Finding], severity: Severity) -> usize {
    findings
        .iter()
        .filter(|finding| finding.severity == severity)
        .count()
}

pub fn json(findings: &[Finding]) -> Value {
    json!({
        "blocks": count(findings, Severity::Blocks),
        "not_checked": count(findings, Severity::NotChecked),
        "mend": count(findings, Severity::Mend),
        "fine": count(findings, Severity::Fine),
        "findings": findings.iter().map(Finding::json).collect::<Vec<_>>(),
    })
}

/// A line for each finding, what weighs most first, with its mend below.
pub fn words(findings: &[Finding]) -> String {
    let mut words = String::new();
    for finding in findings {
        let label = match finding.severity {
            Severity::Blocks => "BLOCKS",
            Severity::NotChecked => "?",
            Severity::Mend => "mend",
            Severity::Fine => "fine",
        };
        let Finding {
            code,
            about,
            words: said,
            ..
        } = finding;
        let _ = writeln!(words, "{label:<6}  {about}: {said} [{code}]");
        if let Some(mend) = &finding.mend {
            let _ = writeln!(words, "        -> {mend}");
        }
    }
    let blocks = count(findings, Severity::Blocks);
    let open = count(findings, Severity::NotChecked);
    let stand = if blocks == 1 {
        "1 thing stands".to_owned()
    } else {
        format!("{blocks} things stand")
    };
    let _ = match (blocks, open) {
        (0, 0) => writeln!(
            words,
            "\nNothing stands between this deployment and the first text."
        ),
        (0, open) => writeln!(
            words,
            "\nNothing was found that stands in the way; {open} could not be checked."
        ),
        (_, 0) => writeln!(words, "\n{stand} between this deployment and the first text."),
        (_, open) => writeln!(
            words,
            "\n{stand} between this deployment and the first text; {open} could not be checked."
        ),
    };
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_blocks_ends_with_1_and_what_is_open_with_2() {
        let fine = Finding::fine("a", "x", "Yes");
        let mend = Finding::mend("b", "x", "Not quite", "Mend it");
        let open = Finding::not_checked("x", "Who knows", "Ask");
        let blocks = Finding::blocks("d", "x", "No", "Mend it");
        assert_eq!(outcome(&[]), Outcome::Done);
        assert_eq!(outcome(&[fine.clone(), mend.clone()]), Outcome::Done);
        assert_eq!(outcome(&[fine.clone(), open.clone()]), Outcome::NotFoundOut);
        assert_eq!(outcome(&[blocks.clone(), open.clone(), fine]), Outcome::Refused);
        let said = words(&[blocks, open]);
        assert!(
            said.starts_with("BLOCKS  x: No [d]\n        -> Mend it\n?       x: Who knows"),
            "{said}"
        );
        assert!(said.ends_with("first text; 1 could not be checked.\n"), "{said}");
        assert_eq!(json(&[mend])["findings"][0]["severity"], "mend");
    }
}
