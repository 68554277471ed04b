//! The functions' binaries: built, stripped and zipped as Lambda wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::process::Command;
use zip::write::SimpleFileOptions;

use crate::hash::hex;
use crate::places::{Places, write_whole};
use crate::process::openly;
use crate::progress::Step;

/// A function's deployment package.
pub struct Package {
    /// The zip file.
    pub path: PathBuf,
    /// The SHA-256 of its content, in hexadecimal.
    pub hash: String,
}

/// Builds the named packages for this machine; their zip files by name, in `.local/functions`.
pub async fn build(
    places: &Places,
    names: impl IntoIterator<Item = &String>,
) -> Result<BTreeMap<String, Package>> {
    let names: BTreeSet<&String> = names.into_iter().collect();
    let step = Step::start("building functions");
    let mut cargo = Command::new("cargo");
    cargo.arg("build").current_dir(places.root());
    for name in &names {
        cargo.args(["--package", name]);
    }
    if !openly(&mut cargo, "building functions").await? {
        bail!("the functions do not build: mend the errors above and run the command again");
    }
    let binaries = target_folder(places).await?.join("debug");
    let mut packages = BTreeMap::new();
    for name in names {
        packages.insert(name.clone(), package(places, &binaries, name).await?);
    }
    step.done();
    Ok(packages)
}

/// Where cargo builds.
pub async fn target_folder(places: &Places) -> Result<PathBuf> {
    let mut metadata = Command::new("cargo");
    metadata
        .args(["metadata", "--no-deps", "--format-version", "1"])
        .current_dir(places.root());
    let metadata: serde_json::Value =
        serde_json::from_str(&crate::process::quietly(&mut metadata, "cargo metadata").await?)?;
    metadata["target_directory"]
        .as_str()
        .map(PathBuf::from)
        .context("cargo metadata names no target folder")
}

/// The zip of a binary, made again only when the binary changed.
async fn package(places: &Places, binaries: &Path, name: &str) -> Result<Package> {
    let folder = places.cache("functions");
    let path = folder.join(format!("{name}.zip"));
    let source = folder.join(format!("{name}.source"));
    let binary =
        fs::read(binaries.join(name)).with_context(|| format!("{name} has no binary of its name"))?;
    let digest = hex(&binary);
    if crate::places::stamp(&source) != digest || !path.exists() {
        fs::create_dir_all(&folder)?;
        let zipped = zip_bootstrap(&stripped(&folder, name, binary).await?, 1)?;
        write_whole(&path, zipped)?;
        write_whole(&source, digest)?;
    }
    let hash = hex(&fs::read(&path)?);
    Ok(Package { path, hash })
}

/// The binary without its debug information when `strip` is there: a tenth of the size to zip and to start.
async fn stripped(folder: &Path, name: &str, binary: Vec<u8>) -> Result<Vec<u8>> {
    let copy = folder.join(name);
    fs::write(&copy, &binary)?;
    let done = Command::new("strip")
        .arg(&copy)
        .output()
        .await
        .is_ok_and(|output| output.status.success());
    let result = if done { fs::read(&copy)? } else { binary };
    fs::remove_file(&copy)?;
    Ok(result)
}

/// A deployment package with that binary, compressed at a level from 1 to 9.
pub fn zip_bootstrap(binary: &[u8], level: i64) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .unix_permissions(0o755)
        .compression_level(Some(level));
    archive.start_file("bootstrap", options)?;
    archive.write_all(binary)?;
    Ok(archive.finish()?.into_inner())
}
