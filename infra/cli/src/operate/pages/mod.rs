//! `memberline pages`: what the stack hosts of the console.

pub mod bucket;
mod console;
pub mod deploy;
mod options;
pub mod plan;
pub mod release;

use std::path::Path;

use anyhow::Result;
use clap::Subcommand;
use serde_json::json;

use self::bucket::Bucket;
use self::console::Console;
pub use self::options::Options;
use self::release::Release;
use super::say::{agree, answer, note};
use super::stack::Outputs;
use super::{Refused, Target};
use crate::outcome::Outcome;

/// What is done with pages.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Upload the pages that a release brings to the stack's bucket
    #[command(after_help = "\
Examples:
  memberline pages deploy
  memberline pages deploy --dir web/dist --yes

What will be done is shown first. Scripts and styles come first, then what names them; those of the release before stay, as open tabs
go on loading them. It is there at once, as nothing keeps what names the rest. Interrupted, the command is run again; to go back,
deploy the pages of the older release.

Where agents sign in stands in /console.json, made of the stack's outputs.")]
    Deploy(Options),
}

/// Does what was asked for.
pub async fn run(command: Command, target: &Target) -> Result<Outcome> {
    match command {
        Command::Deploy(options) => deploy(&options, target).await,
    }
}

async fn deploy(options: &Options, target: &Target) -> Result<Outcome> {
    let mut release = read(&options.dir)?;
    let outputs = Outputs::find(target).await?;
    let name = outputs.get("PagesBucketName").ok_or_else(|| {
        Refused::because(format!(
            "the stack {} hosts no pages: deploy it with HostPages=true, or put the pages on the web server of ConsoleUrl",
            target.stack
        ))
    })?;
    let bucket = Bucket::new(&outputs.aws, name);
    release.add(Console::of(&outputs)?.file());

    let there = bucket.there().await?;
    let plan = plan::plan(&release, &there);
    note(target, &plan.to_string());
    let address = outputs.get("ConsoleUrl").unwrap_or_default();
    let (question, done) = match target.local {
        None => (
            format!("Deploy these pages to {address}?"),
            format!("the pages are at {address}"),
        ),
        // No CloudFront is there, and the local server has the checkout's pages, which are never older than their sources.
        Some(_) => (
            format!("Upload these pages to the bucket {name}?"),
            format!("the pages are in the bucket {name}; {address} shows those that the checkout builds"),
        ),
    };
    if !plan.is_done() {
        agree(target, &question)?;
    }
    let applied = deploy::apply(&bucket, &release, &plan, there.version.as_deref()).await;
    if let Err(error) = applied {
        return Err(error.context("not all of it is done: run it again"));
    }
    answer(
        target,
        &done,
        &json!({ "console": address, "uploaded": plan.put, "removed": plan.remove }),
    )?;
    Ok(Outcome::Done)
}

fn read(folder: &Path) -> Result<Release> {
    Ok(Release::read(folder).map_err(|error| {
        Refused::because(format!(
            "{error}. Build the pages with `npm ci && npm run build` in web/, or name their folder with --dir"
        ))
    })?)
}
