//! What the product is made of, as CycloneDX: of the functions and of the pages, with what they were built of and nothing of the tools.

mod npm;
mod rust;
mod settle;

use std::fs;

use anyhow::{Context, Result};
use jiff::Timestamp;
use memberline_local::places::Places;
use memberline_local::process::quietly;
use memberline_local::progress::{Step, note};
use memberline_local::python::{self, Environment};
use serde_json::Value;
use tokio::process::Command;

use settle::settled;

/// One of them.
pub struct Sbom {
    /// Its file.
    pub name: &'static str,
    /// Its content.
    pub json: String,
}

/// Those of the functions with these names and of the pages, valid by the schema. They have the time `at`, and are the same each time
/// they are made of the same lock files.
pub async fn make(places: &Places, functions: &[String], at: Timestamp) -> Result<[Sbom; 2]> {
    let step = Step::start("listing what it is made of");
    let written = |name, content: Value| {
        let json = format!("{:#}\n", settled(content, at)?);
        anyhow::Ok(Sbom { name, json })
    };
    let made = [
        written("functions.cdx.json", rust::list(places, functions).await?)?,
        written("pages.cdx.json", npm::list(places).await?)?,
    ];
    validate(places, &made).await?;
    step.done();
    Ok(made)
}

async fn validate(places: &Places, made: &[Sbom]) -> Result<()> {
    let programs = python::ensure(places, Environment::Release).await?;
    let folder = tempfile::tempdir()?;
    let mut python = Command::new(programs.join("python"));
    python
        .args(["-c", include_str!("sbom/validate.py")])
        .current_dir(folder.path());
    for sbom in made {
        fs::write(folder.path().join(sbom.name), &sbom.json)?;
        python.arg(sbom.name);
    }
    quietly(&mut python, "validating")
        .await
        .context("an SBOM is not what CycloneDX says")?;
    Ok(())
}

/// Whether they can be made, and are valid.
pub async fn check(places: &Places) -> Result<bool> {
    let template = fs::read_to_string(places.root().join("template.yaml"))?;
    let (_, functions) = crate::release::deployable(&template)?;
    match make(places, &functions, Timestamp::UNIX_EPOCH).await {
        Ok(_) => Ok(true),
        Err(error) => {
            note(&format!("{error:#}"));
            Ok(false)
        }
    }
}
