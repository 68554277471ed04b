//! The functions' binaries as they are deployed: built for release, and zipped.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow, bail};
use memberline_local::date;
use memberline_local::functions::{target_folder, zip_bootstrap};
use memberline_local::places::Places;
use memberline_local::process::openly;
use memberline_local::progress::Step;

use super::functions::FUNCTIONS;

/// How hard deployment packages are compressed: what `sam` and zip tools do unasked.
const COMPRESSION: i64 = 6;

/// A function's binary.
pub struct Binary {
    /// The name of its package.
    pub name: &'static str,
    /// Where it lies.
    pub path: PathBuf,
    /// Its size in bytes.
    pub raw: usize,
    /// The size of its deployment package in bytes.
    pub zipped: usize,
}

/// The release build of every function, made before if `build` says so: by one call of cargo, as `sam build` does it.
pub async fn release(places: &Places, build: bool) -> Result<Vec<Binary>> {
    let folder = target_folder(places).await?.join("release");
    if build {
        let step = Step::start("building functions for release");
        let mut cargo = date::cargo();
        cargo.args(["build", "--release"]).current_dir(places.root());
        for name in FUNCTIONS {
            cargo.args(["--package", name]);
        }
        if !openly(&mut cargo, "building functions").await? {
            bail!("the functions do not build: mend the errors above and run the command again");
        }
        step.done();
    }
    let mut binaries = Vec::new();
    for name in FUNCTIONS {
        let path = folder.join(name);
        let content = fs::read(&path)
            .with_context(|| format!("{} is not there: run without --skip-build", path.display()))?;
        binaries.push(Binary {
            name,
            path,
            raw: content.len(),
            zipped: zip_bootstrap(&content, COMPRESSION)?.len(),
        });
    }
    Ok(binaries)
}

/// The binary of a function.
pub fn of<'a>(binaries: &'a [Binary], name: &str) -> Result<&'a Binary> {
    let found = binaries.iter().find(|binary| binary.name == name);
    found.ok_or_else(|| anyhow!("{name} was not built"))
}
