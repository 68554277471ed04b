//! An operation of the product, measured many times.

use std::collections::BTreeMap;
use std::time::Duration;

use super::wire::{self, Usage};

/// How often an operation is done before it is measured.
pub const BEFORE: u32 = 20;

/// What starts an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A request through API Gateway.
    Request,
    /// The table's stream.
    Stream,
    /// A queue that a topic or a rule fills.
    Queue,
    /// A schedule, by way of its queue.
    Timer,
    /// A rule, at fixed times.
    Rule,
}

/// An operation and what it took, all times together.
#[derive(Debug, Clone)]
pub struct Operation {
    /// What it is.
    pub name: &'static str,
    /// The function that does it.
    pub function: &'static str,
    /// What starts it.
    pub trigger: Trigger,
    /// How often it was done.
    pub times: u32,
    /// Calls and consumed units.
    pub usage: Usage,
    /// How often which calls were made.
    pub patterns: BTreeMap<String, u32>,
    /// CPU time of the function, each time.
    pub cpu: Vec<Duration>,
    /// Time from the event to the answer, each time.
    pub took: Vec<Duration>,
    /// The size of the largest item that was put, in bytes: units are counted by the begun kilobyte of 1,024.
    pub largest: usize,
    /// Bytes logged.
    pub logged: u64,
    /// Entries that the pipe publishes.
    pub published: u32,
    /// Calls of a carrier, to send or to fetch.
    pub sent: u32,
    /// Objects that the malware scan looks at.
    pub scanned: u32,
    /// How many bytes these have.
    pub scanned_bytes: u64,
}

/// What the malware scan looks at, as in the template's protection plan.
const SCANNED: [&str; 2] = ["in/", "out/"];

/// What so many in a hundred took at most, in milliseconds.
fn ms_at(times: &[Duration], hundredth: usize) -> f64 {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = times.len().saturating_sub(1) * hundredth / 100;
    times.get(at).map_or(0.0, |time| time.as_secs_f64() * 1_000.0)
}

impl Operation {
    /// One that was not done yet.
    pub fn new(name: &'static str, function: &'static str, trigger: Trigger) -> Self {
        Self {
            name,
            function,
            trigger,
            times: 0,
            usage: Usage::default(),
            patterns: BTreeMap::new(),
            cpu: Vec::new(),
            took: Vec::new(),
            largest: 0,
            logged: 0,
            published: 0,
            sent: 0,
            scanned: 0,
            scanned_bytes: 0,
        }
    }

    /// Notes what went over the wire the one time.
    pub fn done(&mut self, usage: &Usage) {
        self.times += 1;
        self.usage.add(usage);
        let sizes = usage.written.put.iter().map(wire::size);
        self.largest = sizes.fold(self.largest, usize::max);
        for object in &usage.written.objects {
            if SCANNED.iter().any(|prefix| object.key.starts_with(prefix)) {
                self.scanned += 1;
                self.scanned_bytes += object.bytes;
                // What a member sends was fetched from the carrier before.
                self.sent += u32::from(object.key.starts_with(SCANNED[0]));
            }
        }
        *self.patterns.entry(usage.pattern()).or_default() += 1;
    }

    /// An amount for one time.
    pub fn each(&self, all: f64) -> f64 {
        all / f64::from(self.times.max(1))
    }

    /// CPU time on average, in milliseconds.
    pub fn cpu_ms(&self) -> f64 {
        self.each(self.cpu.iter().sum::<Duration>().as_secs_f64() * 1_000.0)
    }

    /// The CPU time, in milliseconds, that so many in a hundred took at most.
    pub fn cpu_ms_of(&self, hundredth: usize) -> f64 {
        ms_at(&self.cpu, hundredth)
    }

    /// The time from the event to the answer, in milliseconds, that so many in a hundred took at most.
    pub fn took_ms_of(&self, hundredth: usize) -> f64 {
        ms_at(&self.took, hundredth)
    }

    /// Calls for one time.
    pub fn calls(&self, of: &str) -> f64 {
        let calls = self.usage.calls.iter().filter(|(call, _)| call.starts_with(of));
        self.each(calls.map(|(_, times)| f64::from(*times)).sum())
    }

    /// The calls that were made most often.
    pub fn usual_calls(&self) -> String {
        let usual = self.patterns.iter().max_by_key(|(_, times)| **times);
        usual.map_or_else(String::new, |(calls, _)| calls.replace("DynamoDB.", ""))
    }

    /// Gigabytes that the malware scan looks at.
    #[expect(clippy::cast_precision_loss, reason = "nobody sends 2^52 bytes here")]
    pub fn scanned_gb(&self) -> f64 {
        self.scanned_bytes as f64 / 1e9
    }

    /// Bytes logged for one time.
    #[expect(clippy::cast_precision_loss, reason = "nobody logs 2^52 bytes here")]
    pub fn logged_each(&self) -> f64 {
        self.each(self.logged as f64)
    }
}
