//! One invocation of a queue's reader: its time, its counts and its log line.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::queue::{BatchAnswer, QueueFailure};
use crate::telemetry::LogLine;

/// The most ids and codes that a log line lists under one name.
const MOST_LISTED: usize = 20;

/// One invocation. It keeps ids, codes and counts, nothing personal.
#[derive(Debug)]
pub struct Run {
    /// When it began, by the clock that decides.
    pub now: Timestamp,
    since: Instant,
    begins_within: Duration,
    line: LogLine,
    counts: BTreeMap<&'static str, u64>,
    lists: BTreeMap<&'static str, Vec<String>>,
    failures: u64,
}

impl Run {
    /// Begins an invocation. Nothing is to be begun `begins_within` after that: what is under way then still fits into the time that
    /// the function may run.
    pub fn begin(function: &'static str, request_id: &str, now: Timestamp, begins_within: Duration) -> Self {
        Self {
            now,
            since: Instant::now(),
            begins_within,
            line: LogLine::begin(function, request_id, now),
            counts: BTreeMap::new(),
            lists: BTreeMap::new(),
            failures: 0,
        }
    }

    /// Whether something may still be begun.
    pub fn has_time(&self) -> bool {
        self.since.elapsed() < self.begins_within
    }

    /// Refuses with `late` when nothing may be begun any more.
    pub fn check_time<F>(&self, late: F) -> Result<(), F> {
        if self.has_time() { Ok(()) } else { Err(late) }
    }

    /// Counts something that happened once.
    pub fn count(&mut self, name: &'static str) {
        self.add(name, 1);
    }

    /// Counts something that happened so often.
    pub fn add(&mut self, name: &'static str, count: u64) {
        *self.counts.entry(name).or_default() += count;
    }

    /// Lists an id or a code, once, among the first of that name.
    pub fn list(&mut self, name: &'static str, value: impl Into<String>) {
        let (values, value) = (self.lists.entry(name).or_default(), value.into());
        if values.len() < MOST_LISTED && !values.contains(&value) {
            values.push(value);
        }
    }

    /// Lists the code of why something was passed over, or of what became of it.
    pub fn code(&mut self, code: &str) {
        self.list("codes", code);
    }

    /// Counts and lists a failure.
    pub fn failed(&mut self, failure: &impl QueueFailure) {
        self.failures += 1;
        self.code(failure.code());
        if let Some(detail) = failure.detail() {
            self.list("errors", detail);
        }
    }

    /// Writes the log line.
    pub fn finish(mut self, answer: &BatchAnswer) {
        self.add("Parked", answer.parked());
        let mut line = self.line;
        for (name, count) in self.counts {
            line.count(name, count);
        }
        line.count("failures", self.failures);
        for (name, values) in self.lists {
            line.note(name, values);
        }
        line.finish(if self.failures == 0 { "done" } else { "failed" });
    }
}
