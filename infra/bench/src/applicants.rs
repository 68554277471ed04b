//! Applicants who stall: from the event that they entered a stage until a timer is set, and from there, two days later, until
//! the carrier is called.

use std::time::Duration;

use anyhow::{Result, ensure};
use jiff::{SignedDuration, Timestamp};
use memberline_platform::clock::now;
use serde_json::Value;

use super::binary::Binary;
use super::cloud::Cloud;
use super::deployment::{Deployment, entries};
use super::events::{self, Applicant};
use super::functions::{OUTBOUND_SMS, RE_ENGAGEMENT};
use super::journey::Journey;
use super::operation::{BEFORE, Trigger};

/// The stage that a trigger of the demonstration credit union is about.
const STAGE: &str = "Documents";

/// That trigger's Delay Time, and a minute.
const DELAY: Duration = Duration::from_mins(2 * 24 * 60 + 1);

/// The hour in UTC from which on, until midnight, nobody in Iowa has quiet hours, winter and summer. The applicants live there.
const MORNING: i64 = 15;

/// How far the functions' clock is put ahead so that they do not run into the quiet hours.
fn until_morning(now: Timestamp) -> Duration {
    let (morning, second) = (MORNING * 3_600, now.as_second().rem_euclid(86_400));
    Duration::from_secs(u64::try_from(morning - second).unwrap_or_default())
}

/// Applicants, and what the loan-origination system tells of them.
struct Applicants<'a> {
    deployment: Deployment<'a>,
    ahead: Duration,
    known: u32,
}

/// Has so many applicants stall, and be texted.
pub async fn measure(binaries: &[Binary], cloud: &Cloud, count: u32) -> Result<[Journey; 2]> {
    let ahead = until_morning(now());
    let mut applicants = Applicants {
        deployment: Deployment::start(binaries, &[RE_ENGAGEMENT], cloud, ahead).await?,
        ahead,
        known: 0,
    };
    let before = applicants.stall(BEFORE).await?;
    applicants.deployment.warm();
    let timers = applicants.stall(count).await?;
    let stalled = Journey {
        name: "stage event to schedule",
        measured: applicants.deployment.measured()?,
    };

    let functions = [RE_ENGAGEMENT, OUTBOUND_SMS];
    let mut deployment = Deployment::start(binaries, &functions, cloud, ahead + DELAY).await?;
    fire(&mut deployment, before).await?;
    deployment.warm();
    fire(&mut deployment, timers).await?;
    let texted = Journey {
        name: "timer to carrier call",
        measured: deployment.measured()?,
    };
    Ok([stalled, texted])
}

impl Applicants<'_> {
    /// Applicants enter the stage. What the timers that are set will send.
    async fn stall(&mut self, count: u32) -> Result<Vec<Value>> {
        let first = self.known;
        self.known += count;
        let numbers = first..self.known;
        let cloud = self.deployment.cloud;
        let secret = &cloud.secrets.los;
        let ahead = SignedDuration::try_from(self.ahead)?;
        let applicant = |number, since: i64| Applicant {
            number,
            at: now() + ahead - SignedDuration::from_secs(since),
        };
        let applications = numbers.clone().map(|n| applicant(n, 30).applies(secret));
        let applications = applications.collect::<Result<_>>()?;
        self.deployment
            .process(APPLICATION, (RE_ENGAGEMENT, Trigger::Request), applications)
            .await?;
        self.deployment.forget(APPLICATION);

        let stages = numbers.map(|number| applicant(number, 0).enters(STAGE, secret));
        let stages = stages.collect::<Result<_>>()?;
        let told = self
            .deployment
            .process("stage event", (RE_ENGAGEMENT, Trigger::Request), stages)
            .await?;
        let plans = entries(told.put, "nudge_planned");
        let plans = plans.iter().map(events::queued).collect::<Result<Vec<_>>>()?;
        ensure!(
            u32::try_from(plans.len())? == count,
            "{count} stage events planned {} nudges: the bench and the seed disagree",
            plans.len()
        );
        let set = self
            .deployment
            .process("timer set", (RE_ENGAGEMENT, Trigger::Queue), plans)
            .await?;
        ensure!(
            u32::try_from(set.timers.len())? == count,
            "{count} plans set {} timers",
            set.timers.len()
        );
        Ok(set.timers)
    }
}

/// The event before, which is not measured.
const APPLICATION: &str = "application";

/// Timers go off, and the texts go to the carrier.
async fn fire(deployment: &mut Deployment<'_>, timers: Vec<Value>) -> Result<()> {
    let count = timers.len();
    let timers = timers.iter().map(events::fired).collect::<Result<Vec<_>>>()?;
    let fired = deployment
        .process("timer goes off", (RE_ENGAGEMENT, Trigger::Timer), timers)
        .await?;
    let texts = entries(fired.put, "message_out");
    let batches = texts.iter().map(events::stream).collect::<Result<Vec<_>>>()?;
    ensure!(
        batches.len() == count,
        "{count} timers wrote {} texts",
        batches.len()
    );
    deployment
        .process("nudge to the carrier", (OUTBOUND_SMS, Trigger::Stream), batches)
        .await?;
    let taken = deployment.cloud.outside.take();
    ensure!(
        taken.len() == count,
        "the carrier took {} nudges instead of {count}",
        taken.len()
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_is_put_to_a_morning_in_iowa() {
        let ahead = |text: &str| until_morning(text.parse().unwrap()).as_secs();
        assert_eq!(ahead("2026-11-22T09:00:00Z"), 6 * 3_600);
        assert_eq!(ahead("2026-11-22T15:00:00Z"), 0);
        assert_eq!(ahead("2026-11-22T23:59:59Z"), 0);
        assert_eq!(ahead("2026-11-23T00:00:00Z"), 15 * 3_600);
    }
}
