//! What operations cost on AWS, from what was counted and a dated price list.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::operation::{Operation, Trigger};

/// A list price.
#[derive(Debug, Deserialize)]
pub struct Price {
    usd: f64,
    per: f64,
    /// Where it was read.
    #[expect(dead_code, reason = "for who checks the price")]
    source: String,
}

impl Price {
    fn of(&self, amount: f64) -> f64 {
        self.usd * amount / self.per
    }
}

#[derive(Debug, Deserialize)]
struct PriceList {
    lambda_request: Price,
    lambda_gb_second_arm64: Price,
    http_api_request: Price,
    dynamodb_write_unit: Price,
    dynamodb_read_unit: Price,
    pipe_request: Price,
    sns_publish: Price,
    sns_filtered_gb: Price,
    sqs_request: Price,
    kms_request: Price,
    logs_gb: Price,
    scheduler_invocation: Price,
    s3_put: Price,
    s3_get: Price,
    malware_scan_object: Price,
    malware_scan_gb: Price,
}

#[derive(Debug, Deserialize)]
struct Assumed {
    memory_mb: f64,
    memory_mb_of: BTreeMap<String, f64>,
    mb_of_one_cpu: f64,
    wait_ms: BTreeMap<String, f64>,
    access_log_bytes: f64,
    stream_record_bytes: f64,
    texts_in_a_month: f64,
}

/// The prices, and what has to be assumed to apply them.
#[derive(Debug, Deserialize)]
pub struct Prices {
    /// Where they hold.
    pub region: String,
    /// When they were read.
    pub as_of: String,
    list: PriceList,
    assumed: Assumed,
}

/// How much each service takes, in US dollars.
#[derive(Debug, Clone, Default)]
pub struct Cost(BTreeMap<&'static str, f64>);

impl Cost {
    /// All services together.
    pub fn total(&self) -> f64 {
        self.0.values().sum()
    }

    /// The services, the dearest first.
    pub fn lines(&self) -> Vec<(&'static str, f64)> {
        let mut lines: Vec<_> = self.0.iter().map(|(name, usd)| (*name, *usd)).collect();
        lines.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        lines
    }

    /// Adds another cost.
    pub fn add(&mut self, other: &Self) {
        for (name, usd) in &other.0 {
            *self.0.entry(name).or_default() += usd;
        }
    }

    /// The cost of `times` as much.
    pub fn times(mut self, times: f64) -> Self {
        for usd in self.0.values_mut() {
            *usd *= times;
        }
        self
    }
}

const GB: f64 = 1e9;

impl Prices {
    /// Reads `prices.json`.
    pub fn read() -> Result<Self> {
        serde_json::from_str(include_str!("prices.json")).context("prices.json")
    }

    fn memory_mb(&self, operation: &Operation) -> f64 {
        let of_function = self.assumed.memory_mb_of.get(operation.function);
        of_function.copied().unwrap_or(self.assumed.memory_mb)
    }

    /// How many thousand texts come in in a month, and as many go out: these share what a month costs whatever there is.
    pub fn thousands_a_month(&self) -> f64 {
        self.assumed.texts_in_a_month / 1_000.0
    }

    /// How long Lambda bills for an operation once, in milliseconds: its own work at the share of a CPU that its memory
    /// buys, and the waiting, as if nothing were asked at the same time.
    pub fn billed_ms(&self, operation: &Operation) -> f64 {
        let assumed = &self.assumed;
        let own = operation.cpu_ms() * assumed.mb_of_one_cpu / self.memory_mb(operation);
        let waits = operation.usage.calls.iter().map(|(call, times)| {
            let known = assumed.wait_ms.iter().filter(|(name, _)| call.starts_with(*name));
            let longest_name = known.max_by_key(|(name, _)| name.len());
            longest_name.map_or(0.0, |(_, wait)| wait * f64::from(*times))
        });
        let carrier = assumed.wait_ms.get("carrier").copied().unwrap_or_default() * f64::from(operation.sent);
        (own + operation.each(waits.sum::<f64>() + carrier)).ceil()
    }

    /// What an operation cost, all times together. Carriers and the mail service are not in it.
    pub fn cost(&self, operation: &Operation) -> Cost {
        let (prices, assumed) = (&self.list, &self.assumed);
        let times = f64::from(operation.times);
        let requests = if operation.trigger == Trigger::Request {
            times
        } else {
            0.0
        };
        let schedules = if operation.trigger == Trigger::Timer {
            times
        } else {
            0.0
        };
        // Sent by the topic, the rule or the schedule, received and deleted by Lambda.
        let queued = if matches!(operation.trigger, Trigger::Queue | Trigger::Timer) {
            3.0 * times
        } else {
            0.0
        };
        let calls = |of| operation.calls(of) * times;
        let published = f64::from(operation.published);
        let gb_seconds = self.billed_ms(operation) * times / 1_000.0 * self.memory_mb(operation) / 1_024.0;
        let logged = operation.logged_each() * times + requests * assumed.access_log_bytes;
        let filtered = published * assumed.stream_record_bytes;
        // The scan reads the object and tags it, at our cost.
        let scanned = f64::from(operation.scanned);
        let (puts, tags) = (calls("S3.PutObject"), calls("S3.GetObjectTagging"));
        let gets = calls("S3.GetObject") - tags + scanned;
        let s3 = prices.s3_put.of(puts + scanned) + prices.s3_get.of(gets + tags);
        // Each object has a data key of its own.
        let keys = calls("KMS.") + puts + gets;
        Cost(BTreeMap::from([
            ("API Gateway, requests", prices.http_api_request.of(requests)),
            ("Lambda, requests", prices.lambda_request.of(times)),
            ("Lambda, duration", prices.lambda_gb_second_arm64.of(gb_seconds)),
            (
                "DynamoDB, table writes",
                prices.dynamodb_write_unit.of(operation.usage.writes),
            ),
            (
                "DynamoDB, index writes",
                prices.dynamodb_write_unit.of(operation.usage.index_writes),
            ),
            (
                "DynamoDB, reads",
                prices.dynamodb_read_unit.of(operation.usage.reads),
            ),
            ("EventBridge pipe", prices.pipe_request.of(published)),
            (
                "SNS, publishing and filtering",
                prices.sns_publish.of(published) + prices.sns_filtered_gb.of(filtered / GB),
            ),
            ("SQS", prices.sqs_request.of(queued + calls("SQS."))),
            ("KMS", prices.kms_request.of(keys)),
            ("S3", s3),
            (
                "GuardDuty malware scan",
                prices.malware_scan_object.of(scanned) + prices.malware_scan_gb.of(operation.scanned_gb()),
            ),
            ("EventBridge Scheduler", prices.scheduler_invocation.of(schedules)),
            ("Logs", prices.logs_gb.of(logged / GB)),
        ]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::{Object, Usage};

    fn usage(calls: &[&str]) -> Usage {
        Usage {
            calls: calls.iter().map(|call| ((*call).to_owned(), 1)).collect(),
            ..Usage::default()
        }
    }

    #[test]
    fn a_request_costs_what_it_uses() {
        let prices = Prices::read().unwrap();
        let mut operation = Operation::new("text in", "inbound-sms", Trigger::Request);
        operation.done(&Usage {
            writes: 8.0,
            index_writes: 4.0,
            reads: 2.0,
            ..usage(&[
                "DynamoDB.GetItem",
                "DynamoDB.Query",
                "DynamoDB.TransactWriteItems",
            ])
        });
        assert!((prices.billed_ms(&operation) - 22.0).abs() < 1e-9);
        let cost = prices.cost(&operation);
        let of = |name: &str| cost.0.get(name).copied().unwrap_or_default() * 1e6;
        assert!((of("API Gateway, requests") - 1.0).abs() < 1e-9);
        assert!((of("DynamoDB, table writes") - 5.0).abs() < 1e-9);
        assert!((of("DynamoDB, index writes") - 2.5).abs() < 1e-9);
        assert!((of("DynamoDB, reads") - 0.25).abs() < 1e-9);
        assert!(of("SQS").abs() < 1e-9);
    }

    #[test]
    fn a_stored_picture_costs_its_scan_and_its_keys() {
        let prices = Prices::read().unwrap();
        let mut operation = Operation::new("picture stored", "documents", Trigger::Queue);
        let mut usage = usage(&["S3.PutObject"]);
        usage.written.objects = vec![Object {
            key: "in/lakeside/1".to_owned(),
            bytes: 1_000_000,
        }];
        operation.done(&usage);
        let cost = prices.cost(&operation);
        let of = |name: &str| cost.0.get(name).copied().unwrap_or_default() * 1e6;
        assert!((of("GuardDuty malware scan") - 215.0 - 90.0).abs() < 1e-9);
        assert!((of("S3") - 10.4).abs() < 1e-9, "two writes, and the scan's read");
        assert!((of("KMS") - 6.0).abs() < 1e-9);
        assert!((of("SQS") - 1.2).abs() < 1e-9);
    }

    #[test]
    fn a_timer_costs_an_invocation_of_the_scheduler() {
        let prices = Prices::read().unwrap();
        let mut operation = Operation::new("timer goes off", "re-engagement", Trigger::Timer);
        operation.done(&usage(&["DynamoDB.BatchGetItem", "DynamoDB.TransactWriteItems"]));
        let cost = prices.cost(&operation);
        let of = |name: &str| cost.0.get(name).copied().unwrap_or_default() * 1e6;
        assert!((of("EventBridge Scheduler") - 1.0).abs() < 1e-9);
        assert!((of("SQS") - 1.2).abs() < 1e-9, "its queue");
        assert!(of("API Gateway, requests").abs() < 1e-9);
    }
}
