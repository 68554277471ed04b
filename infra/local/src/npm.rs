//! Packages of npm, exactly those of a lock file.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use tokio::process::Command;

use crate::hash::hex;
use crate::places::{Places, stamp, write_whole};
use crate::process::quietly;
use crate::progress::Step;

/// Installs the packages of `folder`, unless they are there already.
pub async fn install(places: &Places, folder: &Path, options: &[&str], what: &str) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = hex(&fs::read(&lock).with_context(|| format!("there is no {}", lock.display()))?);
    let stamp_file = folder.join("node_modules/.installed");
    if stamp(&stamp_file) == wanted {
        return Ok(());
    }
    // Two starts at once may want them.
    let name: String = what.chars().filter(char::is_ascii_alphanumeric).collect();
    let _making = places.making(&name).await?;
    if stamp(&stamp_file) == wanted {
        return Ok(());
    }
    node("node").await?;
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

/// Refuses a `program` that is not there or too old.
pub async fn node(program: &str) -> Result<()> {
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
