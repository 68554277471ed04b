//! Registration of local US numbers (10DLC): carriers block the texts of a number that no registered campaign holds.

use memberline_domain::PhoneNumber;

use super::{SetupFinding, Weight};

/// Area codes of numbers that are free to call. Source: FCC, "What Is a Toll-Free Number and How Does it Work?".
const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];

/// How far a number's registration has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Campaign {
    Registered,
    Pending,
    Failed,
    None,
}

/// Whether a number texts as part of a campaign: a local one of the North American plan.
pub(crate) fn needs_campaign(number: &PhoneNumber) -> bool {
    area(number).is_some_and(|area| !TOLL_FREE.contains(&area))
}

fn area(number: &PhoneNumber) -> Option<&str> {
    number.as_str().strip_prefix("+1").and_then(|rest| rest.get(..3))
}

/// What follows for a number; `campaign` is none where it is not known.
pub(crate) fn judge_campaign(
    number: &PhoneNumber,
    campaign: Option<Campaign>,
    place: &str,
) -> Option<SetupFinding> {
    if area(number).is_some_and(|area| TOLL_FREE.contains(&area)) {
        return Some(SetupFinding::new(
            ("toll_free", Weight::Mend),
            "The number is toll-free: carriers forbid lending there, and its verification is not looked at here",
            "Use a local number with a registered campaign, or see to the verification in the carrier's console",
        ));
    }
    if !needs_campaign(number) {
        return None;
    }
    Some(match campaign? {
        Campaign::Registered => {
            SetupFinding::fine("campaign_registered", "A registered campaign holds the number")
        }
        Campaign::Pending => SetupFinding::new(
            ("campaign_pending", Weight::Blocks),
            "The number's campaign is not approved yet: US carriers block its texts until then",
            format!("Wait for the approval, which takes days: {place}"),
        ),
        Campaign::Failed => SetupFinding::new(
            ("campaign_failed", Weight::Blocks),
            "The number's registration with a campaign failed or was suspended: US carriers block its texts",
            format!("Read the reason, mend it and submit it again: {place}"),
        ),
        Campaign::None => SetupFinding::new(
            ("campaign_missing", Weight::Blocks),
            "No campaign holds the number: US carriers block the texts of local numbers that are not registered",
            format!("Register brand and campaign (10DLC), and assign the number: {place}"),
        ),
    })
}
