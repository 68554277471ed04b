//! The console, the handset and the mailbox: pages built from `web/`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::functions::Build;
use crate::hash::hex;
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
        node("node").await?;
    }
    Ok(())
}

/// Refuses a `program` that is not there or too old.
async fn node(program: &str) -> Result<()> {
    let version = quietly(Command::new(program).arg("--version"), "node --version").await;
    let version =
        version.context("Node.js 20 or later is needed and was not found: install nodejs and npm")?;
    match major(&version) {
        Some(20..) => Ok(()),
        _ => bail!("Node.js 20 or later is needed, found {}", version.trim()),
    }
}

/// The first number of a version such as `v22.11.0`.
fn major(version: &str) -> Option<u32> {
    let number = version.trim().trim_start_matches('v').split('.').next()?;
    number.parse().ok()
}

/// Installs the pages' packages, exactly those of the lock file.
pub async fn install(places: &Places) -> Result<()> {
    let web = places.root().join("web");
    let wanted = hex(&fs::read(web.join("package-lock.json")).context("web/ has no package-lock.json")?);
    let stamp_file = web.join("node_modules/.installed");
    if stamp(&stamp_file) == wanted {
        return Ok(());
    }
    let _making = places.making("web-packages").await?;
    if stamp(&stamp_file) == wanted {
        return Ok(());
    }
    node("node").await?;
    let step = Step::start("installing web packages");
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"]).current_dir(&web);
    quietly(&mut npm, "npm ci")
        .await
        .context("web packages could not be installed: check the connection to the registry")?;
    write_whole(&stamp_file, wanted)?;
    step.done();
    Ok(())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_machine_without_node_is_told_so() {
        let refused = node("no-such-node").await.err().unwrap();
        assert!(format!("{refused:#}").contains("was not found"), "{refused:#}");
        for (version, number) in [("v22.11.0\n", Some(22)), ("v8.1.0", Some(8)), ("nonsense", None)] {
            assert_eq!(major(version), number, "{version}");
        }
    }
}
