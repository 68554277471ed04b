//! Another date: `cargo dev test --at DATE` runs every process of the tests as if it were that day. libfaketime moves what the C
//! library tells of the time, and each process hands it on to those that it starts. Cargo and its compilers stay at the real date:
//! they have no use for another one, and rustdoc, whose allocator asks for the time, can wait for itself for ever under libfaketime.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow, bail};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use memberline_local::date::VARIABLES;
use memberline_platform::clock;

use crate::install;

/// Where Debian and Ubuntu keep the library for programs with threads.
const LIBRARIES: [&str; 2] = [
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
];

/// How many seconds lie between now and the moment that `wanted` names: a date, at the present time of day, or a date with a time,
/// in UTC.
fn distance(wanted: &str) -> Result<i64> {
    let now = clock::now();
    let then = if let Ok(date) = wanted.parse::<Date>() {
        date.to_datetime(TimeZone::UTC.to_datetime(now).time())
    } else {
        wanted
            .parse::<DateTime>()
            .map_err(|_| anyhow!("{wanted} is no date: write 2031-02-28, or 2031-02-28T23:59:00 in UTC"))?
    };
    let then = then
        .to_zoned(TimeZone::UTC)
        .context("that date cannot be reached")?;
    Ok(then.timestamp().as_second() - now.as_second())
}

/// Refuses what is no date.
pub fn check(wanted: &str) -> Result<()> {
    distance(wanted).map(drop)
}

/// Replaces this process by `program`, with `arguments` and the date moved. Returns only when that fails.
pub async fn run_at(wanted: &str, program: &Path, arguments: &[String]) -> Result<()> {
    let distance = distance(wanted)?;
    let library = library().await?;
    let mut again = std::process::Command::new(program);
    again
        .args(arguments)
        .env("LD_PRELOAD", library)
        .env("FAKETIME", format!("{distance:+}s"))
        // Pauses and time limits are measured, not dated.
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        // Files keep the times by which the tool tells whether they were changed.
        .env("NO_FAKE_STAT", "1")
        // A cargo that a test starts is not to clean the cache of this machine by another date.
        .env("CARGO_CACHE_AUTO_CLEAN_FREQUENCY", "never");
    Err(anyhow!(again.exec()).context("cannot start again at another date"))
}

/// Options by which cargo starts the tests, and those alone, at the date of this process, with another variable in their environment.
/// There are none when neither is asked for.
pub fn of_tests(variable: Option<&str>) -> Vec<String> {
    let mut environment: Vec<String> = std::env::vars()
        .filter(|(name, _)| VARIABLES.contains(&name.as_str()))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    environment.extend(variable.map(str::to_owned));
    if environment.is_empty() {
        return Vec::new();
    }
    let runner: Vec<String> = std::iter::once("env".to_owned()).chain(environment).collect();
    vec![
        "--config".to_owned(),
        format!("target.'cfg(unix)'.runner={runner:?}"),
    ]
}

async fn library() -> Result<PathBuf> {
    let installed = || LIBRARIES.iter().map(Path::new).find(|path| path.exists());
    if installed().is_none() {
        install::debian("libfaketime").await;
    }
    let Some(found) = installed() else {
        bail!("another date needs libfaketime (on Debian and Ubuntu `apt-get install libfaketime`)");
    };
    Ok(found.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_keeps_the_time_of_day_and_a_time_is_that_time() {
        let day = 24 * 3_600;
        let today = TimeZone::UTC.to_datetime(clock::now()).date();
        for days in [0, 1, 1_500, -3] {
            let there = today.saturating_add(jiff::Span::new().days(days)).to_string();
            let distance = distance(&there).expect("a date");
            assert!((distance - days * day).abs() <= 1, "{there}: {distance}");
        }
        let midnight = distance(&format!("{today}T00:00:00")).expect("a time");
        assert!((-day..=1).contains(&midnight), "{midnight}");
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for wanted in ["", "tomorrow", "2031-02-30", "31.12.2030", "+5d"] {
            assert!(distance(wanted).is_err(), "{wanted}");
        }
    }
}
