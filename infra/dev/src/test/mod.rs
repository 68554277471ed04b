//! `cargo dev test`: every test there is, around a stack of its own.

mod needs;
mod timed;

use anyhow::{Result, anyhow, bail};
use memberline_local::date::cargo;
use memberline_local::functions::Build;
use memberline_local::listening::listen;
use memberline_local::ministack::MiniStack;
use memberline_local::places::{Places, write_whole};
use memberline_local::process;
use memberline_local::progress::{Step, note};
use memberline_local::python::{self, Environment};
use memberline_local::running::Running;
use memberline_local::start::{Content, start, stop};
use memberline_local::{state, web};
use tokio::process::Command;

use crate::{conformance, conforms, date, info, install, permissions};
use needs::Needs;

/// Runs the tests as if it were the day `wanted`. What others than cargo fetch is fetched before, as certificates of the packages'
/// registries end.
pub async fn test_at(places: &Places, wanted: &str, filter: &[String]) -> Result<()> {
    date::check(wanted)?;
    python::ensure(places, Environment::MiniStack).await?;
    python::ensure(places, Environment::Tests).await?;
    web::build(places, Build::WithTests).await?;
    chromium().await;
    let arguments: Vec<String> = std::iter::once("test".to_owned())
        .chain(filter.iter().cloned())
        .collect();
    date::run_at(wanted, &std::env::current_exe()?, &arguments).await
}

/// Runs the tests of the workspace that `filter` names, or all of them and those of the pages.
pub async fn test(places: &Places, filter: &[String]) -> Result<()> {
    let state = tempfile::Builder::new().prefix("memberline-test-").tempdir()?;
    let places = places.with_state(state.path().to_owned());
    let _held = state::hold(&places, false).await?;
    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = run(&places, filter, &mut ministack) => outcome,
        () = process::asked_to_stop() => Err(anyhow!("interrupted")),
    };
    if let Some(ministack) = ministack {
        stop(&places, ministack).await?;
    }
    match outcome? {
        failed if failed.is_empty() => Ok(()),
        failed => bail!("failed: {}", failed.join(", ")),
    }
}

/// Runs everything and gives the names of what failed. The workspace's tests come after the pages'; their summary is long.
async fn run(places: &Places, filter: &[String], slot: &mut Option<MiniStack>) -> Result<Vec<&'static str>> {
    let listening = listen(0).await?;
    let started = start(
        places,
        listening,
        (Build::WithTests, Content::Demonstration),
        None,
        slot,
    )
    .await?;
    let running = &started.running;
    let mut failed = Vec::new();
    if filter.is_empty() && places.root().join("web/package.json").exists() {
        if !npm(places, "testing pages", &["test"], &[]).await? {
            failed.push("pages");
        }
        if !browser(places, running).await? {
            failed.push("browser");
        }
    }
    let calls = places.state().join("calls");
    std::fs::create_dir_all(&calls)?;
    let description = places.state().join("info.json");
    write_whole(
        &description,
        serde_json::to_vec_pretty(&info::describe(places, running).await?)?,
    )?;
    let mut tests = cargo();
    tests
        // The local AWS: any account of 12 digits but the default one is a test's to use.
        .env("MEMBERLINE_TEST_AWS", &running.aws_endpoint)
        // The functions' deployment packages, `{name}.zip`.
        .env("MEMBERLINE_TEST_FUNCTIONS", places.cache("functions"))
        // Where tests note what each function does with its role.
        .env("MEMBERLINE_TEST_CALLS", &calls)
        // A running stack in the default account, as `cargo dev info` describes it.
        .env("MEMBERLINE_TEST_INFO", description);
    let passed = workspace(places, filter, &mut tests).await?;
    if !passed {
        failed.push("workspace");
    }
    // Some of the tests use some of the grants.
    if filter.is_empty() && !permissions::compare(places, &calls)? {
        failed.push("permissions");
    }
    if filter.is_empty() && !conformance::of_running(&running.aws_endpoint).await? {
        failed.push("AWS");
    }
    // It changes what the other tests rely on.
    if filter.is_empty() && !conforms::conforms(places, running).await? {
        failed.push("API");
    }
    Ok(failed)
}

/// Runs the tests of the workspace that `filter` names with as little around them as they need: nothing for unit tests, the local AWS
/// for integration tests, all of it for those of the running stack.
pub async fn test_lightly(places: &Places, filter: &[String]) -> Result<()> {
    let passed = match Needs::of_filter(places, filter).await? {
        Needs::Stack => return test(places, filter).await,
        Needs::Nothing => workspace(places, filter, &mut cargo()).await?,
        Needs::Aws => {
            let state = tempfile::Builder::new().prefix("memberline-test-").tempdir()?;
            let programs = python::ensure(places, Environment::MiniStack).await?;
            let step = Step::start("starting MiniStack");
            let ministack = MiniStack::start(&programs, &state.path().join("ministack"), None).await?;
            step.done();
            let mut tests = cargo();
            tests.env("MEMBERLINE_TEST_AWS", &ministack.endpoint);
            let passed = tokio::select! {
                passed = workspace(places, filter, &mut tests) => passed,
                () = process::asked_to_stop() => Err(anyhow!("interrupted")),
            };
            ministack.stop().await?;
            passed?
        }
    };
    if passed {
        return Ok(());
    }
    bail!("failed: workspace")
}

/// Runs the tests that `filter` names with `cargo`, which has in its environment what they need.
async fn workspace(places: &Places, filter: &[String], cargo: &mut Command) -> Result<bool> {
    cargo
        .args(["test", "--workspace", "--no-fail-fast"])
        .current_dir(places.root());
    // With options among them, cargo is to read them all.
    if filter.iter().any(|word| word.starts_with('-')) {
        cargo.args(date::of_tests(None)).args(filter);
        return process::openly(cargo, "cargo test").await;
    }
    // Documentation has no tests of its own, and its runner would not tell times. Several words name tests only behind the dashes.
    cargo
        .args(["--lib", "--bins", "--tests"])
        .args(date::of_tests(Some(timed::TELLS_TIMES)))
        .arg("--")
        .args(timed::OPTIONS)
        .args(filter);
    timed::run(cargo).await
}

async fn npm(places: &Places, what: &str, script: &[&str], environment: &[(&str, &str)]) -> Result<bool> {
    let step = Step::start(what);
    let mut npm = Command::new("npm");
    npm.args(script)
        .envs(environment.iter().copied())
        .current_dir(places.root().join("web"));
    let passed = process::openly(&mut npm, what).await?;
    step.done_with(if passed { "" } else { "failed" });
    Ok(passed)
}

/// The main job in a browser.
async fn browser(places: &Places, running: &Running) -> Result<bool> {
    if let Some(chromium) = chromium().await {
        let environment = [("BASE_URL", running.url.as_str()), ("CHROMIUM", chromium)];
        return npm(places, "testing in a browser", &["run", "e2e"], &environment).await;
    }
    note("the browser tests are not run: they need Chromium (on Debian `apt-get install chromium`)");
    Ok(true)
}

/// Where Chromium is. Root on Debian, as in CI, gets it installed.
async fn chromium() -> Option<&'static str> {
    if installed().is_none() {
        install::debian("chromium").await;
    }
    installed()
}

fn installed() -> Option<&'static str> {
    let places = [
        "/usr/bin/chromium",
        "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome",
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];
    places
        .into_iter()
        .find(|path| std::path::Path::new(path).exists())
}
