//! `memberline evidence`: all that is stored of one number, as a packet that anybody can check.

use std::path::{Path, PathBuf};

use anyhow::Result;
use jiff::Timestamp;
use memberline_domain::PhoneNumber;
use memberline_domain::evidence::Packet;
use memberline_store::{NoEvidence, Store, Tenant};
use serde_json::json;

use super::new_file::{Readers, write_new};
use super::say::answer;
use super::{Deployment, Refused, Target, organisation_id};
use crate::outcome::Outcome;

/// Whose evidence, and where to.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  memberline evidence --organisation lakeside --number +13195550101 --out packet.json
  memberline verify --packet packet.json

docs/evidence.md says what is in it, and what it shows. It holds what the member wrote, opened: keep it as you keep that.")]
pub struct Args {
    /// The organisation's id
    #[arg(long, value_name = "ID")]
    organisation: String,
    /// The member's number in E.164 form
    #[arg(long)]
    number: String,
    /// The file; standard output when it is left out
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Does what was asked for.
pub async fn run(args: Args, target: &Target) -> Result<Outcome> {
    let number = number(&args.number)?;
    let organisation = organisation_id(&args.organisation)?;
    let deployment = Deployment::find(target).await?;
    let tenant = deployment.tenant(&organisation).await?;
    let packet = packet((&deployment.store, &tenant), &number, deployment.now()).await?;
    match args.out.as_deref() {
        None => answer(target, &text(&packet)?, &serde_json::to_value(&packet)?)?,
        Some(file) => {
            let said = write(&packet, file)?;
            let told = json!({ "file": file.display().to_string(), "digest": packet.digest });
            answer(target, &said, &told)?;
        }
    }
    Ok(Outcome::Done)
}

/// A member's number as it was given.
pub fn number(text: &str) -> Result<PhoneNumber, Refused> {
    PhoneNumber::parse(text).map_err(|_| {
        let why = "the number is not in E.164 form, such as +13195550101";
        Refused::because(why)
    })
}

/// The packet of a number, made at `now`.
pub async fn packet(
    (store, tenant): (&Store, &Tenant),
    number: &PhoneNumber,
    now: Timestamp,
) -> Result<Packet> {
    match Box::pin(store.evidence(tenant, number, now)).await {
        Err(NoEvidence::Broken(broken)) => {
            Err(Refused::because(format!("what is stored does not hold: {broken}")).into())
        }
        made => Ok(made?),
    }
}

/// A packet as it is written.
pub fn text(packet: &Packet) -> Result<String> {
    Ok(serde_json::to_string_pretty(packet)?)
}

/// Writes a packet to a new file, for nobody else of the machine to read, and says so.
pub fn write(packet: &Packet, file: &Path) -> Result<String> {
    write_new(file, &format!("{}\n", text(packet)?), Readers::Owner)?;
    Ok(format!("{}, digest {}", file.display(), packet.digest))
}
