//! The functions' binaries: built, stripped and zipped as Lambda wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use tokio::process::Command;
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

use crate::date;
use crate::hash::hex;
use crate::places::{Places, stamp, write_whole};
use crate::process::openly;
use crate::progress::Step;

/// A function's deployment package.
pub struct Package {
    /// The zip file.
    pub path: PathBuf,
    /// The SHA-256 of its content, in hexadecimal.
    pub hash: String,
}

/// What is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Build {
    Functions,
    /// The functions and all tests of the workspace: cargo chooses features for what it builds at once, so that the functions by
    /// themselves would mean every dependency a second time.
    WithTests,
    /// Nothing: what was built last is taken as it is.
    Nothing,
}

/// Builds the named packages for this machine; their zip files by name, in `.local/functions`.
pub async fn build(
    places: &Places,
    names: impl IntoIterator<Item = &String>,
    build: Build,
) -> Result<BTreeMap<String, Package>> {
    let names: BTreeSet<&String> = names.into_iter().collect();
    if build == Build::Nothing {
        return names
            .into_iter()
            .map(|name| Ok((name.clone(), packaged(places, name)?)))
            .collect();
    }
    let _making = places.making("functions").await?;
    let step = Step::start("building functions");
    let mut cargo = date::cargo();
    cargo.arg("build").current_dir(places.root());
    if build == Build::WithTests {
        cargo.args(["--workspace", "--lib", "--bins", "--tests"]);
    } else {
        for name in &names {
            cargo.args(["--package", name]);
        }
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

/// The zip that was made last.
fn packaged(places: &Places, name: &str) -> Result<Package> {
    let folder = places.cache("functions");
    let path = folder.join(format!("{name}.zip"));
    let known = stamp(&folder.join(format!("{name}.packaged")));
    match known.rsplit_once(' ') {
        Some((_, hash)) if path.exists() => Ok(Package {
            path,
            hash: hash.to_owned(),
        }),
        _ => bail!("{name} has not been built yet: leave --skip-build out"),
    }
}

/// Where cargo builds.
pub async fn target_folder(places: &Places) -> Result<PathBuf> {
    let mut metadata = date::cargo();
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
    let binary = binaries.join(name);
    let metadata = fs::metadata(&binary).with_context(|| format!("{name} has no binary of its name"))?;
    let version = format!("{:?} {}", metadata.modified()?, metadata.len());
    let folder = places.cache("functions");
    let path = folder.join(format!("{name}.zip"));
    let packaged = folder.join(format!("{name}.packaged"));
    if let Some((known, hash)) = stamp(&packaged).rsplit_once(' ')
        && known == version
        && path.exists()
    {
        return Ok(Package {
            path,
            hash: hash.to_owned(),
        });
    }
    fs::create_dir_all(&folder)?;
    let content = stripped(&folder, name, &binary).await?;
    // Seconds of work in a debug build, during which Ctrl-C must be heard.
    let (zipped, hash) = tokio::task::spawn_blocking(move || {
        let zipped = zip_bootstrap(&content, 0)?;
        let hash = hex(&zipped);
        anyhow::Ok((zipped, hash))
    })
    .await??;
    write_whole(&path, zipped)?;
    write_whole(&packaged, format!("{version} {hash}"))?;
    Ok(Package { path, hash })
}

/// The binary without its debug information when `strip` is there: a tenth of the size to zip and to start.
async fn stripped(folder: &Path, name: &str, binary: &Path) -> Result<Vec<u8>> {
    let copy = folder.join(format!("{name}.{}", std::process::id()));
    let mut strip = Command::new("strip");
    strip.arg("-o").arg(&copy).arg(binary);
    let done = strip.output().await.is_ok_and(|output| output.status.success());
    let content = fs::read(if done { &copy } else { binary })?;
    let _ = fs::remove_file(&copy);
    Ok(content)
}

/// A deployment package with that binary, compressed at a level from 1 to 9, or not at all with 0.
pub fn zip_bootstrap(binary: &[u8], level: i64) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let method = if level == 0 {
        CompressionMethod::Stored
    } else {
        CompressionMethod::Deflated
    };
    let options = SimpleFileOptions::default()
        .unix_permissions(0o755)
        .compression_method(method)
        .compression_level((level > 0).then_some(level));
    archive.start_file("bootstrap", options)?;
    archive.write_all(binary)?;
    Ok(archive.finish()?.into_inner())
}
