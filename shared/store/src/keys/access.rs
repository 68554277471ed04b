//! The keys of what expires, and of who signed in when.

use jiff::Timestamp;
use memberline_domain::{OrganisationId, SubscriberId};

use crate::standing::Standing;

/// The partition of an organisation's quarantine.
pub fn quarantine(organisation: &OrganisationId) -> String {
    format!("Q#{organisation}")
}

/// The partition that counts what an organisation quarantined in one minute, of one standing.
pub fn quarantine_count(organisation: &OrganisationId, standing: Standing, minute: i64) -> String {
    format!("QC#{organisation}#{minute}#{}", standing.as_str())
}

/// From before the first to behind the last of what is in quarantine with this standing, or with any.
pub fn quarantined(standing: Option<Standing>) -> (&'static str, &'static str) {
    match standing {
        None => ("1-", "3-~"),
        Some(Standing::Noise) => ("1-", "1-~"),
        Some(Standing::Plausible) => ("2-", "2-~"),
        Some(Standing::Signed) => ("3-", "3-~"),
    }
}

/// The sort key of a webhook in quarantine, which is its id: read backwards, what the carrier signed comes first, then what it
/// may have sent, then what it certainly has not; the newest first.
pub fn quarantined_webhook(standing: Standing, at: Timestamp, random: u64) -> String {
    let (first, _) = quarantined(Some(standing));
    format!("{first}{:015}-{random:016x}", at.as_millisecond().max(0))
}

/// The partition of the texts in an organisation's quarantine that claim to come from one number.
pub fn unheard(organisation: &OrganisationId, subscriber: &SubscriberId) -> String {
    format!("Q#{organisation}#{subscriber}")
}

/// The partition that counts these in thirty days.
pub fn unheard_count(organisation: &OrganisationId, subscriber: &SubscriberId, period: i64) -> String {
    format!("QC#{organisation}#{subscriber}#{period}")
}

/// The partition of when an organisation's agents last signed in.
pub fn sign_ins(organisation: &OrganisationId) -> String {
    format!("SI#{organisation}")
}

/// The partition of a download link: by a part of the hash of its token.
pub fn download_link(link: &str) -> String {
    format!("D#{link}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_comes_last_in_quarantine_however_new() {
        let at = |standing, ms| {
            let at = Timestamp::from_millisecond(ms).unwrap_or_else(|e| panic!("{e}"));
            quarantined_webhook(standing, at, 0)
        };
        let ids = [
            at(Standing::Noise, 9_000),
            at(Standing::Plausible, 1_000),
            at(Standing::Plausible, 2_000),
            at(Standing::Signed, 500),
        ];
        assert!(ids.is_sorted());
        let (first, last) = quarantined(None);
        assert!(ids.iter().all(|id| first < &**id && &**id < last));
        for (standing, of) in [
            (Standing::Noise, &ids[..1]),
            (Standing::Plausible, &ids[1..3]),
            (Standing::Signed, &ids[3..]),
        ] {
            let (first, last) = quarantined(Some(standing));
            let within: Vec<_> = ids.iter().filter(|id| first < &***id && &***id < last).collect();
            assert_eq!(within, of.iter().collect::<Vec<_>>(), "{standing:?}");
        }
    }
}
