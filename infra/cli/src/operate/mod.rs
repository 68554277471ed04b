//! What works on a deployment: in an AWS account by the stack's name, or on the local stack.

pub mod agents;
pub mod directory;
pub mod doctor;
pub mod evidence;
mod given;
pub mod import;
mod left_behind;
mod new_file;
pub mod pages;
mod pool;
mod say;
pub mod secrets;
pub mod smoke;
mod stack;
mod target;
pub mod timelines;

use std::future::Future;
use std::io::{self, Write as _};

use anyhow::{Error, Result};
use clap::Subcommand;

use crate::outcome::Outcome;
use given::organisation_id;
pub use left_behind::LeftBehind;
pub use pool::{Pool, User};
pub use say::Refused;
pub use stack::Deployment;
pub use target::Target;

/// What is done with a deployment.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Plan, apply and export the directory of an organisation: a file that its owner reviews
    #[command(subcommand)]
    Directory(directory::Command),
    /// Set and list what carriers and loan systems prove themselves by
    #[command(subcommand)]
    Secrets(secrets::Command),
    /// Deploy the console's pages to the bucket that the stack hosts them in
    #[command(subcommand)]
    Pages(pages::Command),
    /// Invite, suspend and review the people who answer members
    #[command(subcommand)]
    Agents(agents::Command),
    /// Bring in what the vendor before kept
    #[command(subcommand)]
    Import(import::Command),
    /// Write the evidence of one number: what was asked, said and sent, and the hash chains that it stands in
    Evidence(evidence::Args),
    /// Tell what stands between this deployment and the first text, and how to mend it
    Doctor(doctor::Args),
    /// Send one text through the deployment, from webhook to email, and tell the time of each hop
    Smoke(smoke::Args),
}

/// Runs a command to its end.
pub fn run(command: Command, target: &Target) -> Outcome {
    ended(target, begun(command, target))
}

/// Checks every timeline of a deployment.
pub fn verify(args: timelines::Args, target: &Target) -> Outcome {
    ended(target, timelines::run(args, target))
}

fn ended(target: &Target, command: impl Future<Output = Result<Outcome>>) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(command),
        Err(error) => Err(error.into()),
    };
    match ended {
        Ok(outcome) => outcome,
        Err(error) => said(target, &error),
    }
}

async fn begun(command: Command, target: &Target) -> Result<Outcome> {
    match command {
        Command::Directory(command) => directory::run(command, target).await,
        Command::Secrets(command) => secrets::run(command, target).await,
        Command::Pages(command) => pages::run(command, target).await,
        Command::Agents(command) => Box::pin(agents::run(command, target)).await,
        Command::Import(command) => import::run(command, target).await,
        Command::Evidence(args) => evidence::run(args, target).await,
        Command::Doctor(args) => doctor::run(args, target).await,
        Command::Smoke(args) => smoke::run(args, target).await,
    }
}

/// Says why a command did not end well.
fn said(target: &Target, error: &Error) -> Outcome {
    let refused = error.downcast_ref::<Refused>();
    if target.json {
        let mut json = serde_json::json!({ "error": format!("{error:#}") });
        if let Some(refused) = refused {
            json["problems"] = refused.problems.clone();
        }
        let _ = writeln!(io::stdout(), "{json:#}");
    } else {
        // Nobody is left to be told when this fails too.
        let _ = writeln!(io::stderr(), "memberline: {error:#}");
    }
    match refused {
        Some(_) => Outcome::Refused,
        None => Outcome::NotFoundOut,
    }
}
