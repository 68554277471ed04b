//! `cargo dev circles`: no two files of a crate import each other, not even the long way round.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use memberline_local::date;
use memberline_local::output::{answer, say};
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
        bail!("a circle is mended by moving what its files need to a file that needs none of them");
    }
    Ok(())
}

/// Whether no circle is in the workspace at `root`; each that is there is printed, as is a crate that cannot be read.
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
        // What is wrong with one crate does not hide the circles of the others.
        let circles = match memberline_circles::circles(&target.src_path) {
            Ok(circles) => circles,
            Err(error) => {
                absent = false;
                say(&format!("{error:#}"));
                continue;
            }
        };
        for circle in circles {
            absent = false;
            answer(&format!("{}\n", circle.describe(&root)))?;
        }
    }
    Ok(absent)
}
