//! Packages of npm, exactly those of a lock file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::hash::hex;
use crate::places::{stamp, write_whole};
use crate::process::quietly;
use crate::progress::Step;

/// Installs the packages of `folder`, unless they are there already.
pub async fn install(folder: &Path, options: &[&str], what: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = hex(&fs::read(&lock).with_context(|| format!("there is no {}", lock.display()))?);
    let stamp_file = folder.join("node_modules/.installed");
    if stamp(&stamp_file) == wanted {
        return Ok(());
    }
    let version = quietly(Command::new("node").arg("--version"), "node --version").await;
    let version =
        version.context("Node.js 20 or later is needed and was not found: install nodejs and npm")?;
    let major: u32 = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|n| n.parse().ok())
        .unwrap_or(0);
    if major < 20 {
        bail!("Node.js 20 or later is needed, found {}", version.trim());
    }
    let step = Step::start(format!("installing {what}"));
    let mut npm = Command::new("npm");
    npm.args(["ci", "--no-audit", "--no-fund"])
        .args(options)
        .current_dir(folder);
    quietly(&mut npm, "npm ci")
        .await
        .with_context(|| format!("{what} could not be installed: check the connection to the registry"))?;
    write_whole(&stamp_file, wanted)?;
    step.done();
    Ok(())
}
