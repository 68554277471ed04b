//! `memberline doctor`: what stands between a deployment and the first text, each with its mend.

mod addresses;
mod alarms;
mod clock;
mod context;
mod directory;
mod finding;
mod functions;
mod keys;
mod mail;
mod numbers;
mod organisations;
mod quarantine;
mod queues;
mod secrets;
mod settings;
mod show;
mod tables;
mod unchecked;

use std::time::Duration;

use anyhow::Result;
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, join_all};
use memberline_domain::OrganisationId;

use super::say::{answer, note};
use super::{Deployment, Refused, Target};
use crate::outcome::Outcome;
use context::Context;
use finding::Finding;
use unchecked::Unchecked;

pub use settings::Functions;

/// How long a check may take.
pub(super) const EACH: Duration = Duration::from_secs(15);

/// How long the questions to a carrier about one number may take.
const LONGER: Duration = Duration::from_secs(30);

/// Which organisations are looked at.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  memberline doctor
  memberline doctor lakeside --json
  memberline --local doctor

Nothing is changed. Carriers are asked through their own APIs, with the stored credentials.

A finding BLOCKS the first text or its answer, is to be mended, is fine, or could not be checked (?); its code in brackets is stable.

Exit codes:
  0  nothing blocks
  1  something blocks
  2  nothing that was found blocks, and something could not be checked")]
pub struct Args {
    /// The organisations' ids; all of the deployment when they are left out
    organisations: Vec<String>,
}

/// Looks at everything, side by side.
pub async fn run(args: Args, target: &Target) -> Result<Outcome> {
    let parsed = args.organisations.iter().map(|id| {
        OrganisationId::parse(id).map_err(|_| Refused::because(format!("{id} is no organisation's id")))
    });
    let named = parsed.collect::<Result<Vec<_>, _>>()?;
    let deployment = Deployment::find(target).await?;
    note(target, "Looking at AWS, the directory and the carriers ...");
    let context = Context::of(&deployment).await;
    let checks: [LocalBoxFuture<'_, Vec<Finding>>; 9] = [
        bounded("mail", mail::check(&context)).boxed_local(),
        bounded("alarms", alarms::check(&context)).boxed_local(),
        bounded("functions", functions::check(&context)).boxed_local(),
        bounded("clock", clock::check(&context)).boxed_local(),
        bounded("queues", queues::check(&context)).boxed_local(),
        bounded("keys", keys::check(&context)).boxed_local(),
        bounded("tables", tables::check(&context)).boxed_local(),
        bounded("addresses", addresses::check(&context)).boxed_local(),
        within(LONGER * 2, "directory", organisations::check(&context, &named)).boxed_local(),
    ];
    let mut findings: Vec<Finding> = join_all(checks).await.into_iter().flatten().collect();
    findings.sort_by(|a, b| (a.severity, &a.about, a.code).cmp(&(b.severity, &b.about, b.code)));
    answer(target, &show::words(&findings), &show::json(&findings))?;
    Ok(show::outcome(&findings))
}

/// A check in its time; what it cannot find out is a finding too.
async fn bounded(about: &str, check: impl Future<Output = Result<Vec<Finding>, Unchecked>>) -> Vec<Finding> {
    within(EACH, about, check).await
}

async fn within(
    time: Duration,
    about: &str,
    check: impl Future<Output = Result<Vec<Finding>, Unchecked>>,
) -> Vec<Finding> {
    match tokio::time::timeout(time, check).await {
        Ok(Ok(found)) => found,
        Ok(Err(why)) => vec![why.finding(about)],
        Err(_) => vec![late(time).finding(about)],
    }
}

/// One step of a check in its time.
async fn in_time<T>(about: &str, step: impl Future<Output = Result<T, Unchecked>>) -> Result<T, Finding> {
    match tokio::time::timeout(EACH, step).await {
        Ok(done) => done.map_err(|why| why.finding(about)),
        Err(_) => Err(late(EACH).finding(about)),
    }
}

fn late(time: Duration) -> Unchecked {
    Unchecked::Because(format!(
        "it took more than {} seconds to find out",
        time.as_secs()
    ))
}
