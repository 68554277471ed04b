//! Programs that tests and checks need, from where they are kept.

use std::path::PathBuf;

use anyhow::Result;
use memberline_local::places::Places;
use memberline_local::process::quietly;
use memberline_local::progress::Step;
use tokio::process::Command;

/// A tool of cargo's in exactly this version, which is installed unless it is there.
pub async fn cargo_tool(places: &Places, name: &str, version: &str) -> Result<PathBuf> {
    let tools = places.cache("tools");
    let program = tools.join("bin").join(name);
    let subcommand = name.strip_prefix("cargo-").unwrap_or(name);
    // Cargo calls its tools with the name of their subcommand first.
    let said = Command::new(&program)
        .args([subcommand, "--version"])
        .output()
        .await
        .map(|output| output.stdout)
        .unwrap_or_default();
    if String::from_utf8_lossy(&said).contains(version) {
        return Ok(program);
    }
    let step = Step::start(format!("installing {name}, once"));
    // Its own folder: the workspace's lock would make a running build wait.
    let target = tools.join(format!("target-{subcommand}"));
    let mut install = Command::new("cargo");
    install
        // It runs for seconds, and would take minutes more to be optimised.
        .args([
            "install",
            name,
            "--version",
            version,
            "--locked",
            "--quiet",
            "--debug",
            "--root",
        ])
        .arg(&tools)
        .arg("--target-dir")
        .arg(&target)
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .current_dir(places.root());
    quietly(&mut install, &format!("cargo install {name}")).await?;
    let _ = tokio::fs::remove_dir_all(target).await;
    step.done();
    Ok(program)
}

/// Installs a Debian package where that is possible without asking: as root, as in CI. The caller looks whether it is there then.
pub async fn debian(package: &str) {
    if !rustix::process::geteuid().is_root() {
        return;
    }
    let step = Step::start(format!("installing {package}"));
    let mut install = Command::new("apt-get");
    install
        .args(["install", "--yes", "--no-install-recommends", package])
        .env("DEBIAN_FRONTEND", "noninteractive");
    let updated = quietly(Command::new("apt-get").arg("update"), "apt-get update").await;
    let installed = quietly(&mut install, "apt-get install").await;
    step.done_with(if updated.and(installed).is_ok() {
        ""
    } else {
        "failed"
    });
}
