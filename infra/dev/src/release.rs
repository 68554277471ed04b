//! `cargo dev release`: what an institution deploys without building anything, and what it is made of.

mod architecture;
mod build;
mod contents;
mod source;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, bail};
use clap::Args;
use memberline_cli::operate::pages::release::LOCAL;
use memberline_local::functions::{Build, zip_bootstrap};
use memberline_local::places::Places;
use memberline_local::progress::{Step, note};
use memberline_local::web;
use serde_json::json;

use crate::sbom;
use architecture::Architecture;
use contents::{built_for, copied, sums};
use source::Source;

pub use contents::deployable;

#[derive(Args)]
pub struct Wanted {
    /// A folder that is empty, or is made
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// What the functions run on: the template's own architecture, or another
    #[arg(long, value_enum, default_value_t = Architecture::Arm64)]
    architecture: Architecture,
    /// These functions alone, to compare them: what is made so is no release
    #[arg(long = "function", value_name = "NAME")]
    functions: Vec<String>,
    /// Also from sources that are in no commit
    #[arg(long)]
    allow_dirty: bool,
}

/// How well code is packed. It is read once for each cold start, and packed once.
const LEVEL: i64 = 9;

/// Makes the release in a draft beside its folder, which it becomes when it is whole.
pub async fn release(places: &Places, wanted: Wanted) -> Result<()> {
    let folder = std::path::absolute(&wanted.folder)?;
    if fs::read_dir(&folder).is_ok_and(|mut content| content.next().is_some()) {
        bail!(
            "{} is not empty: name a folder that is, or is not there yet",
            folder.display()
        );
    }
    let source = Source::of(places.root(), wanted.allow_dirty).await?;
    let template = fs::read_to_string(places.root().join("template.yaml"))?;
    let (template, known) = deployable(&built_for(wanted.architecture, &template)?)?;
    let names = chosen(known, &wanted.functions)?;
    let parent = folder.parent().context("a release needs a folder")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let draft = tempfile::Builder::new().prefix(".release-").tempdir_in(parent)?;

    // First what is quick: whatever is missing on this machine is said in seconds.
    if wanted.functions.is_empty() {
        web::look_for_node(places, Build::Functions).await?;
        web::build(places, Build::Functions).await?;
        copied(
            &places.root().join("web/dist"),
            &draft.path().join("pages"),
            &LOCAL,
        )?;
        fs::write(draft.path().join("template.yaml"), template)?;
        for file in AS_THEY_ARE {
            fs::copy(places.root().join(file), draft.path().join(file))
                .with_context(|| format!("cannot copy {file}"))?;
        }
        for made in sbom::make(places, &names, source.time).await? {
            fs::write(draft.path().join(made.name), made.json)?;
        }
    }
    let step = Step::start("building functions for Lambda");
    let built = build::build(places, &names, wanted.architecture, &source).await?;
    step.done();
    let functions = draft.path().join("functions");
    fs::create_dir(&functions)?;
    for (name, binary) in built {
        fs::write(
            functions.join(format!("{name}.zip")),
            zip_bootstrap(&binary, LEVEL)?,
        )?;
    }
    let described = json!({
        "version": env!("CARGO_PKG_VERSION"),
        "commit": source.commit,
        "committed_at": source.time.to_string(),
        "architecture": wanted.architecture.name(),
        "rustc": source.rustc,
        "cargo_lambda": build::CARGO_LAMBDA,
    });
    fs::write(draft.path().join("release.json"), format!("{described:#}\n"))?;
    let sums = sums(draft.path())?;
    fs::write(draft.path().join("SHA256SUMS"), &sums)?;
    if folder.exists() {
        fs::remove_dir(&folder)?;
    }
    fs::rename(draft.keep(), &folder).with_context(|| format!("cannot make {}", folder.display()))?;
    note(&format!("{} files in {}", sums.lines().count(), folder.display()));
    Ok(())
}

/// The template of what stands in front, which has no code, and the licence.
const AS_THEY_ARE: [&str; 2] = ["edge.yaml", "LICENSE"];

/// Of the functions that there are, those that are asked for.
fn chosen(known: Vec<String>, asked: &[String]) -> Result<Vec<String>> {
    if let Some(strange) = asked.iter().find(|name| !known.contains(name)) {
        bail!(
            "there is no function {strange}: take some of {}",
            known.join(", ")
        );
    }
    Ok(known
        .into_iter()
        .filter(|name| asked.is_empty() || asked.contains(name))
        .collect())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_function_that_is_not_there_is_not_left_out_silently() {
        let known = || vec!["agent-api".to_owned(), "documents".to_owned()];
        assert_eq!(chosen(known(), &[]).unwrap(), known());
        assert_eq!(chosen(known(), &["documents".to_owned()]).unwrap(), ["documents"]);
        let refused = chosen(known(), &["document".to_owned()]).unwrap_err().to_string();
        assert!(refused.contains("take some of agent-api, documents"), "{refused}");
    }

    #[test]
    fn what_is_taken_as_it_is_is_there_and_told() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let told = include_str!("../../../docs/releasing.md");
        for file in AS_THEY_ARE {
            assert!(root.join(file).is_file(), "{file}");
            assert!(told.contains(&format!("| `{file}` |")), "{file}");
        }
    }
}
