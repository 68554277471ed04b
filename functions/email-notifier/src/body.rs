//! What the queue brings: texts and requests of the table's stream, digests that are due, and what became of emails.

use jiff::Timestamp;
use memberline_domain::aggregate::EntryKind;
use memberline_domain::directory::MailStopReason;
use memberline_domain::notification::Window;
use memberline_domain::{AgentId, MessageId, MessageRef, OrganisationId, ThreadId};
use memberline_platform::queue::{BodyError, read_bodies};
use memberline_platform::stream::{EntryPlace, StreamRecord, Timeline};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a body asks to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Task {
    /// Tell agents of a text.
    Text(Text),
    /// Tell agents of all texts of a window.
    Digest(Digest),
    /// Send an agent the link that they asked for.
    Link(LinkRequest),
    /// Send no more email to an agent.
    Stop(Feedback),
    /// Nothing; the code says why.
    Nothing(&'static str),
}

/// A text that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Whose.
    pub organisation: OrganisationId,
    pub message: MessageId,
}

/// A link that an agent asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRequest {
    /// Whose.
    pub organisation: OrganisationId,
    pub thread: ThreadId,
    /// The place of the message that the link leads to an attachment of.
    pub message: u64,
    /// The place of the entry that asks.
    pub seq: u64,
}

/// The texts of one conversation that one email tells of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Digest {
    /// Whose.
    pub organisation: OrganisationId,
    pub thread: ThreadId,
    /// The conversation's ordinal; 0 for texts that belong to none.
    pub conversation: u32,
    /// When they came.
    pub window: Window,
}

/// The body of a digest, as this function sends it to its own queue.
#[derive(Debug, Serialize, Deserialize)]
pub struct DigestBody {
    pub digest: Digest,
}

/// The mail service says that a mailbox takes no more of our email.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feedback {
    /// Whose agent.
    pub organisation: OrganisationId,
    /// Whose mailbox.
    pub agent: AgentId,
    /// Where the email was sent to.
    pub destination: Vec<String>,
    /// What happened.
    pub reason: MailStopReason,
    /// When, if it says so.
    pub at: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
struct SesEvent {
    #[serde(alias = "notificationType", rename = "eventType")]
    event_type: String,
    mail: Option<SesMail>,
    bounce: Option<SesBounce>,
    complaint: Option<SesComplaint>,
}

#[derive(Debug, Deserialize)]
struct SesMail {
    #[serde(default)]
    destination: Vec<String>,
    tags: Option<SesTags>,
}

#[derive(Debug, Deserialize)]
struct SesTags {
    organisation: Option<Vec<String>>,
    agent: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct SesBounce {
    bounce_type: String,
    timestamp: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
struct SesComplaint {
    timestamp: Option<Timestamp>,
}

/// The mail service says this, in plain words, once to each topic that it is to publish to.
const GREETING: &str = "Successfully validated SNS topic";

/// Reads a body.
pub fn read(body: &str) -> Result<Vec<Task>, BodyError> {
    if body.starts_with(GREETING) {
        return Ok(vec![Task::Nothing("mail_service_greeting")]);
    }
    read_bodies(body, read_one)
}

fn read_one(value: Value) -> Result<Task, BodyError> {
    let Value::Object(fields) = &value else {
        return Err(BodyError::UnknownKind);
    };
    if fields.contains_key("dynamodb") {
        let record = serde_json::from_value(value).map_err(|_| BodyError::Malformed("record"))?;
        read_record(&record)
    } else if fields.contains_key("digest") {
        let body: DigestBody = serde_json::from_value(value).map_err(|_| BodyError::Malformed("digest"))?;
        Ok(Task::Digest(body.digest))
    } else if fields.contains_key("eventType") || fields.contains_key("notificationType") {
        let event = serde_json::from_value(value).map_err(|_| BodyError::Malformed("feedback"))?;
        read_feedback(event)
    } else {
        Err(BodyError::UnknownKind)
    }
}

/// Only a text that came in is told of, never one that went out or that the product wrote itself (EL-12).
fn read_record(record: &StreamRecord) -> Result<Task, BodyError> {
    let Some(image) = record.inserted() else {
        return Ok(Task::Nothing("not_new"));
    };
    match image.kind() {
        Some(EntryKind::MessageIn) => {
            let MessageRef {
                organisation,
                message,
            } = image.message()?;
            Ok(Task::Text(Text {
                organisation,
                message,
            }))
        }
        Some(EntryKind::DownloadRequested) => read_request(image.place()?),
        // What others read, and what a later release brought.
        _ => Ok(Task::Nothing("not_a_text")),
    }
}

fn read_request(place: EntryPlace) -> Result<Task, BodyError> {
    match (place.timeline, place.about) {
        (Timeline::Thread(thread), Some(message)) => Ok(Task::Link(LinkRequest {
            organisation: place.organisation,
            thread,
            message,
            seq: place.seq,
        })),
        _ => Err(BodyError::Malformed("request")),
    }
}

fn read_feedback(event: SesEvent) -> Result<Task, BodyError> {
    let (reason, at) = match (event.event_type.as_str(), event.bounce, event.complaint) {
        ("Bounce", Some(bounce), _) if bounce.bounce_type == "Permanent" => {
            (MailStopReason::Bounced, bounce.timestamp)
        }
        ("Bounce", Some(_), _) => return Ok(Task::Nothing("bounce_transient")),
        ("Complaint", _, Some(complaint)) => (MailStopReason::Complained, complaint.timestamp),
        ("Bounce" | "Complaint", _, _) => return Err(BodyError::Malformed("feedback")),
        _ => return Ok(Task::Nothing("feedback_other")),
    };
    let Some(SesMail {
        destination,
        tags: Some(tags),
    }) = event.mail
    else {
        return Ok(Task::Nothing("feedback_untagged"));
    };
    let one = |tag: Option<Vec<String>>| tag.and_then(|values| values.into_iter().next());
    let (Some(organisation), Some(agent)) = (one(tags.organisation), one(tags.agent)) else {
        return Ok(Task::Nothing("feedback_untagged"));
    };
    let organisation =
        OrganisationId::parse(&organisation).map_err(|_| BodyError::Malformed("organisation"))?;
    let agent = AgentId::parse(&agent).map_err(|_| BodyError::Malformed("agent"))?;
    Ok(Task::Stop(Feedback {
        organisation,
        agent,
        destination,
        reason,
        at,
    }))
}

#[cfg(test)]
mod tests;
