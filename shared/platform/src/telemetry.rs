//! One JSON line per invocation, which carries the CloudWatch metrics of what it counts (embedded metric format). Nothing personal: ids,
//! counts, codes and durations.

use std::sync::LazyLock;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use tokio::time::Instant;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::prelude::*;

/// The namespace of all metrics.
static NAMESPACE: LazyLock<String> =
    LazyLock::new(|| crate::config::metrics_namespace().unwrap_or_else(|| "Memberline".to_owned()));

/// Starts the log of what goes wrong inside libraries, and makes a panic one JSON line.
pub fn start() {
    let filter = filter(&crate::config::log_levels());
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .with_target(true)
        .without_time();
    // A second start in one process, as in tests, keeps the first.
    let _ = tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .try_init();
    std::panic::set_hook(Box::new(|panic| {
        // The payload may hold data, the place cannot.
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        write_line(&json!({ "level": "error", "message": "panic", "place": place }));
    }));
}

/// What is logged, from levels by target such as `warn,hyper=info`; warnings and errors where that says nothing or cannot be read.
/// Filters by fields and spans would bring regular expressions along, and no span here has fields to filter by.
fn filter(levels: &str) -> Targets {
    let chosen: Targets = levels.parse().unwrap_or_default();
    match chosen.default_level() {
        Some(_) => chosen,
        None => chosen.with_default(LevelFilter::WARN),
    }
}

#[expect(
    clippy::print_stdout,
    reason = "standard output is the log, and this is its one writer"
)]
fn write_line(line: &Value) {
    println!("{line}");
}

/// The line of one invocation, written when it is finished.
#[derive(Debug)]
pub struct LogLine {
    function: &'static str,
    began: Instant,
    at: Timestamp,
    fields: Map<String, Value>,
    metrics: Vec<Value>,
}

impl LogLine {
    /// Begins the line.
    pub fn begin(function: &'static str, request_id: &str, at: Timestamp) -> Self {
        let mut fields = Map::new();
        fields.insert("request_id".to_owned(), request_id.into());
        Self {
            function,
            began: Instant::now(),
            at,
            fields,
            metrics: Vec::new(),
        }
    }

    /// Notes an id, a code or a count.
    pub fn note(&mut self, name: &str, value: impl Into<Value>) {
        self.fields.insert(name.to_owned(), value.into());
    }

    /// Counts something as a metric as well. Nothing is written of what did not happen.
    pub fn count(&mut self, name: &str, value: u64) {
        if value == 0 {
            return;
        }
        self.metrics.push(json!({ "Name": name, "Unit": "Count" }));
        self.note(name, value);
    }

    /// Notes how long something took or waited, in whole seconds, as a metric as well. Zero counts.
    pub fn measure(&mut self, name: &str, time: SignedDuration) {
        self.metrics.push(json!({ "Name": name, "Unit": "Seconds" }));
        self.note(name, time.as_secs());
    }

    /// Writes the line.
    pub fn finish(self, outcome: &str) {
        write_line(&self.written(outcome));
    }

    fn written(mut self, outcome: &str) -> Value {
        self.note(
            "duration_ms",
            (self.began.elapsed().as_secs_f64() * 10_000.0).round() / 10.0,
        );
        self.note("outcome", outcome);
        self.note("function", self.function);
        self.note("level", "info");
        // How long functions take is a metric of Lambda's own. Most lines count nothing, and logs are paid for by the byte.
        if !self.metrics.is_empty() {
            let metrics =
                json!([{ "Namespace": *NAMESPACE, "Dimensions": [["function"]], "Metrics": self.metrics }]);
            self.note(
                "_aws",
                json!({ "Timestamp": self.at.as_millisecond(), "CloudWatchMetrics": metrics }),
            );
        }
        Value::Object(self.fields)
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn a_line_carries_the_metrics_of_what_it_counts_and_measures_and_no_others() {
        let mut line = LogLine::begin("re-engagement", "r1", Timestamp::UNIX_EPOCH);
        line.count("Parked", 0);
        line.count("nudges_sent", 2);
        line.measure("TimerLateness", SignedDuration::from_mins(16));
        line.note("records", 3);
        let written = line.written("done");
        let expected = json!([
            { "Name": "nudges_sent", "Unit": "Count" },
            { "Name": "TimerLateness", "Unit": "Seconds" },
        ]);
        let told = &written["_aws"]["CloudWatchMetrics"][0];
        assert_eq!(told["Metrics"], expected);
        assert_eq!(
            (&told["Namespace"], &told["Dimensions"]),
            (&json!("Memberline"), &json!([["function"]]))
        );
        assert_eq!(
            (&written["nudges_sent"], &written["TimerLateness"]),
            (&json!(2), &json!(960))
        );
        let plain = LogLine::begin("inbound-sms", "r2", Timestamp::UNIX_EPOCH).written("taken_in");
        assert!(plain.get("_aws").is_none(), "{plain}");
    }

    #[test]
    fn levels_go_by_target_and_what_cannot_be_read_means_warnings() {
        let chosen = filter("warn,hyper=debug");
        assert!(chosen.would_enable("hyper::client", &Level::DEBUG));
        assert!(chosen.would_enable("memberline_store", &Level::WARN));
        assert!(!chosen.would_enable("memberline_store", &Level::INFO));
        for unreadable in ["loud", "[span]=info", "a=b=c"] {
            let chosen = filter(unreadable);
            assert!(
                chosen.would_enable("memberline_store", &Level::WARN),
                "{unreadable}"
            );
            assert!(
                !chosen.would_enable("memberline_store", &Level::INFO),
                "{unreadable}"
            );
        }
        assert!(filter("").would_enable("memberline_store", &Level::ERROR));
    }
}
