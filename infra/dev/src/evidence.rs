//! `cargo dev consent-evidence`: the evidence packet of one number; `cargo dev verify --packet`: whether one holds.

use std::path::Path;

use anyhow::{Context, Result};
use memberline_cli::operate::evidence::{number, packet, text, write};
use memberline_cli::verify::verify;
use memberline_domain::OrganisationId;
use memberline_local::aws;
use memberline_local::clock;
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::running::Running;
use memberline_local::seed;

/// Writes the packet of a number to a file, or to standard output.
pub async fn export(places: &Places, member: &str, organisation: &str, out: Option<&Path>) -> Result<()> {
    let member = number(member)?;
    let organisation = OrganisationId::parse(organisation).context("this is no organisation's id")?;
    let running = Running::read(places)?;
    let store = seed::store(&aws::config(&running.aws_endpoint).await, &running.stack)?;
    let tenant = store
        .tenant(&organisation)
        .await?
        .with_context(|| format!("there is no organisation {organisation}"))?;
    let packet = packet((&store, &tenant), &member, clock::now(places.state())).await?;
    match out {
        Some(out) => answer(&write(&packet, out)?),
        None => answer(&text(&packet)?),
    }
}

/// Checks a packet, without any access: names the first broken link, or what holds, by what, and what does not follow from it.
pub fn check(file: &Path) -> Result<()> {
    let packet = std::fs::read(file).with_context(|| format!("{} cannot be read", file.display()))?;
    answer(&verify(&packet)?.to_string())
}
