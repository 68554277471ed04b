//! Why a carrier did not deliver a text.
//!
//! What an agent reads of it is ours, looked up by the carrier's code: a carrier's own wording may quote the message.

use memberline_domain::reason::Reason;
use memberline_domain::thread::{DeliveryStatus, Report};

/// What an agent is told of a code: the code as the carrier writes it, and a sentence.
pub(crate) type Reasons = &'static [(&'static str, &'static str)];

fn reason(carrier: &str, code: &str, detail: String) -> Reason {
    Reason {
        code: format!("{carrier}_{code}"),
        detail,
    }
}

/// The report of a failure that `code` stands for in the carrier's `reasons`, where `opt_out` is the code for an opt-out. Without a
/// code it has no reason.
pub(crate) fn explained(carrier: &str, code: Option<&str>, reasons: Reasons, opt_out: &str) -> Report {
    let failed = Report::from(DeliveryStatus::Failed);
    let Some(code) = code.filter(|code| is_code(code)) else {
        return failed;
    };
    let detail = reasons.iter().find(|(known, _)| *known == code).map_or_else(
        || format!("The carrier did not deliver the text and gave error {code} as the reason."),
        |(_, detail)| (*detail).to_owned(),
    );
    Report {
        reason: Some(reason(carrier, code, detail)),
        opted_out: code == opt_out,
        ..failed
    }
}

/// The report of a refusal: one without a reason is explained by its HTTP status.
pub(crate) fn refused(carrier: &str, status: u16, report: Report) -> Report {
    let by_status = || {
        let detail = format!("The carrier refused the text (HTTP {status}).");
        reason(carrier, &format!("http_{status}"), detail)
    };
    Report {
        reason: Some(report.reason.unwrap_or_else(by_status)),
        ..report
    }
}

/// Whether this can be an error code, and not a text that ended up in its place. Some carriers write `0` for none.
fn is_code(code: &str) -> bool {
    (1..=16).contains(&code.len()) && code != "0" && code.bytes().all(|b| b.is_ascii_digit())
}
