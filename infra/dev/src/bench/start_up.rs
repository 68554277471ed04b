//! Cold starts: from the start of the process until it asks for its first event.

use std::time::Duration;

use anyhow::{Context, Result};

use super::binary::Binary;
use super::cloud::Cloud;
use super::function::Function;

/// How often each function is started. Once more before, so that the file is in memory as it is on a busy host.
const STARTS: usize = 31;

/// How long the starts of a function took.
pub struct StartUp {
    /// Half of them were quicker.
    pub median: Duration,
    /// Nine in ten were quicker.
    pub p90: Duration,
    /// The quickest: what is left when nothing else runs on the machine.
    pub best: Duration,
}

/// Starts a function again and again.
pub async fn measure(binary: &Binary, cloud: &Cloud) -> Result<StartUp> {
    let mut times = Vec::new();
    for _ in 0..=STARTS {
        let function = Function::start(binary, cloud).await?;
        times.push(function.started_in);
        function.stop().await?;
    }
    times.remove(0);
    times.sort_unstable();
    let at = |part: usize| times.get(times.len() * part / 100).copied();
    Ok(StartUp {
        median: at(50).context("no start")?,
        p90: at(90).context("no start")?,
        best: at(0).context("no start")?,
    })
}
