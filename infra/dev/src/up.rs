//! `cargo dev up`: everything on one localhost port, until Ctrl-C.

use anyhow::{Context, Result, anyhow};
use memberline_local::functions::Build;
use memberline_local::listening::{Listening, listen};
use memberline_local::ministack::MiniStack;
use memberline_local::output::say;
use memberline_local::places::Places;
use memberline_local::progress::note;
use memberline_local::start::{Content, start, stop};
use memberline_local::{process, state};

/// Starts everything, serves until asked to stop, stops everything.
pub async fn up(places: &Places, port: u16, fresh: bool, (build, content): (Build, Content)) -> Result<()> {
    let listening = listen(port).await?;
    let _held = state::hold(places, fresh).await?;
    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = run(places, listening, (build, content), &mut ministack) => outcome,
        () = process::asked_to_stop() => Ok(()),
    };
    let stopped = match ministack {
        Some(ministack) => {
            say("");
            stop(places, ministack).await
        }
        None => Ok(()),
    };
    outcome.and(stopped)
}

async fn run(
    places: &Places,
    listening: Listening,
    begin: (Build, Content),
    slot: &mut Option<MiniStack>,
) -> Result<()> {
    let started = start(places, listening, begin, slot).await?;
    let url = started.running.url;
    say("");
    note(&format!("console  {url}/"));
    note(&format!("handset  {url}/handset"));
    note(&format!("mailbox  {url}/mailbox"));
    note("`cargo dev info` prints the rest. Ctrl-C stops everything; the data stay.");
    let Some(ministack) = slot else { return Ok(()) };
    tokio::select! {
        said = ministack.ended() => Err(anyhow!(said)),
        served = started.served => served.context("the server ended").and_then(|served| served),
    }
}
