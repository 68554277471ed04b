//! `memberline doctor`: what stands between a deployment and the first text, each with its mend.

mod addresses;
mod alarms;
mod bounds;
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

use anyhow::Result;
use futures_util::FutureExt as _;
use futures_util::future::{LocalBoxFuture, join_all};
use memberline_domain::OrganisationId;

use super::say::{answer, note};
use super::{Deployment, Target, organisation_id};
use crate::outcome::Outcome;
use bounds::bounded;
use context::Context;
use finding::Finding;

pub use settings::Functions;

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
    let parsed = args.organisations.iter().map(|id| organisation_id(id));
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
        // As long as there are organisations: each step of it has its time.
        organisations(&context, &named).boxed_local(),
    ];
    let mut findings: Vec<Finding> = join_all(checks).await.into_iter().flatten().collect();
    findings.sort_by(|a, b| (a.severity, &a.about, a.code).cmp(&(b.severity, &b.about, b.code)));
    // Several questions may meet the same obstacle.
    findings.dedup();
    answer(target, &show::words(&findings), &show::json(&findings))?;
    Ok(show::outcome(&findings))
}

async fn organisations(context: &Context<'_>, named: &[OrganisationId]) -> Vec<Finding> {
    match organisations::check(context, named).await {
        Ok(found) => found,
        Err(why) => vec![why.finding("directory")],
    }
}
