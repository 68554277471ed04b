//! `cargo dev up`: everything on one localhost port, until Ctrl-C.

use anyhow::{Context, Result, anyhow};
use memberline_local::containers;
use memberline_local::emulator::{Emulator, Kind};
use memberline_local::functions::Build;
use memberline_local::listening::{Listening, listen};
use memberline_local::ministack::MiniStack;
use memberline_local::output::say;
use memberline_local::places::Places;
use memberline_local::progress::note;
use memberline_local::running::Running;
use memberline_local::start::{Content, start, stop};
use memberline_local::{process, state};
use tokio::task::JoinSet;

/// What `up` is asked for.
pub struct Wanted {
    pub port: u16,
    pub fresh: bool,
    pub build: Build,
    pub content: Content,
    /// The address of an AWS that runs already.
    pub aws: Option<String>,
    /// Whether containers of this machine are to reach it.
    pub containers: bool,
}

/// Starts everything, serves until asked to stop, stops everything that it started.
pub async fn up(places: &Places, wanted: Wanted) -> Result<()> {
    let listening = listen(wanted.port).await?;
    let given = match &wanted.aws {
        Some(address) => Some(Emulator::find(address).await?),
        None => None,
    };
    let _held = state::hold(places, wanted.fresh).await?;
    state::bind(places, given.as_ref().map(|given| given.endpoint.as_str()))?;
    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = run(places, listening, &wanted, given.as_ref(), &mut ministack) => outcome,
        () = process::asked_to_stop() => Ok(()),
    };
    let stopped = match (ministack, given) {
        (Some(ministack), _) => {
            say("");
            stop(places, ministack).await
        }
        (None, given) => {
            Running::forget(places);
            if let Some(given) = given {
                say("");
                note(&format!(
                    "the AWS at {} goes on, with the stack in it",
                    given.endpoint
                ));
            }
            Ok(())
        }
    };
    outcome.and(stopped)
}

async fn run(
    places: &Places,
    listening: Listening,
    wanted: &Wanted,
    given: Option<&Emulator>,
    slot: &mut Option<MiniStack>,
) -> Result<()> {
    let port = listening.port;
    let begin = (wanted.build, wanted.content);
    let started = start(places, listening, begin, given, slot).await?;
    let url = started.running.url;
    let _let_in = let_containers_in(wanted, given, port, &started.running.aws_endpoint).await?;
    say("");
    note(&format!("console  {url}/"));
    note(&format!("handset  {url}/handset"));
    note(&format!("mailbox  {url}/mailbox"));
    note("`cargo dev info` prints the rest. Ctrl-C stops everything; the data stay.");
    let served = async {
        started
            .served
            .await
            .context("the server ended")
            .and_then(|served| served)
    };
    match slot {
        None => served.await,
        Some(ministack) => tokio::select! {
            said = ministack.ended() => Err(anyhow!(said)),
            served = served => served,
        },
    }
}

/// Opens what containers need of this machine: all of it where they were asked for, and the tool where an emulator runs functions in
/// them, which may reach it by other ways too.
async fn let_containers_in(
    wanted: &Wanted,
    given: Option<&Emulator>,
    port: u16,
    aws_endpoint: &str,
) -> Result<Option<JoinSet<()>>> {
    let aws = aws_endpoint.rsplit(':').next().and_then(|port| port.parse().ok());
    if wanted.containers {
        let own = aws.filter(|_| given.is_none());
        let ports: Vec<u16> = own.into_iter().chain([port]).collect();
        return Ok(Some(containers::let_in(&ports).await?));
    }
    if !given.is_some_and(|given| given.kind == Kind::LocalStack) {
        return Ok(None);
    }
    match containers::let_in(&[port]).await {
        Ok(let_in) => Ok(Some(let_in)),
        Err(error) => {
            note(&format!("{error:#}. Functions may not reach carriers and issuer"));
            Ok(None)
        }
    }
}
