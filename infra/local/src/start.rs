//! Everything that `cargo dev up` has running, started and stopped in order.

use std::sync::Arc;

use anyhow::Result;
use tokio::task::{JoinHandle, JoinSet};

use crate::carrier::Carrier;
use crate::emulator::{Emulator, Surroundings};
use crate::front::Front;
use crate::functions::Build;
use crate::issuer::Issuer;
use crate::known::Known;
use crate::listening::Listening;
use crate::ministack::{self, MiniStack};
use crate::places::Places;
use crate::progress::Step;
use crate::python::{self, Environment};
use crate::running::Running;
use crate::scanner::Verdicts;
use crate::serve::{self, App};
use crate::{aws, deploy, scanner, seed, state, web};

/// What [`start`] started beside MiniStack.
pub struct Started {
    /// What runs.
    pub running: Running,
    /// Ends when the server does.
    pub served: JoinHandle<Result<()>>,
    #[expect(
        dead_code,
        reason = "the scan ends when this is dropped, before what it looks at"
    )]
    scanning: JoinSet<()>,
    #[expect(dead_code, reason = "the directory is read on until this is dropped")]
    following: JoinSet<()>,
}

/// What a stack that is new begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// The demonstration organisations.
    Demonstration,
    /// No organisation: an operator makes the first.
    Bare,
}

/// Starts MiniStack into `slot`, unless another AWS is given, deploys, seeds and serves.
pub async fn start(
    places: &Places,
    listening: Listening,
    (build, content): (Build, Content),
    given: Option<&Emulator>,
    slot: &mut Option<MiniStack>,
) -> Result<Started> {
    let port = listening.port;
    let url = format!("http://localhost:{port}");
    // What the machine lacks is said before anything is fetched.
    web::look_for_node(places, build).await?;
    let known = Known::default();
    let carrier = Carrier::open(places.state(), &url, known.clone())?;
    let kind = given.map(|emulator| emulator.kind);
    let app = Arc::new(App::new(
        url.clone(),
        places,
        Issuer::open(places.state(), &url)?,
        carrier,
        known.clone(),
    ));
    // Serving comes first, so that what MiniStack resumes finds its carrier.
    let served = serve::start(listening.listeners, Arc::clone(&app));

    let aws_endpoint = if let Some(emulator) = given {
        emulator.endpoint.clone()
    } else {
        let programs = python::ensure(places, Environment::MiniStack).await?;
        let step = Step::start("starting MiniStack");
        let folder = places.state().join("ministack");
        let ministack = slot.insert(MiniStack::start(&programs, &folder, port.checked_add(1566)).await?);
        step.done();
        ministack.endpoint.clone()
    };
    let surroundings = Surroundings::of(kind, &url, &aws_endpoint);
    app.carrier.reached_by_functions_at(&surroundings.machine);

    web::build(places, build).await?;
    let aws = aws::config(&aws_endpoint).await;
    let owner = given.map(|_| state::owner(places)).transpose()?;
    let deployed = deploy::deploy(places, &aws, &surroundings, build, owner.as_deref()).await?;
    let seeded = match content {
        Content::Demonstration => seed::seed(&aws, &deployed.stack, app.carrier.secrets()).await?,
        Content::Bare => false,
    };
    if given.is_none() && (deployed.changed || seeded) {
        ministack::save(&aws_endpoint).await?;
    }
    let following = known.follow(&aws, &deployed.stack).await?;
    let front = Front::of(places, &aws, &surroundings, &deployed.stack).await?;
    app.connect((&aws_endpoint, kind), &deployed.stack, front).await?;
    let verdicts = match given {
        None => Verdicts::OnTheBus,
        Some(_) => Verdicts::InTheQueue(deployed.stack.one("AWS::SQS::Queue", "DocumentsQueue")?),
    };
    let bucket = deployed.stack.one("AWS::S3::Bucket", "DocumentsBucket")?;
    let scanning = scanner::start(&aws, bucket, verdicts);
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
        following,
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
