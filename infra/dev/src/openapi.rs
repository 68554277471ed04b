//! The description of the API, `docs/openapi.json`: is it well formed, and are the pages' types those of it?

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use memberline_local::npm;
use memberline_local::places::Places;
use memberline_local::process::{openly, quietly};
use memberline_local::progress::Step;
use tokio::process::Command;

/// The description.
pub const DOCUMENT: &str = "docs/openapi.json";
/// Where the linters and what they go by are.
pub const FOLDER: &str = "infra/dev/openapi";
/// What the pages know of the API's forms.
const TYPES: &str = "web/src/api/schema.gen.ts";

/// Two linters, and whether the pages' types are those of the description.
pub async fn lint(places: &Places) -> Result<bool> {
    let programs = linters(places).await?;
    let step = Step::start("API description");
    let own = |file: &str| places.root().join(FOLDER).join(file);
    let mut redocly = Command::new(programs.join("redocly"));
    redocly
        .args(["lint", DOCUMENT, "--format", "stylish", "--config"])
        .arg(own("redocly.yaml"))
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    let mut spectral = Command::new(programs.join("spectral"));
    spectral
        .args([
            "lint",
            DOCUMENT,
            "--quiet",
            "--fail-severity",
            "hint",
            "--ruleset",
        ])
        .arg(own("spectral.yaml"));
    let mut types = types(&programs);
    types.arg("--check");
    let mut passed = true;
    for command in [&mut redocly, &mut spectral, &mut types] {
        command.current_dir(places.root());
        passed &= openly(command, "a linter").await?;
    }
    step.done_with(if passed { "" } else { "failed" });
    Ok(passed)
}

/// Writes the pages' types anew.
pub async fn write_types(places: &Places) -> Result<()> {
    let programs = linters(places).await?;
    quietly(types(&programs).current_dir(places.root()), "openapi-typescript").await?;
    Ok(())
}

fn types(programs: &Path) -> Command {
    let mut types = Command::new(programs.join("openapi-typescript"));
    types.args([
        DOCUMENT,
        "--output",
        TYPES,
        "--root-types",
        "--root-types-no-schema-prefix",
    ]);
    types
}

/// Installs the linters, which lie apart from the pages' packages; the folder of their programs.
async fn linters(places: &Places) -> Result<PathBuf> {
    let folder = places.cache("openapi");
    fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
    for file in ["package.json", "package-lock.json", ".npmrc"] {
        let from = places.root().join(FOLDER).join(file);
        fs::copy(&from, folder.join(file)).with_context(|| format!("cannot read {}", from.display()))?;
    }
    // None of them needs what it would run when it is installed.
    npm::install(places, &folder, &["--ignore-scripts"], "the API's linters").await?;
    Ok(folder.join("node_modules/.bin"))
}
