//! Whether a location may be kept.

use super::line::check_name;
use crate::directory::administration::problem::Problems;
use crate::directory::{Location, MAX_MILES};

pub(super) fn check(location: &Location, problems: &mut Problems) {
    check_name(&location.name, problems);
    let Some(area) = &location.service_area else {
        return;
    };
    problems.want(
        area.centre.is_on_earth(),
        "/service_area/centre",
        "not_on_earth",
        "a latitude is of -90 to 90 degrees and a longitude of -180 to 180",
    );
    for (field, miles) in [
        ("/service_area/ideal_miles", area.ideal_miles),
        ("/service_area/maximum_miles", area.maximum_miles),
    ] {
        let detail = format!("1 to {MAX_MILES} miles");
        problems.want(
            (1..=MAX_MILES).contains(&miles),
            field,
            "miles_out_of_range",
            detail,
        );
    }
    problems.want(
        area.ideal_miles <= area.maximum_miles,
        "/service_area/maximum_miles",
        "maximum_below_ideal",
        "the maximum area is at least as far as the ideal one",
    );
}
