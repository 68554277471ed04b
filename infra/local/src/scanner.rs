//! The local malware scan: the same verdicts, tags and events as GuardDuty Malware Protection for S3, from one rule. A
//! file that holds the EICAR test string is a threat; everything else is clean.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use aws_config::SdkConfig;
use aws_sdk_eventbridge::types::PutEventsRequestEntry;
use aws_sdk_s3::Client;
use aws_sdk_s3::types::{Tag, Tagging};
use serde_json::json;
use tokio::task::JoinSet;

use crate::deploy;
use crate::progress::note;

/// The tag that carries the verdict.
const TAG: &str = "GuardDutyMalwareScanStatus";

/// What is scanned, as in the template's protection plan.
const PREFIXES: [&str; 2] = ["in/", "out/"];

/// How often the bucket is looked at.
const PAUSE: Duration = Duration::from_millis(400);

/// The EICAR test string, in two parts, so that no scanner takes this file for one.
const EICAR: [&str; 2] = [
    r"X5O!P%@AP[4\PZX54(P^)7CC)7}$",
    "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*",
];

/// Where verdicts are told.
pub enum Verdicts {
    /// On the account's bus, as GuardDuty does: AWS and what is true to it take events of `aws.*` from nobody else, so that only a
    /// MiniStack of the tool's own has ears for them.
    OnTheBus,
    /// In the queue, by its address, which the rule for them leads to.
    InTheQueue(String),
}

struct Scanner {
    s3: Client,
    events: aws_sdk_eventbridge::Client,
    queues: aws_sdk_sqs::Client,
    verdicts: Verdicts,
    bucket: String,
    scanned: HashSet<String>,
}

/// Scans what comes into the bucket, until the result is dropped.
pub fn start(aws: &SdkConfig, bucket: String, verdicts: Verdicts) -> JoinSet<()> {
    let mut scanner = Scanner {
        s3: deploy::client(aws),
        events: aws_sdk_eventbridge::Client::new(aws),
        queues: aws_sdk_sqs::Client::new(aws),
        verdicts,
        bucket,
        scanned: HashSet::new(),
    };
    let mut scanning = JoinSet::new();
    scanning.spawn(async move {
        let mut failing = false;
        loop {
            let outcome = scanner.scan().await;
            if let Err(error) = &outcome
                && !failing
            {
                note(&format!("documents are not being scanned: {error:#}"));
            }
            failing = outcome.is_err();
            tokio::time::sleep(PAUSE).await;
        }
    });
    scanning
}

impl Scanner {
    async fn scan(&mut self) -> Result<()> {
        for prefix in PREFIXES {
            let mut pages = self
                .s3
                .list_objects_v2()
                .bucket(&self.bucket)
                .prefix(prefix)
                .into_paginator()
                .send();
            while let Some(page) = pages.next().await {
                for object in page.context("the bucket cannot be listed")?.contents() {
                    let (Some(key), etag) = (object.key(), object.e_tag().unwrap_or_default()) else {
                        continue;
                    };
                    // One that was fetched again is another object.
                    let seen = format!("{key} {etag}");
                    if !self.scanned.contains(&seen) {
                        self.scan_object(key, etag).await?;
                        self.scanned.insert(seen);
                    }
                }
            }
        }
        Ok(())
    }

    async fn scan_object(&self, key: &str, etag: &str) -> Result<()> {
        let tags = self
            .s3
            .get_object_tagging()
            .bucket(&self.bucket)
            .key(key)
            .send()
            .await?;
        if tags.tag_set().iter().any(|tag| tag.key() == TAG) {
            return Ok(());
        }
        let object = self.s3.get_object().bucket(&self.bucket).key(key).send().await?;
        let content = object.body.collect().await?.into_bytes();
        let verdict = verdict(&content);
        let tag = Tag::builder().key(TAG).value(verdict).build()?;
        self.s3
            .put_object_tagging()
            .bucket(&self.bucket)
            .key(key)
            .tagging(Tagging::builder().tag_set(tag).build()?)
            .send()
            .await?;
        self.tell(key, etag, verdict).await
    }

    /// The event that GuardDuty puts on the account's bus, or what the bus makes of it.
    async fn tell(&self, key: &str, etag: &str, verdict: &str) -> Result<()> {
        let threats = (verdict == THREATS).then(|| json!([{ "name": "EICAR-Test-File (not a virus)" }]));
        let detail = json!({
            "schemaVersion": "1.0",
            "scanStatus": "COMPLETED",
            "resourceType": "S3_OBJECT",
            "s3ObjectDetails": { "bucketName": self.bucket, "objectKey": key, "eTag": etag, "versionId": null, "s3Throttled": false },
            "scanResultDetails": { "scanResultStatus": verdict, "threats": threats },
        });
        if let Verdicts::InTheQueue(queue) = &self.verdicts {
            let event = json!({
                "version": "0",
                "id": crate::random::random_hex(16)?,
                "source": SOURCE,
                "detail-type": DETAIL_TYPE,
                "time": memberline_platform::clock::now().to_string(),
                "region": crate::aws::REGION,
                "resources": [],
                "detail": detail,
            });
            let put = self.queues.send_message().queue_url(queue);
            put.message_body(event.to_string()).send().await?;
            return Ok(());
        }
        let event = PutEventsRequestEntry::builder()
            .source(SOURCE)
            .detail_type(DETAIL_TYPE)
            .detail(detail.to_string())
            .build();
        let answer = self.events.put_events().entries(event).send().await?;
        ensure!(
            answer.failed_entry_count() == 0,
            "EventBridge refuses the verdict: {:?}",
            answer.entries()
        );
        Ok(())
    }
}

const SOURCE: &str = "aws.guardduty";
const DETAIL_TYPE: &str = "GuardDuty Malware Protection Object Scan Result";

const CLEAN: &str = "NO_THREATS_FOUND";
const THREATS: &str = "THREATS_FOUND";

fn verdict(content: &[u8]) -> &'static str {
    let eicar = EICAR.concat();
    if content
        .windows(eicar.len())
        .any(|window| window == eicar.as_bytes())
    {
        THREATS
    } else {
        CLEAN
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eicar_is_found_wherever_it_is() {
        let eicar = EICAR.concat();
        assert_eq!(eicar.len(), 68);
        assert_eq!(verdict(eicar.as_bytes()), THREATS);
        assert_eq!(verdict(format!("\u{89}PNG{eicar}...").as_bytes()), THREATS);
        assert_eq!(verdict(b"pay stub"), CLEAN);
        assert_eq!(verdict(b""), CLEAN);
    }
}
