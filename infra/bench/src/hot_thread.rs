//! One busy thread: a member's texts, several of which arrive at the same time.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use anyhow::{Result, ensure};
use tokio::time::Instant;

use super::binary::Binary;
use super::cloud::Cloud;
use super::events;
use super::function::Function;
use super::start_up::Times;

/// How many texts there are.
pub const TEXTS: u32 = 100;

/// How many are in flight.
pub const AT_ONCE: u32 = 10;

/// What came of it.
pub struct HotThread {
    /// From a text's event to its answer.
    pub times: Times,
    /// How often a text was decided, on average: once, and again after each conflict.
    pub attempts: f64,
}

/// Has each of several processes, as Lambda would, take one text after the other.
pub async fn measure(binary: &Binary, cloud: &Cloud) -> Result<HotThread> {
    let mut events = Vec::new();
    for _ in 0..=TEXTS {
        let id = format!("SM{}", memberline_local::random::random_hex(16)?);
        let numbers = ("+15580000001", events::OURS);
        events.push(events::text(&cloud.secrets, &id, numbers, "And one more thing")?);
    }
    let mut functions = Vec::new();
    for _ in 0..AT_ONCE {
        functions.push(Function::start(binary, cloud).await?);
    }
    // Every process is warm before, and the thread is there.
    for function in &mut functions {
        let warm = function.invoke(&events[0]).await?;
        ensure!(warm["statusCode"] == 204, "a text was not taken in: {warm}");
    }
    cloud.wire.take();
    let (events, next) = (Arc::new(events), Arc::new(AtomicU32::new(1)));
    let mut running = tokio::task::JoinSet::new();
    for mut function in functions {
        let (events, next) = (Arc::clone(&events), Arc::clone(&next));
        running.spawn(async move {
            let mut times = Vec::new();
            loop {
                let at = usize::try_from(next.fetch_add(1, Ordering::Relaxed))?;
                let Some(event) = events.get(at) else {
                    return anyhow::Ok(times);
                };
                let begun = Instant::now();
                let answer = function.invoke(event).await?;
                times.push(begun.elapsed());
                ensure!(answer["statusCode"] == 204, "a text was not taken in: {answer}");
            }
        });
    }
    let mut times = Vec::new();
    while let Some(taken) = running.join_next().await {
        times.extend(taken??);
    }
    let commits = cloud.wire.take().calls;
    let commits = commits.get("DynamoDB.TransactWriteItems").copied();
    Ok(HotThread {
        times: Times::new(times),
        attempts: f64::from(commits.unwrap_or_default()) / f64::from(TEXTS),
    })
}
