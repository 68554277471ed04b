//! The functions for Lambda, by cargo-lambda as `sam build` calls it, and the same from any folder at any time.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use memberline_local::date;
use memberline_local::functions::target_folder;
use memberline_local::places::Places;
use memberline_local::process::{openly, quietly};
use memberline_local::python::{self, Environment};
use tokio::process::Command;

use super::architecture::Architecture;
use super::source::Source;

/// The version in `requirements-release.in`.
pub const CARGO_LAMBDA: &str = "1.9.2";

/// Builds them; the binaries by name.
pub async fn build(
    places: &Places,
    names: &[String],
    architecture: Architecture,
    source: &Source,
) -> Result<BTreeMap<String, Vec<u8>>> {
    let programs = python::ensure(places, Environment::Release).await?;
    let target = look_for_target(places.root(), architecture).await?;
    let root = places.root();
    let home = cargo_home(root).await?;
    let (rust, c) = flags(architecture, root, &home);
    let mut cargo = date::cargo();
    cargo
        .args(["lambda", "build", "--release", "--locked"])
        .arg(match architecture {
            Architecture::Arm64 => "--arm64",
            Architecture::X86_64 => "--x86-64",
        })
        .current_dir(root)
        .env("PATH", path_with(&programs)?)
        .env("RUSTFLAGS", rust)
        .env(format!("CFLAGS_{}", target.replace('-', "_")), &c)
        .env(format!("CXXFLAGS_{}", target.replace('-', "_")), &c)
        .env("SOURCE_DATE_EPOCH", source.time.as_second().to_string())
        .env("CARGO_INCREMENTAL", "0");
    for name in names {
        cargo.args(["--package", name]);
    }
    if !openly(&mut cargo, "cargo lambda build").await? {
        bail!("the functions do not build: mend the errors above and run the command again");
    }
    let folder = target_folder(places).await?.join("lambda");
    let mut built = BTreeMap::new();
    for name in names {
        let binary = folder.join(name).join("bootstrap");
        let content =
            fs::read(&binary).with_context(|| format!("cargo-lambda made no {}", binary.display()))?;
        built.insert(name.clone(), content);
    }
    Ok(built)
}

/// The options of the compilers: the processors that cargo-lambda builds for by itself, and neutral names for the two folders that
/// differ from machine to machine and would stand in what a panic says.
fn flags(architecture: Architecture, root: &Path, home: &Path) -> (String, String) {
    let processor = match architecture {
        Architecture::Arm64 => "neoverse-n1",
        Architecture::X86_64 => "haswell",
    };
    let maps = [(root, "/memberline"), (home, "/cargo")];
    let rust = maps.map(|(folder, name)| format!(" --remap-path-prefix={}={name}", folder.display()));
    let c = maps.map(|(folder, name)| format!("-ffile-prefix-map={}={name}", folder.display()));
    (format!("-C target-cpu={processor}{}", rust.concat()), c.join(" "))
}

/// Where cargo keeps the sources of dependencies.
async fn cargo_home(root: &Path) -> Result<PathBuf> {
    let mut metadata = date::cargo();
    metadata
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root);
    let metadata: serde_json::Value = serde_json::from_str(&quietly(&mut metadata, "cargo metadata").await?)?;
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let mut sources = packages.filter(|package| package["source"].is_string());
    let manifest = sources.find_map(|package| package["manifest_path"].as_str());
    // .../registry/src/{index}/{package}/Cargo.toml
    let home = manifest.and_then(|manifest| Path::new(manifest).ancestors().nth(5));
    home.map(Path::to_owned)
        .context("cargo names no folder of its own")
}

/// The compiler's name of the architecture, if it can compile for it.
async fn look_for_target(root: &Path, architecture: Architecture) -> Result<&'static str> {
    let target = match architecture {
        Architecture::Arm64 => "aarch64-unknown-linux-gnu",
        Architecture::X86_64 => "x86_64-unknown-linux-gnu",
    };
    let mut rustc = Command::new("rustc");
    rustc
        .args(["--print", "target-libdir", "--target", target])
        .current_dir(root);
    let library = quietly(&mut rustc, "rustc").await?;
    if Path::new(library.trim()).exists() {
        return Ok(target);
    }
    bail!(
        "Rust cannot compile for {}: in the checkout, `rustup target add {target}`",
        architecture.name()
    )
}

#[expect(
    clippy::disallowed_methods,
    reason = "programs of an environment are found beside all others"
)]
fn path_with(programs: &Path) -> Result<OsString> {
    let before = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(programs.to_owned()).chain(std::env::split_paths(&before));
    Ok(std::env::join_paths(all)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_cargo_lambda_is_the_one_that_is_installed() {
        let pinned = include_str!("../../../local/requirements-release.in");
        assert!(
            pinned.contains(&format!("cargo-lambda=={CARGO_LAMBDA}\n")),
            "{pinned}"
        );
    }

    #[test]
    fn no_folder_of_the_machine_stays_in_a_build() {
        let (rust, c) = flags(
            Architecture::Arm64,
            Path::new("/work/x"),
            Path::new("/root/.cargo"),
        );
        assert_eq!(
            rust,
            "-C target-cpu=neoverse-n1 --remap-path-prefix=/work/x=/memberline --remap-path-prefix=/root/.cargo=/cargo"
        );
        assert_eq!(
            c,
            "-ffile-prefix-map=/work/x=/memberline -ffile-prefix-map=/root/.cargo=/cargo"
        );
    }
}
