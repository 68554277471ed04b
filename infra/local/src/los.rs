//! The loan-origination system: plays an applicant's journey from a file.

use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use aws_lc_rs::hmac;
use jiff::{SignedDuration, Timestamp};
use memberline_platform::clock::now;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock;
use crate::hash::to_hex;
use crate::progress::note;
use crate::random::random_hex;

/// A journey: what an applicant does, and when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Journey {
    /// What it shows.
    title: String,
    /// What the loan-origination system calls the application; each playing adds some letters to it.
    application: String,
    /// The events, in order.
    events: Vec<Step>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// Minutes after the journey began.
    at_minutes: u32,
    /// The event without id and time. `$now` stands for its time, `$application` for the application's id.
    event: Value,
}

/// Where the events go, and how they are signed.
pub struct Destination {
    /// The API, without a trailing slash.
    pub url: String,
    /// Whose applicant it is.
    pub organisation: String,
    /// What signs them.
    pub secret: String,
}

/// What was played.
#[derive(Debug, Serialize)]
pub struct Played {
    /// What the loan-origination system calls the application.
    pub application: String,
    /// How many events were taken in.
    pub events: usize,
}

/// How fast a journey is played.
#[derive(Clone, Copy, Debug)]
pub enum Pace {
    /// One event right after the other.
    AtOnce,
    /// So many seconds of the journey in one, the stack's clock moving along.
    Speed(f64),
}

/// The longest that the stack's clock stands still while a journey is played fast.
const STEP: Duration = Duration::from_secs(5);

impl Journey {
    /// The journey in a file.
    pub fn read(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is not a journey", path.display()))
    }

    /// Where the journeys that come with the repository are.
    pub fn folder(root: &Path) -> PathBuf {
        root.join("events/journeys")
    }

    /// Plays it. `application` is used as it is instead of a new name.
    pub async fn play(
        &self,
        destination: &Destination,
        pace: Pace,
        application: Option<String>,
    ) -> Result<Played> {
        let application = match application {
            Some(application) => application,
            None => format!("{}-{}", self.application, random_hex(3)?),
        };
        let http = reqwest::Client::new();
        note(&format!("{}: {application}", self.title));
        let mut reached = 0;
        for step in &self.events {
            if let Pace::Speed(speed) = pace {
                let gap = f64::from(step.at_minutes.saturating_sub(reached)) * 60.0;
                pass(&http, destination, gap, speed).await?;
            }
            reached = reached.max(step.at_minutes);
            let time = stack_time(&http, destination).await?;
            let event = filled(&step.event, &application, time)?;
            send(&http, destination, &event).await?;
            note(&format!("{time}  {}", event["type"].as_str().unwrap_or_default()));
        }
        Ok(Played {
            application,
            events: self.events.len(),
        })
    }
}

/// How long the stack's clock stands still before it moves on, in seconds: it moves by no more than it may in one step.
fn pause(left: f64, speed: f64) -> f64 {
    let furthest = Duration::from_secs(clock::LONGEST_STEP).as_secs_f64();
    (left.min(furthest) / speed).min(STEP.as_secs_f64())
}

/// Lets `gap` seconds of the stack's time go by in `gap / speed` seconds.
async fn pass(http: &reqwest::Client, destination: &Destination, gap: f64, speed: f64) -> Result<()> {
    let mut left = gap;
    while left >= 1.0 {
        let real = pause(left, speed);
        tokio::time::sleep(Duration::from_secs_f64(real)).await;
        let passed = (real * speed).min(left);
        // What the pause took by itself has gone by already.
        let ahead = Duration::from_secs_f64((passed - real).max(0.0)).as_secs();
        if ahead > 0 {
            let moved = http
                .post(format!("{}/dev/clock", destination.url))
                .json(&serde_json::json!({ "advance_seconds": ahead }))
                .send()
                .await?;
            moved.error_for_status().context("the clock cannot be moved")?;
        }
        left -= passed;
    }
    Ok(())
}

/// The time by the stack's clock.
async fn stack_time(http: &reqwest::Client, destination: &Destination) -> Result<Timestamp> {
    #[derive(Deserialize)]
    struct Clock {
        ahead_seconds: i64,
    }
    let clock: Clock = http
        .get(format!("{}/dev/clock", destination.url))
        .send()
        .await
        .context("the stack does not answer")?
        .json()
        .await
        .context("the stack tells no time")?;
    Ok(now() + SignedDuration::from_secs(clock.ahead_seconds))
}

/// The event with its id and time.
fn filled(event: &Value, application: &str, time: Timestamp) -> Result<Value> {
    let mut event = replaced(event, application, &time.to_string());
    event["id"] = format!("evt_{}", random_hex(12)?).into();
    event["occurred_at"] = time.to_string().into();
    Ok(event)
}

fn replaced(value: &Value, application: &str, time: &str) -> Value {
    match value {
        Value::String(text) if text == "$now" => time.into(),
        Value::String(text) if text == "$application" => application.into(),
        Value::Array(values) => values
            .iter()
            .map(|value| replaced(value, application, time))
            .collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), replaced(value, application, time)))
            .collect(),
        other => other.clone(),
    }
}

/// Signs an event as `docs/los.md` says, and posts it.
async fn send(http: &reqwest::Client, destination: &Destination, event: &Value) -> Result<()> {
    let body = serde_json::to_vec(event)?;
    let timestamp = now_of(event)?.as_second().to_string();
    let answer = http
        .post(format!(
            "{}/webhooks/los/{}",
            destination.url, destination.organisation
        ))
        .header("content-type", "application/json")
        .header(
            "memberline-signature",
            sign(&destination.secret, &timestamp, &body),
        )
        .header("memberline-timestamp", timestamp)
        .body(body)
        .send()
        .await
        .context("the webhook does not answer")?;
    let status = answer.status();
    if !status.is_success() {
        bail!(
            "the webhook answers {status}: {}",
            answer.text().await.unwrap_or_default()
        );
    }
    Ok(())
}

fn now_of(event: &Value) -> Result<Timestamp> {
    let time = event["occurred_at"].as_str().unwrap_or_default();
    time.parse().context("an event has no time")
}

/// The signature of a body at a time, in seconds since 1970.
pub fn sign(secret: &str, timestamp: &str, body: &[u8]) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let mut context = hmac::Context::with_key(&key);
    context.update(timestamp.as_bytes());
    context.update(b".");
    context.update(body);
    format!("v1={}", to_hex(context.sign().as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_openssl() {
        // printf '1700000000.{}' | openssl dgst -sha256 -hmac secret
        assert_eq!(
            sign("secret", "1700000000", b"{}"),
            "v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163"
        );
    }

    #[test]
    fn a_fast_journey_moves_the_clock_by_steps_that_it_takes() {
        let decade = 10.0 * 366.0 * 86_400.0;
        for speed in [1.0, 60.0, 86_400.0, 1e9, 1e300] {
            let mut left = decade;
            let mut steps = 0;
            while left >= 1.0 && steps < 100 {
                let real = pause(left, speed);
                assert!(real <= STEP.as_secs_f64());
                let passed = (real * speed).min(left);
                let rounded = Duration::from_secs_f64(passed).as_secs();
                assert!(rounded <= clock::LONGEST_STEP, "{speed}: {rounded}");
                left -= passed;
                steps += 1;
            }
            assert!(left < 1.0 || speed <= 86_400.0, "{speed}: {left} left");
        }
    }

    #[test]
    fn every_journey_can_be_read() {
        let folder = Journey::folder(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")));
        let mut journeys = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let journey = Journey::read(&file.unwrap().path()).unwrap();
            let time = Timestamp::from_second(1_800_000_000).unwrap();
            for step in &journey.events {
                let event = filled(&step.event, "LN-1", time).unwrap();
                assert_eq!(event["application"]["id"], "LN-1", "{}", journey.title);
                assert!(!event.to_string().contains("\"$"), "{event}");
            }
            assert!(journey.events.is_sorted_by_key(|step| step.at_minutes));
            journeys += 1;
        }
        assert!(journeys >= 3);
    }
}
