//! Where a command works, and how it speaks.

use std::path::PathBuf;

use clap::Args;

/// Where a command works, and how it speaks.
#[derive(Debug, Clone, Args)]
pub struct Target {
    /// The CloudFormation stack of the deployment
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        default_value = "memberline",
        env = "MEMBERLINE_STACK"
    )]
    pub stack: String,
    /// Work on the stack that `cargo dev up` runs, with its data in this folder
    #[arg(long, global = true, value_name = "FOLDER", num_args = 0..=1, default_missing_value = ".local/state", require_equals = true)]
    pub local: Option<PathBuf>,
    /// Answer in JSON
    #[arg(long, global = true)]
    pub json: bool,
    /// Do not ask before anything is changed
    #[arg(long, global = true)]
    pub yes: bool,
}
