//! The instructions of a text in, by callgrind: they are the same whatever else the machine does.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use tokio::process::Command;

use super::binary::Binary;
use super::cloud::Cloud;
use super::events;
use super::function::Function;

/// How many texts a process takes: what more texts take more is theirs, and the rest is the start's.
const TEXTS: [u32; 2] = [20, 120];

/// How many instructions a text of a known member takes on average. `None` where there is no valgrind.
pub async fn of_a_text(binary: &Binary, cloud: &Cloud, folder: &Path) -> Result<Option<f64>> {
    let asked = Command::new("valgrind").arg("--version").output().await;
    if !asked.is_ok_and(|answer| answer.status.success()) {
        return Ok(None);
    }
    let mut taken = [0.0; 2];
    for (run, texts) in TEXTS.into_iter().enumerate() {
        let counts = folder.join(format!("callgrind.{texts}"));
        taken[run] = count(binary, cloud, (run, texts), &counts).await?;
    }
    let more = f64::from(TEXTS[1] - TEXTS[0]);
    Ok(Some((taken[1] - taken[0]) / more))
}

/// The instructions of a process that takes so many texts of one member.
async fn count(binary: &Binary, cloud: &Cloud, (run, texts): (usize, u32), counts: &Path) -> Result<f64> {
    let file = format!("--callgrind-out-file={}", counts.display());
    let watcher = ["valgrind", "--quiet", "--tool=callgrind", &file];
    let mut function = Function::start_under(binary, cloud, &watcher).await?;
    let member = format!("+1557000000{run}");
    for _ in 0..texts {
        let id = format!("SM{}", memberline_local::random::random_hex(16)?);
        let text = "Thank you! Can I bring the pay stubs tomorrow, or do you need them today?";
        let event = events::text(&cloud.secrets, &id, (&member, events::OURS), text)?;
        let answer = function.invoke(&event).await?;
        ensure!(answer["statusCode"] == 204, "a text was not taken in: {answer}");
    }
    function.terminate().await?;
    let counted = fs::read_to_string(counts).context("callgrind counted nothing")?;
    let total = counted.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok(total.context("callgrind has no total")?.trim().parse()?)
}
