//! What works on a deployment: in an AWS account by the stack's name, or on the local stack.

pub mod directory;
pub mod doctor;
mod say;
pub mod secrets;
pub mod smoke;
mod stack;
mod target;

use std::io::{self, Write as _};

use anyhow::{Error, Result};
use jiff::Timestamp;

use crate::outcome::Outcome;
pub use say::Refused;
pub use stack::Deployment;
pub use target::Target;

/// The time now, as the records say when they were written.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the command asks for the time"
)]
fn now() -> Timestamp {
    Timestamp::now()
}

/// Runs a command to its end.
pub fn run<'a, F: Future<Output = Result<Outcome>>>(
    target: &'a Target,
    command: impl FnOnce(&'a Target) -> F,
) -> Outcome {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let ended = match runtime {
        Ok(runtime) => runtime.block_on(command(target)),
        Err(error) => Err(error.into()),
    };
    match ended {
        Ok(outcome) => outcome,
        Err(error) => said(target, &error),
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
