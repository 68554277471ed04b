//! The functions' binaries: built, stripped and zipped as Lambda wants them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use memchr::memmem;
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

/// The C library of Lambda's image, Amazon Linux 2023.
const IMAGE_GLIBC: u32 = 34;

/// Refuses functions that ask for a newer C library than that of Lambda's image: they are linked with this machine's, and would end
/// there as they start.
pub async fn suit_the_image<'a>(packages: impl IntoIterator<Item = &'a Package>) -> Result<()> {
    for package in packages {
        let path = package.path.clone();
        let newest =
            tokio::task::spawn_blocking(move || anyhow::Ok(newest_glibc(&fs::read(path)?))).await??;
        if let Some(asked) = newest.filter(|asked| *asked > IMAGE_GLIBC) {
            bail!(
                "functions built on this machine ask for glibc 2.{asked}, and Lambda's image has 2.{IMAGE_GLIBC}: build on a machine as old as \
                 Debian 12, Ubuntu 22.04 or Amazon Linux 2023"
            );
        }
    }
    Ok(())
}

/// The newest version of glibc that a package names, which is stored in it as it is: 34 is 2.34.
fn newest_glibc(packed: &[u8]) -> Option<u32> {
    const NAME: &[u8] = b"GLIBC_2.";
    memmem::find_iter(packed, NAME)
        .filter_map(|at| {
            let digits = packed[at + NAME.len()..].iter().take(3);
            let digits: Vec<u8> = digits.take_while(|byte| byte.is_ascii_digit()).copied().collect();
            std::str::from_utf8(&digits).ok()?.parse().ok()
        })
        .max()
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

/// A deployment package with that binary, compressed at a level from 1 to 9, or not at all with 0. The same binary makes the same
/// package, whenever it is made.
pub fn zip_bootstrap(binary: &[u8], level: i64) -> Result<Vec<u8>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let method = if level == 0 {
        CompressionMethod::Stored
    } else {
        CompressionMethod::Deflated
    };
    let options = SimpleFileOptions::default()
        .unix_permissions(0o755)
        .last_modified_time(zip::DateTime::default())
        .compression_method(method)
        .compression_level((level > 0).then_some(level));
    archive.start_file("bootstrap", options)?;
    archive.write_all(binary)?;
    Ok(archive.finish()?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_the_image_cannot_load_is_refused_before_it_is_deployed() {
        let folder = tempfile::tempdir().unwrap();
        let package = async |text: &[u8]| {
            let path = folder.path().join("function.zip");
            fs::write(&path, zip_bootstrap(text, 0).unwrap()).unwrap();
            let hash = String::new();
            let suited = suit_the_image([&Package { path, hash }]).await;
            suited.map_err(|error| error.to_string())
        };
        assert_eq!(package(b"\0GLIBC_2.2.5\0GLIBC_2.34\0").await, Ok(()));
        assert_eq!(package(b"linked with nothing, GLIBC_2.").await, Ok(()));
        let refused = package(b"GLIBC_2.17\0GLIBC_2.38\0GLIBC_2.34").await.unwrap_err();
        assert!(refused.contains("ask for glibc 2.38"), "{refused}");
    }
}
