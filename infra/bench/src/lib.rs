//! `cargo dev bench`: what the release build of each function costs in time, memory and money, beside its budget.
//!
//! Each function runs as it would in Lambda, as a process of its own behind a bare Runtime API, with an AWS of this
//! machine behind a wire that counts its calls. Nothing here passes or fails: the numbers are printed, and a person reads
//! them. `docs/performance.md` says what they mean.

mod applicants;
mod binary;
mod cloud;
mod conversations;
mod cost;
mod deployment;
mod downloads;
mod events;
mod function;
mod functions;
mod hot_thread;
mod instructions;
mod journey;
mod operation;
mod outside;
mod pages;
mod pictures;
mod report;
mod runtime_api;
mod start_up;
mod wire;

use anyhow::{Result, anyhow, ensure};
use memberline_local::ministack::MiniStack;
use memberline_local::places::Places;
use memberline_local::process;
use memberline_local::progress::Step;
use memberline_local::python::{self, Environment};

use binary::of;
use cloud::Cloud;
use conversations::Conversations;
use cost::Prices;
use functions::INBOUND_SMS;
use report::Report;

/// Builds the functions for release, measures them and prints the table. `messages` go in, and as many out.
pub async fn bench(places: &Places, build: bool, messages: u32) -> Result<()> {
    ensure!(
        cfg!(target_os = "linux"),
        "CPU time and memory of the functions are read from /proc, which only Linux has"
    );
    let state = tempfile::Builder::new().prefix("memberline-bench-").tempdir()?;
    let places = places.with_state(state.path().to_owned());
    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = Box::pin(measure(&places, build, messages, &mut ministack)) => outcome,
        () = process::asked_to_stop() => Err(anyhow!("interrupted")),
    };
    if let Some(ministack) = ministack {
        ministack.stop().await?;
    }
    outcome?.print()
}

async fn measure(
    places: &Places,
    build: bool,
    messages: u32,
    slot: &mut Option<MiniStack>,
) -> Result<Report> {
    let prices = Prices::read()?;
    let binaries = binary::release(places, build).await?;
    let programs = python::ensure(places, Environment::MiniStack).await?;
    let ministack = slot.insert(MiniStack::start(&programs, &places.state().join("ministack"), None).await?);
    let mut report = Report::new(prices);
    for binary in &binaries {
        report.sizes(binary);
    }

    let step = Step::start("preparing tables and the outside world");
    let cloud = Cloud::new(places, &ministack.endpoint).await?;
    step.done();
    let step = Step::start("starting each function again and again");
    for binary in &binaries {
        report.start_up(binary.name, &start_up::measure(binary, &cloud).await?);
    }
    step.done();

    let step = Step::start(format!("taking {messages} texts in and sending {messages} out"));
    let measured = Conversations::start(&binaries, &cloud)
        .await?
        .hold(messages)
        .await?;
    step.done();
    let matters = messages.div_ceil(4);
    let step = Step::start(format!("having {matters} applicants stall"));
    let [stalled, texted] = applicants::measure(&binaries, &cloud, matters).await?;
    step.done();
    let step = Step::start(format!("having {matters} members send a picture"));
    let (pictured, messages) = pictures::measure(&binaries, &cloud, matters).await?;
    step.done();
    let step = Step::start(format!("downloading {matters} pictures"));
    let downloaded = downloads::measure(&binaries, &cloud, &messages).await?;
    step.done();
    let journeys = [stalled, texted, pictured, downloaded];
    report.memory(std::iter::once(&measured).chain(journeys.iter().map(|journey| &journey.measured)));
    report.conversations(&measured);
    for journey in &journeys {
        report.journey(journey);
    }

    let inbound = of(&binaries, INBOUND_SMS)?;
    let step = Step::start(format!("taking {} texts in one thread", hot_thread::TEXTS));
    report.hot_thread(&hot_thread::measure(inbound, &cloud).await?);
    step.done();
    let step = Step::start("counting the instructions of a text");
    let counted = instructions::of_a_text(inbound, &cloud, places.state()).await?;
    report.instructions(counted);
    step.done();

    let step = Step::start("reading pages of an inbox that grows to 100,000 conversations");
    let cloud = Cloud::new(places, &ministack.endpoint).await?;
    report.pages(&pages::measure(&binaries, &cloud).await?);
    step.done();
    Ok(report)
}
