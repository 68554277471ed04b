//! Whether a text with merge fields may be kept.

use crate::directory::Organisation;
use crate::directory::administration::problem::Problems;
use crate::journey::Journey;
use crate::text::template::{Fields, Template};

/// The values of somebody whom such a text could go to.
pub(super) fn sample(organisation: &Organisation) -> Fields<'_> {
    Fields {
        name: Some("Priya Nair"),
        brand: &organisation.brand,
        journey: Journey::LoanApplication.name(),
        stage: Some("Income verification"),
        agent: Some("Maria Lopez"),
        help_contact: &organisation.help_contact,
    }
}

/// The values of an applicant on this journey and in this stage; where either is not said, of one that is common.
pub fn applicant<'a>(
    organisation: &'a Organisation,
    journey: Option<Journey>,
    stage: Option<&'a str>,
) -> Fields<'a> {
    let sample = sample(organisation);
    Fields {
        stage: stage.or(sample.stage),
        journey: match journey {
            Some(journey) => journey.name(),
            None => sample.journey,
        },
        ..sample
    }
}

/// Notes what keeps a text with merge fields from being read, or from being sent at the organisation's service level.
pub(super) fn check(
    source: &str,
    field: &str,
    organisation: &Organisation,
    sample: &Fields<'_>,
    problems: &mut Problems,
) {
    let refused = match Template::parse(source) {
        Err(error) => Some((error.code(), format!("the text cannot be read: {error}"))),
        Ok(template) => template
            .check(organisation.service_level, sample)
            .err()
            .map(|error| (error.code(), format!("the text cannot be sent: {error}"))),
    };
    if let Some((code, detail)) = refused {
        problems.want(false, field, code, detail);
    }
}
