//! How long tests take, as the runner of each test executable reports it.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result};
use memberline_local::output::answer;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;

/// How many of the slowest tests are named.
const NAMED: usize = 10;

/// What the runners of a run said.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The tests that ended, and how long each took.
    taken: Vec<(Duration, String)>,
    passed: u64,
    failed: u64,
    ignored: u64,
    filtered: u64,
}

impl Report {
    /// Takes a line of a runner's.
    fn hear(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            let of = |name: &str, count: &mut u64| {
                let told = counts
                    .split([';', '.'])
                    .find_map(|part| part.trim().strip_suffix(name));
                *count += told.and_then(|told| told.trim().parse().ok()).unwrap_or(0);
            };
            of("passed", &mut self.passed);
            of("failed", &mut self.failed);
            of("ignored", &mut self.ignored);
            of("filtered out", &mut self.filtered);
            return;
        }
        let Some((name, outcome)) = line
            .strip_prefix("test ")
            .and_then(|test| test.split_once(" ... "))
        else {
            return;
        };
        let seconds = outcome
            .rsplit_once('<')
            .and_then(|(_, time)| time.trim_end().strip_suffix("s>"));
        let seconds = seconds.and_then(|seconds| seconds.parse().ok());
        if let Some(taken) = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()) {
            self.taken.push((taken, name.to_owned()));
        }
    }

    /// The slowest tests, slowest first, and the sum of what the runners counted, in their own words.
    fn words(mut self) -> String {
        self.taken.sort_by(|a, b| b.cmp(a));
        let slowest = self.taken.iter().take(NAMED);
        let lines: Vec<String> = slowest
            .map(|(taken, name)| format!("{:8.1} s  {name}\n", taken.as_secs_f64()))
            .collect();
        let mut words = lines.concat();
        if !words.is_empty() {
            words.insert_str(0, "\nthe slowest tests:\n");
        }
        let Self {
            passed,
            failed,
            ignored,
            filtered,
            ..
        } = self;
        let result = if failed == 0 { "ok" } else { "FAILED" };
        format!(
            "{words}\nall of the workspace:\ntest result: {result}. {passed} passed; {failed} failed; {ignored} ignored; {filtered} filtered out"
        )
    }
}

/// The variable by which a test executable of a stable compiler tells its times.
pub const TELLS_TIMES: &str = "RUSTC_BOOTSTRAP=1";

/// The options by which it does.
pub const OPTIONS: [&str; 2] = ["-Zunstable-options", "--report-time"];

/// Runs cargo's tests with their output on the terminal, and says in the end which were the slowest. Whether all passed.
pub async fn run(cargo: &mut Command) -> Result<bool> {
    let mut running = cargo
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("cannot start `cargo test`")?;
    let mut report = Report::default();
    if let Some(stdout) = running.stdout.take() {
        let mut lines = BufReader::new(stdout).split(b'\n');
        while let Some(line) = lines.next_segment().await? {
            let line = String::from_utf8_lossy(&line);
            report.hear(&line);
            answer(&line)?;
        }
    }
    let passed = running.wait().await?.success();
    answer(&report.words())?;
    Ok(passed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(lines: &[&str]) -> Report {
        let mut report = Report::default();
        for line in lines {
            report.hear(line);
        }
        report
    }

    #[test]
    fn the_slowest_come_first_and_the_counts_are_added_up() {
        let report = heard(&[
            "running 3 tests",
            "test a::quick ... ok <0.001s>",
            "test a::slow ... ok <12.345s>",
            "test a::lost ... FAILED <1.500s>",
            "test a::left ... ignored",
            "test result: FAILED. 2 passed; 1 failed; 1 ignored; 0 measured; 5 filtered out; finished in 12.35s",
            "test b::one ... ok <2.000s>",
            "test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 2.00s",
        ]);
        let words = report.words();
        let order: Vec<_> = ["a::slow", "b::one", "a::lost", "a::quick"]
            .iter()
            .map(|name| words.find(name).expect("named"))
            .collect();
        assert!(order.is_sorted(), "{words}");
        assert!(
            words.ends_with("test result: FAILED. 3 passed; 1 failed; 1 ignored; 5 filtered out"),
            "{words}"
        );
    }

    #[test]
    fn what_is_no_line_of_a_runner_is_passed_over() {
        for line in [
            "",
            "test",
            "test x",
            "test x ... ok",
            "test x ... ok <soon>",
            "test x ... ok <-1.0s>",
            "test x ... ok <1e999s>",
            "test result: ",
            "test result: ok. many passed",
        ] {
            assert_eq!(heard(&[line]), Report::default(), "{line}");
        }
    }
}
