//! A file of consents: comma-separated, with a header. All of it is checked before anything of it is brought in.

use std::collections::HashMap;
use std::fmt;

use csv::{ByteRecord, ReaderBuilder};
use jiff::Timestamp;

use super::row::{COLUMNS, Row, Times, read};

/// The largest file that is read, in bytes: half a million rows with their wordings.
pub const MAX_FILE: usize = 256 * 1024 * 1024;

/// The longest field, in bytes. A longer one is what follows a quote that nobody closed.
const LONGEST_FIELD: usize = 16 * 1024;

/// How much is shown of what a broken row says.
const SHOWN: usize = 40;

/// A file whose header could be read.
#[derive(Debug, Default)]
pub struct ConsentFile {
    /// The rows that can be brought in.
    pub rows: Vec<Row>,
    /// The others.
    pub broken: Vec<BrokenRow>,
}

/// A row that cannot be brought in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BrokenRow {
    /// Where it begins in the file, from 1.
    pub line: u64,
    /// What it says of number and kind.
    pub number: String,
    pub kind: String,
    /// The line of the row that says the same, if that is all.
    pub doubles: Option<u64>,
    /// What is wrong with it.
    pub why: String,
}

/// Why nothing of a file is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRefusal(pub String);

impl fmt::Display for FileRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for FileRefusal {}

impl ConsentFile {
    /// Reads a file at `now`; opt-outs without a time count from `made_at`.
    pub fn read(bytes: &[u8], made_at: Option<Timestamp>, now: Timestamp) -> Result<Self, FileRefusal> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
            return Err(refusal("it is UTF-16: save it as CSV in UTF-8"));
        }
        if bytes.len() > MAX_FILE {
            return Err(refusal(&format!("it has more than {MAX_FILE} bytes")));
        }
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(bytes);
        let mut records = reader.byte_records();
        let mut lines = Lines::of(bytes);
        let header = records
            .next()
            .ok_or_else(|| refusal("it is empty"))?
            .map_err(|_| refusal("it is no CSV"))?;
        let columns = columns(&header)?;
        let mut file = Self::default();
        let mut seen: HashMap<String, u64> = HashMap::new();
        for record in records {
            let record = record.map_err(|_| refusal("it is no CSV"))?;
            let line = lines.at(&record);
            match row(&columns, &record, line, Times { made_at, now }) {
                Ok(row) => file.keep(row, &mut seen),
                Err(broken) => file.broken.push(broken),
            }
        }
        if file.rows.is_empty() && file.broken.is_empty() {
            return Err(refusal("it has a header, and no rows"));
        }
        Ok(file)
    }

    /// Keeps a row, unless one before it says the same.
    fn keep(&mut self, row: Row, seen: &mut HashMap<String, u64>) {
        let says = format!("{} {:?} {}", row.number, row.word.said, row.word.at);
        if let Some(before) = seen.get(&says) {
            self.broken.push(BrokenRow {
                line: row.line,
                number: row.number.to_string(),
                kind: row.kind().to_owned(),
                doubles: Some(*before),
                why: format!("line {before} says the same"),
            });
        } else {
            seen.insert(says, row.line);
            self.rows.push(row);
        }
    }
}

fn row(columns: &[&str], record: &ByteRecord, line: u64, times: Times) -> Result<Row, BrokenRow> {
    let shown = |name: &str| {
        let at = columns.iter().position(|column| *column == name);
        let field = at.and_then(|at| record.get(at)).unwrap_or_default();
        let text = String::from_utf8_lossy(field);
        text.trim()
            .chars()
            .filter(|c| !c.is_control())
            .take(SHOWN)
            .collect()
    };
    let broken = |why: String| BrokenRow {
        line,
        number: shown("number"),
        kind: shown("kind"),
        doubles: None,
        why,
    };
    if let Some(lines) = swallowed(columns, record) {
        return Err(broken(format!(
            "a quote is not closed: what follows, {lines} lines, was read as one field"
        )));
    }
    let mut odd = Vec::new();
    let is_whole = record.len() == columns.len();
    if !is_whole {
        odd.push(format!(
            "it has {} fields, and the header {}",
            record.len(),
            columns.len()
        ));
    }
    let mut fields = Vec::with_capacity(columns.len());
    for (name, field) in columns.iter().zip(record) {
        match std::str::from_utf8(field) {
            // A comma too many or too few moves what comes after it; these three are known by their form.
            Ok(text) if is_whole || matches!(*name, "number" | "kind" | "at") => fields.push((*name, text)),
            Ok(_) => {}
            Err(_) => odd.push(format!("{name}: it is not UTF-8")),
        }
    }
    let field = |name: &str| {
        let found = fields.iter().find(|(column, _)| *column == name);
        found.map_or("", |(_, text)| *text)
    };
    read(field, odd, line, times).map_err(|why| broken(why.join("; ")))
}

/// How many lines a field has that a quote swallowed: only wording may have lines of its own, and none of them with as many commas as a
/// row.
fn swallowed(columns: &[&str], record: &ByteRecord) -> Option<usize> {
    let is_row = |line: &[u8]| line.split(|byte| *byte == b',').count() >= columns.len();
    record.iter().enumerate().find_map(|(at, field)| {
        let field = field.trim_ascii();
        let lines = || field.split(|byte| matches!(byte, b'\n' | b'\r'));
        let is_swallowed = match columns.get(at) {
            Some(&"wording") => lines().skip(1).any(is_row),
            _ => lines().nth(1).is_some(),
        };
        (is_swallowed || field.len() > LONGEST_FIELD).then(|| lines().count())
    })
}

/// Where records begin. The reader counts lines where it ends them, which is off by one in files of Windows.
struct Lines<'b> {
    bytes: &'b [u8],
    passed: usize,
    line: u64,
}

impl<'b> Lines<'b> {
    fn of(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            passed: 0,
            line: 1,
        }
    }

    /// The line of a record, from 1; none before one that was asked for.
    fn at(&mut self, record: &ByteRecord) -> u64 {
        let begins = record.position().map_or(0, csv::Position::byte);
        let begins = usize::try_from(begins)
            .unwrap_or(usize::MAX)
            .min(self.bytes.len());
        let is_end = |byte: &&u8| matches!(byte, b'\r' | b'\n');
        let begins = begins + self.bytes[begins..].iter().take_while(is_end).count();
        let passed = &self.bytes[self.passed..begins.max(self.passed)];
        let ends = passed.iter().enumerate().filter(|(at, byte)| match byte {
            b'\n' => true,
            b'\r' => passed.get(at + 1) != Some(&b'\n'),
            _ => false,
        });
        self.line += ends.count() as u64;
        self.passed += passed.len();
        self.line
    }
}

fn refusal(why: &str) -> FileRefusal {
    FileRefusal(why.to_owned())
}

/// The columns that a header names.
fn columns(header: &ByteRecord) -> Result<Vec<&'static str>, FileRefusal> {
    let known = COLUMNS.join(",");
    let mut columns = Vec::new();
    for name in header {
        let name = String::from_utf8_lossy(name).trim().to_lowercase();
        if header.len() == 1 && name.contains([';', '\t']) {
            return Err(refusal("its columns are not separated by commas"));
        }
        let column = COLUMNS.iter().find(|column| **column == name).ok_or_else(|| {
            let shown: String = name.chars().filter(|c| !c.is_control()).take(SHOWN).collect();
            refusal(&format!("line 1: {shown:?} is none of its columns: {known}"))
        })?;
        if columns.contains(column) {
            return Err(refusal(&format!("line 1: the column {column} stands twice")));
        }
        columns.push(*column);
    }
    match COLUMNS[..2].iter().find(|column| !columns.contains(column)) {
        Some(lacking) => Err(refusal(&format!("line 1: there is no column {lacking}"))),
        None => Ok(columns),
    }
}
