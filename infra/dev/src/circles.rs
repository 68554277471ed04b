//! `cargo dev circles`: no two files of a crate import each other, not even the long way round.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use memberline_local::date;
use memberline_local::output::answer;
use memberline_local::process::quietly;
use serde::Deserialize;

/// What `cargo metadata` says, as far as it is read.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    src_path: PathBuf,
}

/// Fails when there is a circle in the workspace at `root`, and names every one.
pub async fn circles(root: &Path) -> Result<()> {
    if !are_absent(root).await? {
        bail!("files import each other: move what both need to a file that needs neither");
    }
    Ok(())
}

/// Whether no circle is in the workspace at `root`; each that is there is printed.
pub async fn are_absent(root: &Path) -> Result<bool> {
    let root = root
        .canonicalize()
        .with_context(|| format!("there is no {}", root.display()))?;
    let mut cargo = date::cargo();
    cargo
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(&root);
    let metadata: Metadata = serde_json::from_str(&quietly(&mut cargo, "cargo metadata").await?)?;
    let targets = metadata.packages.into_iter().flat_map(|package| package.targets);
    let mut absent = true;
    for target in targets {
        for circle in memberline_circles::circles(&target.src_path)? {
            absent = false;
            answer(&format!("{}\n", circle.describe(&root)))?;
        }
    }
    Ok(absent)
}
