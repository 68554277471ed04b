//! `cargo dev los`: an applicant's journey against the running stack.

use std::path::Path;

use anyhow::{Context, Result, bail};
use memberline_domain::OrganisationId;
use memberline_local::los::{Destination, Journey, Pace};
use memberline_local::output::answer;
use memberline_local::places::Places;
use memberline_local::running::Running;
use memberline_local::secrets::Secrets;
use memberline_local::{aws, seed};

/// Plays a file against the running stack.
pub async fn los(
    places: &Places,
    file: &Path,
    speed: Option<f64>,
    organisation: String,
    application: Option<String>,
) -> Result<()> {
    let running = Running::read(places)?;
    let id = OrganisationId::parse(&organisation).context("this is no organisation's id")?;
    let store = seed::store(&aws::config(&running.aws_endpoint).await, &running.stack)?;
    if store.tenant(&id).await?.is_none() {
        bail!("there is no organisation {id}");
    }
    let destination = Destination {
        url: running.url,
        organisation,
        secret: Secrets::open(places.state())?.los,
    };
    let pace = match speed {
        None => Pace::AtOnce,
        Some(speed) if speed >= 1.0 && speed.is_finite() => Pace::Speed(speed),
        Some(_) => bail!("--speed is a number from 1: how many seconds pass in one"),
    };
    let played = Journey::read(file)?.play(&destination, pace, application).await?;
    answer(&serde_json::to_string(&played)?)
}
