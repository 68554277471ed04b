//! One invocation: its time, its counts and its log line.

use std::time::Duration;

use jiff::Timestamp;
use memberline_domain::AgentId;
use memberline_domain::thread::NoticeRecipient;
use memberline_platform::telemetry::LogLine;
use tokio::time::Instant;

use crate::failure::Failure;
use crate::mailing::Sent;

/// Nothing is begun after this long: what is under way still fits into the 30 s that the function may run.
const BEGINS_WITHIN: Duration = Duration::from_secs(16);

/// The most ids and codes that a log line lists.
const MOST_LISTED: usize = 20;

/// One invocation. It keeps ids, codes and counts, nothing personal.
#[derive(Debug)]
pub(crate) struct Run {
    /// When it began.
    pub now: Timestamp,
    since: Instant,
    line: LogLine,
    pub texts: u64,
    pub sent: u64,
    pub refused: u64,
    pub left: u64,
    pub untold: u64,
    pub scheduled: u64,
    pub links: u64,
    pub parked: u64,
    stopped: Vec<String>,
    told: Vec<String>,
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
            now,
            since: Instant::now(),
            line: LogLine::begin("email-notifier", request_id, now),
            texts: 0,
            sent: 0,
            refused: 0,
            left: 0,
            untold: 0,
            scheduled: 0,
            links: 0,
            parked: 0,
            stopped: Vec::new(),
            told: Vec::new(),
            codes: Vec::new(),
            errors: Vec::new(),
            failures: 0,
        }
    }

    /// Whether something may still be begun.
    pub fn has_time(&self) -> bool {
        self.since.elapsed() < BEGINS_WITHIN
    }

    pub fn check_time(&self) -> Result<(), Failure> {
        if self.has_time() {
            Ok(())
        } else {
            Err(Failure::OutOfTime)
        }
    }

    /// Notes the first of the texts that are being told of.
    pub fn telling(&mut self, message: String) {
        list(&mut self.told, message);
    }

    pub fn passed_over(&mut self, why: &str) {
        list(&mut self.codes, why.to_owned());
    }

    pub fn stopped(&mut self, organisation: &str, agent: &str) {
        self.stopped.push(format!("{organisation}/{agent}"));
    }

    /// Counts what became of an email to `agent`: what to note of it, and the code when it is to be tried again.
    pub fn result(&mut self, agent: &AgentId, sent: Sent) -> (NoticeRecipient, Option<String>) {
        let (mail_id, error, left) = match sent {
            Sent::Taken { mail_id } => {
                self.sent += 1;
                (Some(mail_id), None, None)
            }
            Sent::Refused { code } => {
                self.refused += 1;
                self.mail_error(&code);
                (None, Some(code), None)
            }
            Sent::Later { code } => {
                self.left += 1;
                self.mail_error(&code);
                (None, None, Some(code))
            }
        };
        let noted = NoticeRecipient {
            agent: agent.clone(),
            mail_id,
            error,
        };
        (noted, left)
    }

    /// Notes a code of the mail service.
    fn mail_error(&mut self, code: &str) {
        list(&mut self.errors, format!("ses: {code}"));
    }

    pub fn failed(&mut self, failure: &Failure) {
        self.failures += 1;
        list(&mut self.codes, failure.code().to_owned());
        // The store's and the queue's codes; no other failure says more than its code does.
        if matches!(failure, Failure::Store(_) | Failure::Queue(_)) {
            list(&mut self.errors, failure.to_string());
        }
    }

    /// Writes the log line.
    pub fn finish(self) {
        let mut line = self.line;
        line.count("texts_told", self.texts);
        line.count("mails_sent", self.sent);
        line.count("mails_refused", self.refused);
        line.count("mails_left", self.left);
        line.count(
            "mails_stopped",
            u64::try_from(self.stopped.len()).unwrap_or(u64::MAX),
        );
        line.count("texts_nobody_told", self.untold);
        line.count("digests_scheduled", self.scheduled);
        line.count("links_sent", self.links);
        line.count("failures", self.failures);
        line.count("Parked", self.parked);
        for (name, values) in [
            ("messages", self.told),
            ("stopped", self.stopped),
            ("codes", self.codes),
            ("errors", self.errors),
        ] {
            if !values.is_empty() {
                line.note(name, values);
            }
        }
        line.finish(if self.failures == 0 { "done" } else { "failed" });
    }
}
