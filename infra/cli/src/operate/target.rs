//! Where a command works, and how it speaks.

use std::path::PathBuf;

use clap::Args;

/// Reads the name of a stack. An empty one, as of a variable that is not set, would be looked for like any other.
fn stack_name(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("it is empty: name a stack, or leave out --stack and unset MEMBERLINE_STACK"),
        name => Ok(name.to_owned()),
    }
}

/// Where a command works, and how it speaks.
#[derive(Debug, Clone, Args)]
pub struct Target {
    /// The CloudFormation stack of the deployment
    #[arg(
        long,
        global = true,
        value_name = "NAME",
        default_value = "memberline",
        env = "MEMBERLINE_STACK",
        value_parser = stack_name
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
