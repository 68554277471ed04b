//! One invocation: its time, its counts and its log line.

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::thread::{AttachmentState, WhyBlocked};
use memberline_platform::telemetry::LogLine;
use tokio::time::Instant;

use crate::failure::Failure;

/// Nothing is begun after this long: what is under way still fits into the 90 s that the function may run.
const BEGINS_WITHIN: Duration = Duration::from_secs(20);

/// The most ids and codes that a log line lists.
const MOST_LISTED: usize = 20;

/// One invocation. It keeps ids, codes and counts, nothing personal.
#[derive(Debug)]
pub(crate) struct Run {
    since: Instant,
    line: LogLine,
    counts: BTreeMap<&'static str, u64>,
    codes: Vec<String>,
    errors: Vec<String>,
    failures: u64,
}

fn list(values: &mut Vec<String>, value: String) {
    if values.len() < MOST_LISTED && !values.contains(&value) {
        values.push(value);
    }
}

impl Run {
    pub fn begin(request_id: &str, now: Timestamp) -> Self {
        Self {
            since: Instant::now(),
            line: LogLine::begin("documents", request_id, now),
            counts: BTreeMap::new(),
            codes: Vec::new(),
            errors: Vec::new(),
            failures: 0,
        }
    }

    pub fn check_time(&self) -> Result<(), Failure> {
        if self.since.elapsed() < BEGINS_WITHIN {
            Ok(())
        } else {
            Err(Failure::OutOfTime)
        }
    }

    /// Counts what became of a medium.
    pub fn became(&mut self, state: &AttachmentState) {
        let name = match state {
            AttachmentState::Blocked {
                code: WhyBlocked::Malware,
            } => "MalwareFound",
            AttachmentState::Scanning(_) => "MediaStored",
            AttachmentState::Ready { .. } => "MediaReady",
            AttachmentState::Blocked { .. } => "MediaBlocked",
            AttachmentState::Failed { .. } => "MediaFailed",
            AttachmentState::Fetching { .. } | AttachmentState::Withheld { .. } => return,
        };
        self.count(name);
        if let Some((code, _)) = state.reason() {
            list(&mut self.codes, code.to_owned());
        }
    }

    pub fn count(&mut self, name: &'static str) {
        *self.counts.entry(name).or_default() += 1;
    }

    pub fn passed_over(&mut self, why: &str) {
        list(&mut self.codes, why.to_owned());
    }

    pub fn failed(&mut self, failure: &Failure) {
        self.failures += 1;
        list(&mut self.codes, failure.code().to_owned());
        // The store's and the bucket's codes; no other failure says more than its code does.
        if matches!(failure, Failure::Store(_) | Failure::Bucket { .. }) {
            list(&mut self.errors, failure.to_string());
        }
    }

    /// Writes the log line.
    pub fn finish(self) {
        let mut line = self.line;
        for (name, count) in self.counts {
            line.count(name, count);
        }
        line.count("failures", self.failures);
        for (name, values) in [("codes", self.codes), ("errors", self.errors)] {
            if !values.is_empty() {
                line.note(name, values);
            }
        }
        line.finish(if self.failures == 0 { "done" } else { "failed" });
    }
}
