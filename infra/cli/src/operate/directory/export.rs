//! `memberline directory export`.

use std::path::Path;

use anyhow::{Context as _, Result};
use memberline_administration::{DirectoryFile, yaml};
use serde_json::json;

use crate::operate::say::answer;
use crate::operate::{Deployment, Refused, Target, organisation_id};
use crate::outcome::Outcome;

/// Writes the directory of an organisation to a file, or to standard output.
pub(super) async fn export(organisation: &str, file: Option<&Path>, target: &Target) -> Result<Outcome> {
    let id = organisation_id(organisation)?;
    let deployment = Deployment::find(target).await?;
    let records = deployment.store.records(&id).await?;
    let directory = DirectoryFile::of(&records)
        .ok_or_else(|| Refused::because(format!("there is no organisation {id}")))?;
    let yaml = yaml::write(&directory).context("the directory cannot be written as YAML")?;
    let Some(file) = file else {
        answer(target, &yaml, &serde_json::to_value(&directory)?)?;
        return Ok(Outcome::Done);
    };
    std::fs::write(file, yaml).with_context(|| format!("{} cannot be written", file.display()))?;
    let written = file.display().to_string();
    answer(target, &written, &json!({ "file": written }))?;
    Ok(Outcome::Done)
}
