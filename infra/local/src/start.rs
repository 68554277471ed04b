//! `cargo dev up`: everything on one localhost port, until Ctrl-C.

use std::fs;
use std::io::ErrorKind;
use std::sync::Arc;

use anyhow::{Context, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};

use crate::carrier::Carrier;
use crate::deploy::{self, Stack};
use crate::functions::Build;
use crate::ministack::{self, MiniStack};
use crate::output::say;
use crate::places::{Places, write_whole};
use crate::progress::{Step, note};
use crate::python::{self, Environment};
use crate::serve::{self, App, oidc::Issuer};
use crate::{aws, process, scanner, seed, state, web};

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
        if !state::is_held(places.state()) {
            bail!("nothing is running: start it with `cargo dev up` (and give the same --state to both)");
        }
        let text = fs::read_to_string(places.state().join(Self::FILE)).unwrap_or_default();
        serde_json::from_str(&text)
            .ok()
            .context("it is still starting, or stopping: see the terminal of `cargo dev up`")
    }

    fn write(&self, places: &Places) -> Result<()> {
        write_whole(&places.state().join(Self::FILE), serde_json::to_vec_pretty(self)?)
    }

    /// Says that nothing runs on these data.
    pub fn forget(places: &Places) {
        let _ = fs::remove_file(places.state().join(Self::FILE));
    }
}

/// Starts everything, serves until asked to stop, stops everything.
pub async fn up(places: &Places, port: u16, fresh: bool, build: Build) -> Result<()> {
    let listening = listen(port).await?;
    let _held = state::hold(places, fresh).await?;
    let mut ministack = None;
    let outcome = tokio::select! {
        outcome = run(places, listening, build, &mut ministack) => outcome,
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
    build: Build,
    slot: &mut Option<MiniStack>,
) -> Result<()> {
    let started = start(places, listening, build, slot).await?;
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

/// What [`start`] started beside MiniStack.
pub struct Started {
    /// What runs.
    pub running: Running,
    served: JoinHandle<Result<()>>,
    #[expect(
        dead_code,
        reason = "the scan ends when this is dropped, before what it looks at"
    )]
    scanning: JoinSet<()>,
}

/// Starts MiniStack into `slot`, deploys, seeds and serves.
pub async fn start(
    places: &Places,
    listening: Listening,
    build: Build,
    slot: &mut Option<MiniStack>,
) -> Result<Started> {
    let port = listening.port;
    let url = format!("http://localhost:{port}");
    // What the machine lacks is said before anything is fetched.
    web::look_for_node(places, build).await?;
    let programs = python::ensure(places, Environment::MiniStack).await?;
    let carrier = Carrier::open(places.state(), &url)?;
    let app = Arc::new(App::new(
        url.clone(),
        places,
        Issuer::open(places.state(), &url)?,
        carrier,
    ));
    // Serving comes first, so that what MiniStack resumes finds its carrier.
    let served = serve::start(listening.listeners, Arc::clone(&app));

    let step = Step::start("starting MiniStack");
    let folder = places.state().join("ministack");
    let ministack = slot.insert(MiniStack::start(&programs, &folder, port.checked_add(1566)).await?);
    step.done();
    let aws_endpoint = ministack.endpoint.clone();

    web::build(places, build).await?;
    let aws = aws::config(&aws_endpoint).await;
    let deployed = deploy::deploy(places, &aws, &url, build).await?;
    let seeded = seed::seed(&aws, &deployed.stack, app.carrier.secrets()).await?;
    if deployed.changed || seeded {
        ministack::save(&aws_endpoint).await?;
    }
    app.connect(&aws_endpoint, &deployed.stack)?;
    let scanning = scanner::start(&aws, deployed.stack.one("AWS::S3::Bucket", "DocumentsBucket")?);
    let running = Running {
        process: std::process::id(),
        url,
        aws_endpoint,
        stack: deployed.stack,
    };
    running.write(places)?;
    Ok(Started {
        running,
        served,
        scanning,
    })
}

/// Ends what [`start`] started. An error says what is lost.
pub async fn stop(places: &Places, mut ministack: MiniStack) -> Result<()> {
    Running::forget(places);
    if ministack.has_ended() {
        // Whoever waited for that has said so.
        return Ok(());
    }
    let step = Step::start("saving and stopping");
    ministack.stop().await?;
    step.done();
    Ok(())
}

/// Where the stack will answer.
pub struct Listening {
    /// The port of all of them.
    pub port: u16,
    listeners: Vec<TcpListener>,
}

/// Listens on both loopback addresses, since `localhost` may mean either. Port 0 is any that is free on both.
pub async fn listen(port: u16) -> Result<Listening> {
    let refused = |error| {
        anyhow!("port {port} cannot be used ({error}): stop what uses it, or choose another with --port")
    };
    for _ in 0..50 {
        let first = TcpListener::bind(("127.0.0.1", port)).await.map_err(refused)?;
        let chosen = first.local_addr()?.port();
        let listeners = match TcpListener::bind(("::1", chosen)).await {
            Ok(second) => vec![first, second],
            Err(error) if error.kind() == ErrorKind::AddrInUse && port == 0 => continue,
            Err(error) if error.kind() == ErrorKind::AddrInUse => return Err(refused(error)),
            // A machine without IPv6.
            Err(_) => vec![first],
        };
        return Ok(Listening {
            port: chosen,
            listeners,
        });
    }
    bail!("no port is free on both loopback addresses: choose one with --port")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn port_0_is_one_that_can_be_opened() {
        let listening = listen(0).await.unwrap();
        assert_ne!(listening.port, 0);
        for listener in &listening.listeners {
            assert_eq!(listener.local_addr().unwrap().port(), listening.port);
        }
    }

    #[tokio::test]
    async fn a_port_that_is_taken_on_either_address_is_refused() {
        for address in ["127.0.0.1", "::1"] {
            let Ok(taken) = TcpListener::bind((address, 0)).await else {
                assert_eq!(address, "::1", "only IPv6 may be missing");
                continue;
            };
            let port = taken.local_addr().unwrap().port();
            let refused = listen(port).await.err().unwrap().to_string();
            assert!(
                refused.contains(&format!("port {port} cannot be used")),
                "{refused}"
            );
        }
    }

    #[test]
    fn what_is_still_starting_is_not_called_absent() {
        let state = tempfile::tempdir().unwrap();
        let places = Places::new(Some(state.path().to_owned()));
        let said = |places| Running::read(places).err().unwrap().to_string();
        assert!(said(&places).contains("nothing is running"));
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let held = runtime.block_on(state::hold(&places, false)).unwrap();
        assert!(said(&places).contains("still starting"));
        drop(held);
        // A hard end leaves the description of what ran.
        fs::write(state.path().join(Running::FILE), "{}").unwrap();
        assert!(said(&places).contains("nothing is running"));
    }
}
