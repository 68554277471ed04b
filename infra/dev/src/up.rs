//! `cargo dev up`: everything on one localhost port, until Ctrl-C.

use std::fs;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use crate::carrier::Carrier;
use crate::deploy::{self, Stack};
use crate::functions::Along;
use crate::ministack::{self, MiniStack};
use crate::places::{Places, write_whole};
use crate::progress::{Step, note};
use crate::python::{self, Environment};
use crate::serve::{self, App, oidc::Issuer};
use crate::{aws, process, scanner, seed, web};

/// What a running `up` leaves for `cargo dev info`.
#[derive(Serialize, Deserialize)]
pub struct Running {
    /// The process that serves.
    pub process: u32,
    /// Where it serves, without a trailing slash.
    pub url: String,
    /// Where the local AWS answers.
    pub aws_endpoint: String,
    /// What the deployment made.
    pub stack: Stack,
}

impl Running {
    const FILE: &str = "running.json";

    /// The `up` that runs on these data.
    pub fn read(places: &Places) -> Result<Self> {
        let text = fs::read_to_string(places.state().join(Self::FILE)).unwrap_or_default();
        let running = serde_json::from_str::<Self>(&text)
            .ok()
            .filter(|running| process::is_running(running.process, "memberline-dev"));
        running
            .context("nothing is running: start it with `cargo dev up` (and give the same --state to both)")
    }

    fn write(&self, places: &Places) -> Result<()> {
        write_whole(&places.state().join(Self::FILE), serde_json::to_vec_pretty(self)?)
    }
}

/// Starts everything, serves until asked to stop, stops everything.
pub async fn up(places: &Places, port: u16, fresh: bool) -> Result<()> {
    let listeners = listen(port).await?;
    if let Ok(running) = Running::read(places) {
        bail!(
            "these data are in use by {} (process {}): stop it, or give another --state",
            running.url,
            running.process
        );
    }
    ministack::end_leftover(&places.state().join("ministack")).await?;
    if fresh && places.state().exists() {
        forget(places)?;
    }

    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = run(places, port, listeners, &mut ministack) => outcome,
        () = process::asked_to_stop() => Ok(()),
    };
    if let Some(ministack) = ministack {
        eprintln!();
        stop(places, ministack).await;
    }
    outcome
}

async fn run(
    places: &Places,
    port: u16,
    listeners: Vec<TcpListener>,
    slot: &mut Option<MiniStack>,
) -> Result<()> {
    let (running, served) = start(places, port, listeners, Along::Nothing, slot).await?;
    let url = running.url;
    eprintln!();
    note(&format!("console  {url}/"));
    note(&format!("handset  {url}/handset"));
    note(&format!("mailbox  {url}/mailbox"));
    note("`cargo dev info` prints the rest. Ctrl-C stops everything; the data stay.");
    let Some(ministack) = slot else { return Ok(()) };
    tokio::select! {
        said = ministack.ended() => Err(anyhow!(said)),
        served = served => served.context("the server ended").and_then(|served| served),
    }
}

/// Starts MiniStack into `slot`, deploys, seeds and serves; what runs then, and the server.
pub async fn start(
    places: &Places,
    port: u16,
    listeners: Vec<TcpListener>,
    along: Along,
    slot: &mut Option<MiniStack>,
) -> Result<(Running, JoinHandle<Result<()>>)> {
    fs::create_dir_all(places.state())
        .with_context(|| format!("cannot create {}", places.state().display()))?;
    let url = format!("http://localhost:{port}");
    let programs = python::ensure(places, Environment::MiniStack).await?;
    let carrier = Carrier::open(places.state(), &url)?;
    let app = Arc::new(App::new(
        url.clone(),
        places,
        Issuer::open(places.state(), &url)?,
        carrier,
    ));
    // Serving comes first, so that what MiniStack resumes finds its carrier.
    let served = serve::start(listeners, Arc::clone(&app));

    let step = Step::start("starting MiniStack");
    let folder = places.state().join("ministack");
    let ministack = slot.insert(MiniStack::start(&programs, &folder, port.checked_add(1566)).await?);
    step.done();
    let aws_endpoint = ministack.endpoint.clone();

    web::build(places).await?;
    let aws = aws::config(&aws_endpoint).await;
    let stack = deploy::deploy(places, &aws, &url, along).await?;
    seed::seed(places, &aws, &stack, app.carrier.secrets()).await?;
    app.connect(&aws_endpoint, &stack)?;
    scanner::start(&aws, stack.one("AWS::S3::Bucket", "DocumentsBucket")?);
    let running = Running {
        process: std::process::id(),
        url,
        aws_endpoint,
        stack,
    };
    running.write(places)?;
    Ok((running, served))
}

/// Ends what [`start`] started.
pub async fn stop(places: &Places, ministack: MiniStack) {
    let _ = fs::remove_file(places.state().join(Running::FILE));
    let step = Step::start("saving and stopping");
    ministack.stop().await;
    step.done();
}

/// Both loopback addresses, since `localhost` may mean either. Port 0 is any free one.
pub async fn listen(port: u16) -> Result<Vec<TcpListener>> {
    let first = TcpListener::bind(("127.0.0.1", port)).await.map_err(|error| {
        anyhow!("port {port} cannot be used ({error}): stop what uses it, or choose another with --port")
    })?;
    let port = first.local_addr()?.port();
    let mut listeners = vec![first];
    listeners.extend(TcpListener::bind(("::1", port)).await.ok());
    Ok(listeners)
}

/// Removes the data of earlier runs, and only a folder that is one of ours.
fn forget(places: &Places) -> Result<()> {
    let state = places.state();
    let ours = state.join("ministack").exists() || fs::read_dir(state)?.next().is_none();
    if !ours {
        bail!(
            "{} does not look like data of `cargo dev up`, so --fresh leaves it alone",
            state.display()
        );
    }
    fs::remove_dir_all(state).with_context(|| format!("cannot remove {}", state.display()))
}
