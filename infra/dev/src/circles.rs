//! `cargo dev circles`: no two files of a crate import each other, not even the long way round.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde::Deserialize;

use memberline_local::date;
use memberline_local::output::answer;
use memberline_local::process::quietly;

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

/// Prints every circle of the workspace at `root`; having found any is an error.
pub async fn circles(root: &Path) -> Result<()> {
    let root = root
        .canonicalize()
        .with_context(|| format!("there is no {}", root.display()))?;
    let mut cargo = date::cargo();
    cargo
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(&root);
    let metadata: Metadata = serde_json::from_str(&quietly(&mut cargo, "cargo metadata").await?)?;
    let targets = metadata.packages.into_iter().flat_map(|package| package.targets);
    let mut found = 0;
    for target in targets {
        for circle in memberline_circles::circles(&target.src_path)? {
            found += 1;
            answer(&format!("{}\n", circle.describe(&root)))?;
        }
    }
    if found > 0 {
        bail!("files import each other in {found} circles: move what both need to a file that needs neither");
    }
    Ok(())
}
