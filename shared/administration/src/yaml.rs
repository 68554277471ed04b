//! The directory's file as YAML: read with the line and column of whatever is wrong, and written.

mod located;
mod ordered;

use std::fmt;

use memberline_domain::directory::administration::FieldProblem;
use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{DuplicateKeyPolicy, Error, MergeKeyPolicy, Options};

use self::located::Located;
use self::ordered::Ordered;
use crate::file::{DirectoryFile, Read};

/// The largest file that is read, in bytes: no directory within its limits comes near.
pub const MAX_FILE: usize = 4 * 1024 * 1024;

/// What is wrong with a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileProblem {
    /// From 1; `None` when it is the file as a whole.
    pub line: Option<u64>,
    /// From 1.
    pub column: Option<u64>,
    /// The field, as a JSON pointer into the file; empty when it is none.
    pub field: String,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, for people.
    pub detail: String,
}

impl fmt::Display for FileProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(line), Some(column)) = (self.line, self.column) {
            write!(f, "line {line}, column {column}: ")?;
        }
        match self.field.trim_start_matches('/') {
            "" => {}
            field => write!(f, "{}: ", field.replace('/', "."))?,
        }
        f.write_str(&self.detail)
    }
}

/// A file that was read, with what finds the place of a field in it.
#[derive(Debug)]
pub struct YamlFile {
    /// What it says.
    pub read: Read,
    located: Located,
}

impl YamlFile {
    /// Reads a file; all that is wrong with its records is told at once. `prune` says whether what a section does not name is removed.
    pub fn read(text: &str, prune: bool) -> Result<Self, Vec<FileProblem>> {
        if text.len() > MAX_FILE {
            let detail = format!("a file has at most {MAX_FILE} bytes");
            return Err(vec![whole("file_too_large", detail)]);
        }
        let file: DirectoryFile = parse(text).map_err(|problem| vec![problem])?;
        let located: Located = parse(text).map_err(|problem| vec![problem])?;
        match file.read(prune) {
            Ok(read) => Ok(Self { read, located }),
            Err(problems) => Err(problems
                .into_iter()
                .map(|problem| placed(&located, problem))
                .collect()),
        }
    }

    /// A problem of a field of the file, with its line and column.
    pub fn place(&self, problem: FieldProblem) -> FileProblem {
        placed(&self.located, problem)
    }
}

fn whole(code: &'static str, detail: String) -> FileProblem {
    FileProblem {
        line: None,
        column: None,
        field: String::new(),
        code,
        detail,
    }
}

fn placed(located: &Located, problem: FieldProblem) -> FileProblem {
    let at = located.find(&problem.field);
    FileProblem {
        line: at.map(|(line, _)| line),
        column: at.map(|(_, column)| column),
        field: problem.field,
        code: problem.code,
        detail: problem.detail,
    }
}

/// One document, in which no key stands twice, nothing is merged in, and true and false are the only truths.
fn options() -> Options {
    serde_saphyr::options! {
        strict_booleans: true,
        duplicate_keys: DuplicateKeyPolicy::Error,
        merge_keys: MergeKeyPolicy::Error,
        with_snippet: false,
    }
}

fn parse<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, FileProblem> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| {
        let at = error.location();
        let error = error.without_snippet();
        let (code, detail) = match error {
            Error::Budget { breach, .. } => ("file_too_large", too_much(breach)),
            error => ("file_unreadable", words(&error.to_string())),
        };
        FileProblem {
            line: at.map(|at| at.line()),
            column: at.map(|at| at.column()),
            ..whole(code, detail)
        }
    })
}

/// What the parser has a limit for, in words: none that a directory comes near.
fn too_much(breach: &BudgetBreach) -> String {
    let what = match breach {
        BudgetBreach::Depth { .. } => "its values lie in one another too deeply",
        BudgetBreach::Aliases { .. }
        | BudgetBreach::Anchors { .. }
        | BudgetBreach::AliasAnchorRatio { .. }
        | BudgetBreach::RecordedAnchorEvents { .. }
        | BudgetBreach::RecordedAnchorBytes { .. } => "it has too many anchors and aliases",
        _ => "it has more values than any directory",
    };
    format!("the file is too large: {what}")
}

/// What the parser says, without the place, which is told beside it, and without what it advises programmers.
fn words(said: &str) -> String {
    let said = said.rsplit_once(" at line ").map_or(said, |(words, _)| words);
    let advice = [", set DuplicateKeyPolicy", "; use from_str_multiple"];
    let end = advice.iter().filter_map(|advice| said.find(advice)).min();
    said[..end.unwrap_or(said.len())].to_owned()
}

/// The file as YAML, in the order in which its sections and fields are declared, without fields that are absent.
pub fn write(file: &DirectoryFile) -> Result<String, serde_saphyr::ser::Error> {
    let json = serde_json::to_string(file).unwrap_or_default();
    let mut ordered: Ordered = serde_json::from_str(&json).unwrap_or(Ordered::Absent);
    ordered.drop_absent();
    serde_saphyr::to_string(&ordered)
}
