//! The console, the handset and the mailbox: pages built from `web/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use tokio::process::Command;

use crate::functions::Build;
use crate::hash::hex;
use crate::npm;
use crate::places::{Places, stamp, write_whole};
use crate::process::quietly;
use crate::progress::{Step, note};

/// The fingerprint of what was built.
const BUILT: &str = "web.built";

/// Builds the pages when their sources changed.
pub async fn build(places: &Places, build: Build) -> Result<()> {
    let web = places.root().join("web");
    if !web.join("package.json").exists() {
        note("web/ has no package.json: serving the API without pages");
        return Ok(());
    }
    if outdated(places, build)?.is_none() {
        return Ok(());
    }
    let _making = places.making("web").await?;
    let Some(wanted) = outdated(places, build)? else {
        return Ok(());
    };
    install(places).await?;
    let step = Step::start("building pages");
    quietly(
        Command::new("npm").args(["run", "build"]).current_dir(&web),
        "npm run build",
    )
    .await?;
    write_whole(&places.cache(BUILT), wanted)?;
    step.done();
    Ok(())
}

/// The fingerprint of the sources, if the pages are to be built of them.
fn outdated(places: &Places, build: Build) -> Result<Option<String>> {
    let web = places.root().join("web");
    if !web.join("package.json").exists() || build == Build::Nothing {
        return Ok(None);
    }
    let wanted = hex(fingerprint(&web)?.as_bytes());
    let is_there = stamp(&places.cache(BUILT)) == wanted && web.join("dist").exists();
    Ok((!is_there).then_some(wanted))
}

/// Refuses a machine without a Node.js that builds the pages, if they are to be built.
pub async fn look_for_node(places: &Places, build: Build) -> Result<()> {
    if outdated(places, build)?.is_some() {
        npm::node("node").await?;
    }
    Ok(())
}

/// Installs the pages' packages, exactly those of the lock file.
pub async fn install(places: &Places) -> Result<()> {
    npm::install(places, &places.root().join("web"), &[], "web packages").await
}

/// Names, sizes and times of the sources.
fn fingerprint(folder: &Path) -> Result<String> {
    let mut lines = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let name = entry.file_name();
            if ["node_modules", "dist", "e2e"]
                .iter()
                .any(|skipped| name == *skipped)
            {
                continue;
            }
            let metadata = entry.metadata()?;
            if metadata.is_dir() {
                folders.push(entry.path());
            } else {
                lines.push(format!(
                    "{} {} {:?}",
                    entry.path().display(),
                    metadata.len(),
                    metadata.modified()?
                ));
            }
        }
    }
    lines.sort();
    Ok(lines.join("\n"))
}
