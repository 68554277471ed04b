//! `cargo dev test`: every test there is, with a local AWS of its own.

use anyhow::{Result, bail};
use tokio::process::Command;

use crate::ministack::MiniStack;
use crate::places::Places;
use crate::progress::{Step, note};
use crate::python::{self, Environment};
use crate::template::Template;
use crate::{functions, process, web};

/// Runs the tests of the workspace that `filter` names, or all of them and those of the pages.
pub async fn test(places: &Places, filter: &[String]) -> Result<()> {
    let state = tempfile::Builder::new().prefix("memberline-test-").tempdir()?;
    let places = places.with_state(state.path().to_owned());
    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = run(&places, filter, &mut ministack) => outcome,
        () = process::asked_to_stop() => Err(anyhow::anyhow!("interrupted")),
    };
    if let Some(ministack) = ministack {
        ministack.stop().await;
    }
    outcome
}

async fn run(places: &Places, filter: &[String], slot: &mut Option<MiniStack>) -> Result<()> {
    let programs = python::ensure(places, Environment::MiniStack).await?;
    let template = Template::read(&places.root().join("template.yaml"))?;
    functions::build(places, template.functions()?.values()).await?;

    let step = Step::start("starting MiniStack");
    let ministack = slot.insert(MiniStack::start(&programs, &places.state().join("ministack"), None).await?);
    step.done();

    let mut failed = Vec::new();
    if filter.is_empty() && places.root().join("web/package.json").exists() && !pages(places).await? {
        failed.push("web");
    }
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["test", "--workspace"])
        .args(filter)
        .current_dir(places.root())
        .env("MEMBERLINE_TEST_AWS", &ministack.endpoint)
        .env("MEMBERLINE_TEST_FUNCTIONS", places.cache("functions"));
    if !process::openly(&mut cargo, "cargo test").await? {
        failed.push("cargo test");
    }
    if failed.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

/// The pages' unit tests.
async fn pages(places: &Places) -> Result<bool> {
    web::install(places).await?;
    let step = Step::start("testing pages");
    let mut npm = Command::new("npm");
    npm.arg("test").current_dir(places.root().join("web"));
    let passed = process::openly(&mut npm, "npm test").await?;
    step.done();
    if !passed {
        note("tests of web/ failed");
    }
    Ok(passed)
}
