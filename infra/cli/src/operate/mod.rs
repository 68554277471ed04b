//! What works on a deployment: in an AWS account by the stack's name, or on the local stack.

pub mod agents;
pub mod directory;
pub mod doctor;
pub mod evidence;
pub mod import;
mod left_behind;
pub mod pages;
mod pool;
mod say;
pub mod secrets;
pub mod smoke;
mod stack;
mod target;

use std::io::{self, Write as _};

use anyhow::{Error, Result};
use memberline_domain::OrganisationId;

use crate::outcome::Outcome;
pub use left_behind::LeftBehind;
pub use pool::{Pool, User};
pub use say::Refused;
pub use stack::Deployment;
pub use target::Target;

/// An organisation's id as it was given.
fn organisation_id(text: &str) -> Result<OrganisationId, Refused> {
    OrganisationId::parse(text).map_err(|_| Refused::because(format!("{text} is no organisation's id")))
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
