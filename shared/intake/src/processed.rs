//! What came of a webhook that is its carrier's own, as the log tells it.

use memberline_domain::thread::{DeliveryStatus, Report};
use memberline_platform::telemetry::LogLine;

use crate::outcome::Outcome;

/// What came of a webhook.
#[derive(Debug)]
pub(crate) struct Processed {
    pub(crate) outcome: Outcome,
    /// What the receipt says, if it is one of a message of ours.
    pub(crate) receipt: Option<Told>,
    /// The names of the side fields that cannot be read.
    pub(crate) unread: Vec<&'static str>,
}

impl Default for Processed {
    /// It concerns no text.
    fn default() -> Self {
        Self {
            outcome: Outcome::Ignored,
            receipt: None,
            unread: Vec::new(),
        }
    }
}

/// What a receipt says, without anything personal.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    status: DeliveryStatus,
    /// The carrier's code of why it failed.
    reason: Option<String>,
}

impl Told {
    pub(crate) fn of(report: &Report) -> Self {
        Self {
            status: report.status,
            reason: report.reason.as_ref().map(|reason| reason.code.clone()),
        }
    }
}

impl Processed {
    /// Notes it. The alarm on receipts that stay away and the dashboard read `receipt` and `reason`.
    pub(crate) fn note_in(&self, line: &mut LogLine) {
        if let Some(Told { status, reason }) = &self.receipt {
            line.note("receipt", serde_json::json!(status));
            if let Some(reason) = reason {
                line.note("reason", reason.as_str());
            }
        }
        // The names are ours, not what stands in the fields.
        if !self.unread.is_empty() {
            line.note("unread", self.unread.join(" "));
            line.count("FieldsUnread", 1);
        }
        if let Outcome::TakenIn {
            conversation,
            answered_twice,
        } = &self.outcome
        {
            if let Some(conversation) = conversation {
                line.note("conversation", conversation.to_string());
            }
            line.count("KeywordsAnsweredTwice", u64::from(*answered_twice));
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use memberline_domain::reason::Reason;

    use super::*;

    fn noted(processed: &Processed) -> String {
        let mut line = LogLine::begin("inbound-sms", "r1", Timestamp::UNIX_EPOCH);
        processed.note_in(&mut line);
        format!("{line:?}")
    }

    #[test]
    fn the_log_tells_what_a_receipt_says_by_codes_alone() {
        let report = Report {
            reason: Some(Reason {
                code: "twilio_30003".to_owned(),
                detail: "The handset cannot be reached.".to_owned(),
            }),
            ..Report::from(DeliveryStatus::Failed)
        };
        let line = noted(&Processed {
            receipt: Some(Told::of(&report)),
            ..Processed::default()
        });
        for part in [
            r#""receipt": String("failed")"#,
            r#""reason": String("twilio_30003")"#,
        ] {
            assert!(line.contains(part), "{part}: {line}");
        }
        assert!(!line.contains("handset"), "{line}");
    }

    #[test]
    fn what_is_no_receipt_is_not_taken_for_one() {
        let line = noted(&Processed {
            outcome: Outcome::TakenIn {
                conversation: None,
                answered_twice: false,
            },
            ..Processed::default()
        });
        assert!(!line.contains("receipt") && !line.contains("reason"), "{line}");
    }
}
