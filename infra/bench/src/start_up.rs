//! Cold starts: from the start of the process until it asks for its first event, and what the first text takes then.

use std::time::Duration;

use anyhow::{Context, Result, ensure};

use super::binary::Binary;
use super::cloud::Cloud;
use super::events;
use super::function::Function;

/// How often each function is started. Once more before, so that the file is in memory as it is on a busy host.
const STARTS: u32 = 31;

/// How long something took, again and again.
#[derive(Default)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Times that were measured.
    pub fn new(times: Vec<Duration>) -> Self {
        Self(times)
    }

    /// The time that so many in a hundred took at most.
    pub fn at(&self, hundredth: usize) -> Duration {
        let mut times = self.0.clone();
        times.sort_unstable();
        let at = times.len().saturating_sub(1) * hundredth / 100;
        times.get(at).copied().unwrap_or_default()
    }
}

/// The starts of a function.
#[derive(Default)]
pub struct StartUp {
    /// How long they took.
    pub times: Times,
    /// The own CPU time of the first text then, where the function takes texts.
    pub first_text: Option<Times>,
}

/// Starts a function again and again.
pub async fn measure(binary: &Binary, cloud: &Cloud) -> Result<StartUp> {
    let mut start_up = StartUp::default();
    for number in 0..=STARTS {
        let mut function = Function::start(binary, cloud).await?;
        if number > 0 {
            start_up.times.0.push(function.started_in);
        }
        if binary.name == "inbound-sms" {
            let cpu = first_text(&mut function, cloud, number).await?;
            let texts = start_up.first_text.get_or_insert_default();
            texts.0.push(cpu);
        }
        function.stop().await?;
    }
    Ok(start_up)
}

/// The CPU time of a text from somebody new.
async fn first_text(function: &mut Function, cloud: &Cloud, number: u32) -> Result<Duration> {
    let before = function.cpu()?;
    let member = format!("+1556{number:07}");
    let id = format!("SM{}", memberline_local::random::random_hex(16)?);
    let event = events::text(&cloud.secrets, &id, (&member, events::OURS), "Hello")?;
    let answer = function.invoke(&event).await.context("the first text")?;
    ensure!(
        answer["statusCode"] == 204,
        "the first text was not taken in: {answer}"
    );
    Ok(function.cpu()?.saturating_sub(before))
}
