//! `memberline directory export`.

use std::path::Path;

use anyhow::{Context as _, Result};
use memberline_administration::{DirectoryFile, yaml};
use serde_json::json;

use crate::operate::new_file::{Readers, refuse_existing, write_new};
use crate::operate::say::answer;
use crate::operate::{Deployment, Refused, Target, organisation_id};
use crate::outcome::Outcome;

/// Writes the directory of an organisation to a new file, or to standard output.
pub(super) async fn export(organisation: &str, file: Option<&Path>, target: &Target) -> Result<Outcome> {
    let id = organisation_id(organisation)?;
    if let Some(file) = file {
        refuse_existing(file)?;
    }
    let deployment = Deployment::find(target).await?;
    let records = deployment.store.records(&id).await?;
    let directory = DirectoryFile::of(&records)
        .ok_or_else(|| Refused::because(format!("there is no organisation {id}")))?;
    let yaml = yaml::write(&directory).context("the directory cannot be written as YAML")?;
    let Some(file) = file else {
        answer(target, &yaml, &serde_json::to_value(&directory)?)?;
        return Ok(Outcome::Done);
    };
    write_new(file, &yaml, Readers::Usual)?;
    let written = file.display().to_string();
    answer(target, &written, &json!({ "file": written }))?;
    Ok(Outcome::Done)
}
