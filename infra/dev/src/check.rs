//! `cargo dev check`: everything that CI asks besides tests.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use memberline_local::places::Places;
use memberline_local::process::openly;
use memberline_local::progress::{Step, note};
use memberline_local::python::{self, Environment};
use memberline_local::web;
use tokio::process::Command;

use crate::{circles, openapi, sbom};

/// What is deployed: the whole, and what of it must be in us-east-1.
const TEMPLATES: [&str; 2] = ["template.yaml", "edge.yaml"];
/// Where the advisories are; a machine without it checks everything else.
const ADVISORIES: &str = "https://github.com/rustsec/advisory-db";

/// Runs every check and then says which failed.
pub async fn check(places: &Places) -> Result<()> {
    let mut failed = Vec::new();
    let mut record = |name: &'static str, passed: bool| {
        if !passed {
            failed.push(name);
        }
    };
    record(
        "formatting",
        cargo(places, "formatting", &["fmt", "--all", "--check"]).await?,
    );
    let clippy = [
        "clippy",
        "--quiet",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ];
    record("clippy", cargo(places, "clippy", &clippy).await?);
    record("circles", circles(places).await?);
    record("pages", pages(places).await?);
    record("API description", openapi::lint(places).await?);
    record("requirements", crate::requirements::agree(places)?);
    record("dependencies", dependencies(places).await?);
    record("SBOMs", sbom::check(places).await?);
    record("templates", templates(places).await?);
    if failed.is_empty() {
        note("every check passed");
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

async fn cargo(places: &Places, what: &str, arguments: &[&str]) -> Result<bool> {
    run(
        what,
        Command::new("cargo").args(arguments).current_dir(places.root()),
    )
    .await
}

async fn run(what: &str, command: &mut Command) -> Result<bool> {
    let step = Step::start(what);
    let passed = openly(command, what).await?;
    step.done_with(if passed { "" } else { "failed" });
    Ok(passed)
}

/// Whether files of a crate import each other; `pages` asks it of the pages.
async fn circles(places: &Places) -> Result<bool> {
    let step = Step::start("circles");
    let absent = circles::are_absent(places.root()).await?;
    step.done_with(if absent { "" } else { "failed" });
    Ok(absent)
}

/// The types of the pages' sources, and that none of them import each other.
async fn pages(places: &Places) -> Result<bool> {
    if !places.root().join("web/package.json").exists() {
        return Ok(true);
    }
    web::install(places).await?;
    run(
        "pages",
        Command::new("npm")
            .args(["run", "--silent", "check"])
            .current_dir(places.root().join("web")),
    )
    .await
}

/// Licences, bans and sources of the dependencies, and their advisories when those can be had.
async fn dependencies(places: &Places) -> Result<bool> {
    let programs = python::ensure(places, Environment::Checks)
        .await
        .context("the dependencies' check")?;
    let mut checks = vec!["licenses", "bans", "sources"];
    if reachable(ADVISORIES).await {
        checks.insert(0, "advisories");
    } else {
        note(&format!(
            "advisories are not checked: {ADVISORIES} cannot be reached from here"
        ));
    }
    let mut command = Command::new(programs.join("cargo-deny"));
    command
        .args(["--log-level", "error", "check"])
        .args(checks)
        .current_dir(places.root());
    run("dependencies", &mut command).await
}

async fn reachable(url: &str) -> bool {
    let client = reqwest::Client::builder().timeout(Duration::from_secs(5)).build();
    let Ok(client) = client else { return false };
    client
        .head(url)
        .send()
        .await
        .is_ok_and(|answer| answer.status().is_success())
}

async fn templates(places: &Places) -> Result<bool> {
    let programs = python::ensure(places, Environment::Checks)
        .await
        .context("the templates' linters")?;
    let mut lint = Command::new(programs.join("cfn-lint"));
    lint.args(["--regions", memberline_local::aws::REGION, "--"])
        .args(TEMPLATES)
        .current_dir(places.root());
    let mut secure = Command::new(programs.join("checkov"));
    secure
        .arg("--file")
        .args(TEMPLATES)
        .args(["--framework", "cloudformation"])
        // What it knows it brings along; nothing is asked of its maker, or told.
        .args(["--compact", "--quiet", "--skip-download"])
        .env_remove("BC_API_KEY")
        .current_dir(places.root());
    let linted = run("templates", &mut lint).await?;
    Ok(run("templates' security", &mut secure).await? && linted)
}
