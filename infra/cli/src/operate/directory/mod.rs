//! `memberline directory`: an institution's directory as a file.

mod apply;
mod args;
mod export;
mod input;
pub(super) mod show;

use std::path::PathBuf;

use anyhow::Result;
use clap::Subcommand;

use args::FileArgs;

use super::Target;
use super::say::answer;
use crate::outcome::Outcome;

/// What is done with directories.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what applying a file would change; nothing is written
    #[command(after_help = "\
Examples:
  memberline directory plan lakeside.yaml
  memberline directory plan lakeside.yaml --prune --json
  memberline --local directory plan infra/local/directories/lakeside.yaml

A section that the file leaves out is not touched. What a section does not name is left alone, or removed with --prune.")]
    Plan {
        #[command(flatten)]
        file: FileArgs,
        /// End with 3 when there is something to change
        #[arg(long)]
        detailed_exit_code: bool,
    },
    /// Change the directory to what a file says; the first time it makes the organisation
    #[command(after_help = "\
Examples:
  memberline directory apply lakeside.yaml
  memberline directory apply lakeside.yaml --yes

What will change is shown first. Each record is changed wholly or not at all; interrupted, the command is run again.")]
    Apply {
        #[command(flatten)]
        file: FileArgs,
    },
    /// Write the directory of an organisation as a new file; one that is there is left as it is
    #[command(after_help = "\
Examples:
  memberline directory export lakeside
  memberline directory export lakeside lakeside.yaml")]
    Export {
        /// The organisation's id
        organisation: String,
        /// The file, which is not there yet; standard output when it is left out
        file: Option<PathBuf>,
    },
    /// Write the JSON Schema of the file, for editors
    #[command(after_help = "\
Examples:
  memberline directory schema > directory.schema.json")]
    Schema,
}

/// Does what was asked for.
pub async fn run(command: Command, target: &Target) -> Result<Outcome> {
    match command {
        Command::Plan {
            file,
            detailed_exit_code,
        } => apply::plan(&file, target, detailed_exit_code).await,
        Command::Apply { file } => apply::apply(&file, target).await,
        Command::Export { organisation, file } => {
            export::export(&organisation, file.as_deref(), target).await
        }
        Command::Schema => {
            let schema = memberline_administration::file::schema();
            answer(target, &format!("{schema:#}"), &schema)?;
            Ok(Outcome::Done)
        }
    }
}
