//! Whether an organisation's own record may be kept.

use super::line::{check_name, is_line};
use crate::directory::administration::problem::Problems;
use crate::directory::administration::{Record, RecordKey, RecordKind, Records};
use crate::directory::{NumberOwner, Organisation};
use crate::quiet_hours::Reading;

/// The longest digest, in minutes: what a queue can delay.
const LONGEST_DIGEST: u8 = 15;

pub(super) fn check(organisation: &Organisation, others: &Records, problems: &mut Problems) {
    check_name(&organisation.name, problems);
    problems.want(
        is_line(&organisation.brand, 32),
        "/brand",
        "invalid_brand",
        "a brand has 1 to 32 characters on one line: it begins every text of ours",
    );
    problems.want(
        is_line(&organisation.help_contact, 80),
        "/help_contact",
        "invalid_help_contact",
        "what members who need help are told has 1 to 80 characters on one line",
    );
    problems.want(
        organisation.mail.digest_minutes <= LONGEST_DIGEST,
        "/mail/digest_minutes",
        "digest_out_of_range",
        format!("a digest is of 0 to {LONGEST_DIGEST} minutes"),
    );
    if let Reading::Counsel { by, .. } = &organisation.quiet_hours {
        let detail = "the counsel who read the laws is named, in 1 to 80 characters";
        problems.want(is_line(by, 80), "/quiet_hours/by", "invalid_counsel", detail);
    }
    if let Some(number) = &organisation.automation.number {
        let key = RecordKey::new(RecordKind::Number, number);
        let is_an_agents = others.get(&key).is_some_and(|found| {
            matches!(&found.record, Record::Number(number) if matches!(number.owner, NumberOwner::User { .. }))
        });
        problems.want(
            !is_an_agents,
            "/automation/number",
            "number_of_an_agent",
            "automation does not text from an agent's own number",
        );
    }
}
