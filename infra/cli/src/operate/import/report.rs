//! What became of each row of a file, as a file of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use anyhow::{Context as _, Result};
use memberline_administration::consents::{ConsentFile, Outcome, Row};
use memberline_domain::consent::Imported;
use serde_json::{Map, Value};

use crate::operate::Refused;

/// What became of a row, in the report's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Word {
    /// Nothing stands against it, and the file was only checked.
    WouldGoIn,
    /// It can be brought in, and was not yet.
    Left,
    Done,
    AlreadyThere,
    /// Something that the member said later stands.
    Superseded,
    /// Another row says the same.
    Doubled,
    Refused,
    /// The ledger of the number could not be read or written.
    Failed,
}

impl Word {
    const ALL: [Self; 8] = [
        Self::Done,
        Self::AlreadyThere,
        Self::Superseded,
        Self::Doubled,
        Self::Refused,
        Self::Failed,
        Self::Left,
        Self::WouldGoIn,
    ];

    fn as_str(self) -> &'static str {
        match self {
            Self::WouldGoIn => "would_go_in",
            Self::Left => "left",
            Self::Done => "done",
            Self::AlreadyThere => "already_there",
            Self::Superseded => "superseded",
            Self::Doubled => "doubled",
            Self::Refused => "refused",
            Self::Failed => "failed",
        }
    }
}

/// The first line of a report.
const HEADER: [&str; 5] = ["line", "number", "kind", "outcome", "why"];

struct Line {
    number: String,
    kind: String,
    word: Word,
    why: String,
}

/// What became of the rows, by their lines.
pub(super) struct Report(BTreeMap<u64, Line>);

impl Report {
    /// The report of a file that is only checked.
    pub(super) fn of_check(file: &ConsentFile) -> Self {
        Self::of(file, Word::WouldGoIn)
    }

    /// The report of a file that is about to be brought in.
    pub(super) fn begun(file: &ConsentFile) -> Self {
        Self::of(file, Word::Left)
    }

    /// The report of a file of which nothing was brought in yet: what stands against a row, and of the others this word.
    fn of(file: &ConsentFile, fit: Word) -> Self {
        let broken = file.broken.iter().map(|broken| {
            let word = match broken.doubles {
                Some(_) => Word::Doubled,
                None => Word::Refused,
            };
            let line = Line {
                number: broken.number.clone(),
                kind: broken.kind.clone(),
                word,
                why: broken.why.clone(),
            };
            (broken.line, line)
        });
        let rows = file.rows.iter().map(|row| {
            let line = Line {
                number: row.number.to_string(),
                kind: row.kind().to_owned(),
                word: fit,
                why: reasons("", row),
            };
            (row.line, line)
        });
        Self(rows.chain(broken).collect())
    }

    /// Notes what became of a row.
    pub(super) fn became(&mut self, row: &Row, outcome: &Outcome) {
        let (word, why) = match outcome {
            Outcome::Imported(Imported::Recorded) => (Word::Done, ""),
            Outcome::Imported(Imported::Known) => (Word::AlreadyThere, ""),
            Outcome::Imported(Imported::Superseded) => (
                Word::Superseded,
                "the member said something else later, which stands",
            ),
            Outcome::OwnNumber => (Word::Refused, "number: it is one of the organisation's own"),
            Outcome::Failed(why) => (Word::Failed, why.as_str()),
        };
        if let Some(line) = self.0.get_mut(&row.line) {
            line.word = word;
            line.why = reasons(why, row);
        }
    }

    /// How many rows became what.
    pub(super) fn counts(&self) -> Counts {
        let mut counts = BTreeMap::new();
        for line in self.0.values() {
            *counts.entry(line.word).or_default() += 1;
        }
        Counts(counts)
    }

    /// Refuses to write over a file that holds something else than a report.
    pub(super) fn may_replace(file: &Path) -> Result<()> {
        let name = file.display();
        let Ok(found) = fs::metadata(file) else {
            return Ok(());
        };
        let anything_else = || {
            Refused::because(format!(
                "{name} is there already, and no report of an import: name another by --report"
            ))
        };
        if found.is_dir() {
            return Err(anything_else().into());
        }
        // Neither a device or pipe nor an empty file holds anything.
        if !found.is_file() || found.len() == 0 {
            return Ok(());
        }
        let mut first = vec![0; HEADER.join(",").len() + 1];
        let read = File::open(file).and_then(|mut file| file.read_exact(&mut first));
        match read {
            Ok(()) if first.trim_ascii_end() == HEADER.join(",").as_bytes() => Ok(()),
            Err(error) if error.kind() != ErrorKind::UnexpectedEof => {
                Err(error).with_context(|| format!("{name} cannot be read"))
            }
            _ => Err(anything_else().into()),
        }
    }

    /// Writes it as CSV, for nobody else of the machine to read.
    pub(super) fn write(&self, file: &Path) -> Result<()> {
        let wrong = || format!("{} cannot be written", file.display());
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut writer = csv::Writer::from_writer(options.open(file).with_context(wrong)?);
        writer.write_record(HEADER).with_context(wrong)?;
        for (at, line) in &self.0 {
            let at = at.to_string();
            let fields = [&at, &line.number, &line.kind, line.word.as_str(), &line.why];
            writer.write_record(fields).with_context(wrong)?;
        }
        writer.flush().with_context(wrong)
    }
}

/// Why a row became what it did, if there is a reason, and what of it was left out.
fn reasons(why: &str, row: &Row) -> String {
    let why = Some(why.to_owned()).filter(|why| !why.is_empty());
    let left_out = row.left_out.iter().map(|why| format!("left out: {why}"));
    why.into_iter().chain(left_out).collect::<Vec<_>>().join("; ")
}

/// How many rows became what.
pub(super) struct Counts(BTreeMap<Word, u64>);

impl Counts {
    fn of(&self, word: Word) -> u64 {
        self.0.get(&word).copied().unwrap_or_default()
    }

    /// Whether nothing stands against any row.
    pub(super) fn are_all_in(&self) -> bool {
        self.of(Word::Refused) + self.of(Word::Failed) == 0
    }

    pub(super) fn json(&self) -> Value {
        let counts = Word::ALL.map(|word| (word.as_str().to_owned(), self.of(word).into()));
        Value::Object(Map::from_iter(counts))
    }
}

impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_checked = self.of(Word::WouldGoIn) > 0;
        let told = Word::ALL
            .iter()
            .filter(|word| self.of(**word) > 0 || (**word == Word::Done && !is_checked));
        let told: Vec<String> = told
            .map(|word| format!("{} {}", self.of(*word), word.as_str().replace('_', " ")))
            .collect();
        f.write_str(&told.join(", "))
    }
}
