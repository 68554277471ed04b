//! The file as it is given, and what is wrong with it.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context as _, Result};
use memberline_administration::OWN_ORGANISATION;
use memberline_administration::file::within;
use memberline_administration::yaml::{FileProblem, MAX_FILE, YamlFile};
use memberline_domain::OrganisationId;
use memberline_domain::directory::administration::{
    ChangeRefusal, FieldProblem, PlanRefusal, Record, RecordKey,
};
use serde_json::{Value, json};

use super::args::FileArgs;
use crate::operate::Refused;

/// A file whose records could be read.
pub(super) struct Input {
    name: String,
    pub(super) file: YamlFile,
    /// Whose directory it is.
    pub(super) organisation: OrganisationId,
}

impl Input {
    /// Reads the file; what is wrong with it is told with its lines.
    pub(super) fn read(args: &FileArgs) -> Result<Self> {
        let name = args.file.display().to_string();
        let length = fs::metadata(&args.file)
            .with_context(|| format!("{name} cannot be read"))?
            .len();
        if length > MAX_FILE as u64 {
            return Err(Refused::because(format!(
                "{name} has more than {MAX_FILE} bytes: it is no directory"
            ))
            .into());
        }
        let bytes = fs::read(&args.file).with_context(|| format!("{name} cannot be read"))?;
        let text = String::from_utf8(bytes).map_err(|_| Refused::because(format!("{name} is not UTF-8")))?;
        let file = YamlFile::read(&text, args.prune).map_err(|problems| refused(&name, &problems))?;
        let organisation = file.read.wanted.records.iter().find_map(|record| match record {
            Record::Organisation(organisation) => Some(organisation.id.clone()),
            _ => None,
        });
        let organisation = organisation.with_context(|| format!("{name} names no organisation"))?;
        if organisation.as_str() == OWN_ORGANISATION {
            return Err(Refused::because(format!(
                "{name}: {OWN_ORGANISATION} is the organisation of `memberline smoke`; give yours another id"
            ))
            .into());
        }
        Ok(Self {
            name,
            file,
            organisation,
        })
    }

    /// What stands against the plan, each at its place in the file.
    pub(super) fn refused(&self, refusals: Vec<PlanRefusal>) -> Refused {
        let problems: Vec<FileProblem> = refusals
            .into_iter()
            .flat_map(|refusal| self.problems(refusal))
            .collect();
        refused(&self.name, &problems)
    }

    fn problems(&self, PlanRefusal { key, refusal }: PlanRefusal) -> Vec<FileProblem> {
        let places: &BTreeMap<RecordKey, String> = &self.file.read.places;
        let place = places.get(&key);
        let found = match refusal {
            ChangeRefusal::Invalid(found) => found,
            refusal => vec![FieldProblem {
                field: String::new(),
                code: refusal.code(),
                detail: refusal.to_string(),
            }],
        };
        match place {
            Some(place) => within(place, found)
                .map(|problem| self.file.place(problem))
                .collect(),
            // It is not in the file: it would be removed, or could not be kept as it is.
            None => found
                .into_iter()
                .map(|problem| FieldProblem {
                    detail: format!("{key}: {problem}"),
                    field: String::new(),
                    ..problem
                })
                .map(|problem| self.file.place(problem))
                .collect(),
        }
    }
}

fn refused(name: &str, problems: &[FileProblem]) -> Refused {
    let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
    let told: Vec<Value> = problems
        .iter()
        .map(|problem| {
            json!({
                "line": problem.line, "column": problem.column, "field": problem.field,
                "code": problem.code, "detail": problem.detail,
            })
        })
        .collect();
    Refused {
        why: format!(
            "{name} is not applied, and nothing was changed:\n{}",
            lines.join("\n")
        ),
        problems: Value::Array(told),
    }
}
