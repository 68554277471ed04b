//! `cargo dev conformance`: whether an AWS does what Memberline relies on.

use anyhow::{Context, Result, bail};
use aws_config::{BehaviorVersion, SdkConfig};
use clap::Args;
use memberline_conformance::{Kind, Report, Subject, run};
use memberline_local::emulator::Emulator;
use memberline_local::ministack::MiniStack;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::process;
use memberline_local::progress::{Step, note};
use memberline_local::python::{self, Environment};
use memberline_local::{aws, output};

/// Which AWS is looked at; a MiniStack of its own when none is named.
#[derive(Args)]
pub struct Wanted {
    /// An emulator that runs at this address, such as `http://localhost:4566`
    #[arg(long, value_name = "ENDPOINT", conflicts_with = "real")]
    aws: Option<String>,
    /// AWS itself, with the credentials of the environment, which must be of this account. What is made there is removed again, and costs
    /// less than a cent
    #[arg(long, value_name = "ACCOUNT")]
    real: Option<String>,
    /// An address that emails may be sent from, to Amazon's mailbox simulator
    #[arg(long, value_name = "ADDRESS")]
    mail_sender: Option<String>,
}

/// Tries every case and prints what came of it.
pub async fn conformance(places: &Places, wanted: Wanted) -> Result<()> {
    let Wanted {
        aws,
        real,
        mail_sender,
    } = wanted;
    let (aws, kind) = match (aws, real) {
        (Some(address), _) => {
            let emulator = Emulator::find(&address).await?;
            note(&format!("{:?} at {}", emulator.kind, emulator.endpoint));
            (aws::config(&emulator.endpoint).await, Kind::Emulator)
        }
        (None, Some(account)) => (real_aws(&account).await?, Kind::Aws),
        (None, None) => return of_own_ministack(places).await,
    };
    let subject = Subject {
        aws,
        kind,
        mail_sender,
    };
    told(&run(subject, process::asked_to_stop()).await?)
}

/// Prints what came of a run; an error when something is new.
fn told(report: &Report) -> Result<()> {
    answer(&report.to_string())?;
    if report.is_as_known() {
        return Ok(());
    }
    bail!("it is not as Memberline relies on, or not as it is known to be")
}

/// Tries every case on the MiniStack of a stack that runs, and says what is new of it. Whether nothing is.
pub async fn of_running(endpoint: &str) -> Result<bool> {
    let step = Step::start("what Memberline relies on of AWS");
    let report = of_ministack(endpoint).await?;
    output::say(&report.surprises());
    step.done_with(&format!("{} cases", report.count()));
    Ok(report.is_as_known())
}

async fn of_ministack(endpoint: &str) -> Result<Report> {
    let subject = Subject {
        aws: aws::config(endpoint).await,
        kind: Kind::OwnMiniStack,
        mail_sender: None,
    };
    run(subject, process::asked_to_stop()).await
}

async fn of_own_ministack(places: &Places) -> Result<()> {
    let programs = python::ensure(places, Environment::MiniStack).await?;
    let state = tempfile::Builder::new()
        .prefix("memberline-conformance-")
        .tempdir()?;
    let ministack = MiniStack::start(&programs, &state.path().join("ministack"), None).await?;
    let report = of_ministack(&ministack.endpoint).await;
    let stopped = ministack.stop().await;
    report.and_then(|report| told(&report)).and(stopped)
}

/// AWS as whoever calls it has it, if that is the account that was named.
async fn real_aws(account: &str) -> Result<SdkConfig> {
    let aws = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let Some(region) = aws.region() else {
        bail!("no AWS region is set: set AWS_REGION, or choose a profile with AWS_PROFILE");
    };
    let caller = aws_sdk_sts::Client::new(&aws).get_caller_identity().send().await;
    let caller = caller.context("AWS does not say whose the credentials of the environment are")?;
    let of = caller.account().unwrap_or_default();
    if of != account {
        bail!(
            "the credentials of the environment are of account {of}, and --real names {account}: nothing was done"
        );
    }
    note(&format!(
        "account {account}, region {region}: some minutes; everything is named memberline-conformance-… and removed again"
    ));
    Ok(aws)
}
