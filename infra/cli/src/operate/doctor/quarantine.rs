//! The quarantine of an organisation: webhooks that nobody looked at.

use std::collections::BTreeSet;

use memberline_store::Tenant;
use memberline_store::quarantine::Standing;

use super::context::Context;
use super::finding::Finding;
use super::unchecked::Unchecked;
use crate::counted::counted;

/// The most that are counted.
const MOST: u16 = 25;

pub async fn check(context: &Context<'_>, tenant: &Tenant) -> Result<Vec<Finding>, Unchecked> {
    let store = &context.deployment.store;
    let about = tenant.id().as_str();
    let mut found = Vec::new();
    for standing in [Standing::Signed, Standing::Plausible, Standing::Noise] {
        let page = store.quarantined(tenant, Some(standing), (MOST, None)).await?;
        let reasons: BTreeSet<String> = page.items.iter().map(|kept| kept.reason.clone()).collect();
        found.extend(of_standing(
            about,
            standing,
            (page.items.len(), page.next.is_some()),
            &reasons,
        ));
    }
    Ok(found)
}

fn of_standing(
    about: &str,
    standing: Standing,
    (count, are_more): (usize, bool),
    reasons: &BTreeSet<String>,
) -> Option<Finding> {
    if count == 0 {
        return None;
    }
    let more = if are_more { "more than " } else { "" };
    let reasons: Vec<&str> = reasons.iter().map(String::as_str).collect();
    let count = counted(count, "webhook", "webhooks");
    let words = format!("{more}{count} in quarantine: {}", reasons.join(", "));
    Some(match standing {
        Standing::Signed => Finding::mend(
            "quarantine_signed",
            about,
            format!("The carrier signed {words}"),
            "docs/operations.md#quarantine says what each reason means; replay them before 14 days are over",
        ),
        Standing::Plausible => Finding::mend(
            "quarantine_plausible",
            about,
            format!("Perhaps genuine: {words}"),
            "Mend the secret or PublicUrl, then `POST /v1/quarantine/{id}/replay`: docs/operations.md#quarantine",
        ),
        // Anyone may post it, so that it alone never asks for anything.
        Standing::Noise => Finding::fine("quarantine_noise", about, format!("Nothing speaks for {words}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operate::doctor::finding::Severity;

    #[test]
    fn what_may_be_genuine_is_to_be_looked_at() {
        let reasons = BTreeSet::from(["wrong_signature".to_owned()]);
        let of = |standing, count| of_standing("cedar", standing, (count, count == 25), &reasons);
        assert_eq!(of(Standing::Signed, 0), None);
        let signed = of(Standing::Signed, 25).unwrap_or_else(|| panic!("nothing is told"));
        assert_eq!(
            (signed.code, signed.severity),
            ("quarantine_signed", Severity::Mend)
        );
        assert_eq!(
            signed.words,
            "The carrier signed more than 25 webhooks in quarantine: wrong_signature"
        );
        assert_eq!(
            of(Standing::Noise, 1).map(|finding| (finding.severity, finding.words)),
            Some((
                Severity::Fine,
                "Nothing speaks for 1 webhook in quarantine: wrong_signature".to_owned()
            ))
        );
    }
}
