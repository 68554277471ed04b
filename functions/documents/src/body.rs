//! What the queue brings: messages with media, media that are asked for again, and verdicts of the malware scan.

use memberline_domain::aggregate::EntryKind;
use memberline_domain::thread::{ObjectKey, Verdict, label};
use memberline_domain::{MessageId, MessageRef};
use memberline_platform::queue::{BodyError, read_bodies};
use memberline_platform::stream::{MalformedRecord, StreamRecord, Timeline};
use serde::Deserialize;
use serde_json::Value;

/// What a body asks to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Fetch what is to be fetched of a message, and have the carrier erase it if that is wished.
    TakeIn(MessageRef),
    /// Hear what the scan found.
    Verdict(Scanned),
    /// Nothing; the code says why.
    Nothing(&'static str),
}

/// What the scan says of an object. Not to be trusted by itself: the object's tag says it as well.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    pub bucket: String,
    /// The medium's object.
    pub object: ObjectKey,
    /// What the scan found.
    pub verdict: Verdict,
}

/// An event of GuardDuty Malware Protection for S3. Source:
/// <https://docs.aws.amazon.com/guardduty/latest/ug/monitor-with-eventbridge-s3-malware-protection.html>.
#[derive(Debug, Deserialize)]
struct ScanEvent {
    source: String,
    detail: ScanDetail,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ScanDetail {
    s3_object_details: ObjectDetails,
    scan_result_details: Option<ResultDetails>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ObjectDetails {
    bucket_name: String,
    object_key: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ResultDetails {
    scan_result_status: String,
}

/// The `detail-type` of the event.
const SCAN_RESULT: &str = "GuardDuty Malware Protection Object Scan Result";

/// What a result is called, in events and in tags.
pub fn verdict(name: &str) -> Option<Verdict> {
    Some(match name {
        "NO_THREATS_FOUND" => Verdict::Clean,
        "THREATS_FOUND" => Verdict::Threat,
        "UNSUPPORTED" => Verdict::Unsupported,
        "ACCESS_DENIED" => Verdict::Denied,
        "FAILED" => Verdict::Failed,
        _ => return None,
    })
}

/// Reads a body.
pub fn read(body: &str) -> Result<Vec<Task>, BodyError> {
    read_bodies(body, read_one)
}

fn read_one(value: Value) -> Result<Task, BodyError> {
    let Value::Object(fields) = &value else {
        return Err(BodyError::UnknownKind);
    };
    if fields.contains_key("dynamodb") {
        let record = serde_json::from_value(value).map_err(|_| BodyError::Malformed("record"))?;
        read_record(&record)
    } else if let Some(kind) = fields.get("detail-type") {
        if kind != SCAN_RESULT {
            return Ok(Task::Nothing("event_other"));
        }
        let event = serde_json::from_value(value).map_err(|_| BodyError::Malformed("scan result"))?;
        read_scan(event)
    } else {
        Err(BodyError::UnknownKind)
    }
}

fn read_record(record: &StreamRecord) -> Result<Task, BodyError> {
    let Some(image) = record.inserted() else {
        return Ok(Task::Nothing("not_new"));
    };
    match image.kind() {
        Some(EntryKind::MessageIn) => match image.label() {
            Some(label::DOCUMENTS | label::APPLICANT_DOCUMENTS) => Ok(Task::TakeIn(image.message()?)),
            _ => Ok(Task::Nothing(NOT_FOR_US)),
        },
        Some(EntryKind::Attachment) if image.label() == Some(label::FETCH) => {
            let place = image.place()?;
            let (Timeline::Thread(thread), Some(seq)) = (place.timeline, place.about) else {
                return Err(MalformedRecord::NotAMessage.into());
            };
            Ok(Task::TakeIn(MessageRef {
                organisation: place.organisation,
                message: MessageId { thread, seq },
            }))
        }
        // What others read, and what a later release brought.
        _ => Ok(Task::Nothing(NOT_FOR_US)),
    }
}

/// The code of an entry that this function does nothing about.
const NOT_FOR_US: &str = "not_for_us";

fn read_scan(event: ScanEvent) -> Result<Task, BodyError> {
    let ScanDetail {
        s3_object_details: ObjectDetails {
            bucket_name,
            object_key,
        },
        scan_result_details,
    } = event.detail;
    if event.source != "aws.guardduty" {
        return Ok(Task::Nothing("event_other"));
    }
    // What agents send, and thumbnails: nothing waits for their verdicts.
    let Ok(object) = object_key.parse() else {
        return Ok(Task::Nothing("object_not_a_medium"));
    };
    // A scan that was skipped need not have a result.
    let verdict = match scan_result_details {
        Some(details) => {
            verdict(&details.scan_result_status).ok_or(BodyError::Malformed("scan result status"))?
        }
        None => Verdict::Failed,
    };
    Ok(Task::Verdict(Scanned {
        bucket: bucket_name,
        object,
        verdict,
    }))
}

#[cfg(test)]
mod tests;
