//! Where applicants live, and when they may be texted there: a table of its own, not the product's.

use jiff::civil::{DateTime, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Open hours of weekdays, Saturdays and Sundays.
type Week = [(i8, i8); 3];

const FEDERAL: Week = [(8, 21); 3];
const CONNECTICUT: Week = [(9, 20); 3];
const EARLY_EVENING: Week = [(8, 20); 3];
const RHODE_ISLAND: Week = [(9, 18), (10, 17), (0, 0)];
const SOUTH_DAKOTA: Week = [(9, 21), (0, 0), (0, 0)];
const KENTUCKY: Week = [(10, 21); 3];
const TEXAS: Week = [(9, 21), (9, 21), (12, 21)];

/// Hours ahead of UTC in winter, and whether clocks go forward on 14 March 2032.
type Zone = (i64, bool);

const EASTERN: Zone = (-5, true);
const CENTRAL: Zone = (-6, true);
const MOUNTAIN: Zone = (-7, true);
const ARIZONA: Zone = (-7, false);
const PACIFIC: Zone = (-8, true);
const ALASKA: Zone = (-9, true);
const ALEUTIAN: Zone = (-10, true);
const HAWAII: Zone = (-10, false);
const SAMOA: Zone = (-11, false);
const ATLANTIC: Zone = (-4, false);
const CHAMORRO: Zone = (10, false);
const JAPAN: Zone = (9, false);

/// What is told of where somebody lives, and the clocks that count there.
#[derive(Debug)]
pub struct Spot {
    pub zip: Option<&'static str>,
    pub state: Option<&'static str>,
    pub area: &'static str,
    clocks: &'static [(Zone, Week)],
}

const fn spot(
    zip: Option<&'static str>,
    state: Option<&'static str>,
    area: &'static str,
    clocks: &'static [(Zone, Week)],
) -> Spot {
    Spot {
        zip,
        state,
        area,
        clocks,
    }
}

/// A number alone: the narrowest laws of the contiguous states. None of them has a holiday in these weeks.
const CONTIGUOUS: &[(Zone, Week)] = &[
    (EASTERN, RHODE_ISLAND),
    (EASTERN, KENTUCKY),
    (CENTRAL, SOUTH_DAKOTA),
    (MOUNTAIN, SOUTH_DAKOTA),
    (MOUNTAIN, TEXAS),
    (ARIZONA, FEDERAL),
    (PACIFIC, EARLY_EVENING),
];

/// Nothing at all, or an address that nobody can read.
const ANYWHERE: &[(Zone, Week)] = &[
    (ATLANTIC, FEDERAL),
    (EASTERN, RHODE_ISLAND),
    (CENTRAL, SOUTH_DAKOTA),
    (MOUNTAIN, TEXAS),
    (PACIFIC, EARLY_EVENING),
    (ALEUTIAN, FEDERAL),
    (HAWAII, FEDERAL),
    (SAMOA, FEDERAL),
];

/// Zones of every kind: split states, those that keep no summer time, addresses that disagree with the number, and none.
pub const SPOTS: &[Spot] = &[
    spot(Some("10001"), Some("NY"), "212", &[(EASTERN, FEDERAL)]),
    spot(Some("94105-1804"), None, "415", &[(PACIFIC, FEDERAL)]),
    spot(Some("96813"), Some("HI"), "808", &[(HAWAII, FEDERAL)]),
    spot(Some("85001"), Some("AZ"), "602", &[(ARIZONA, FEDERAL)]),
    spot(
        Some("86001"),
        None,
        "928",
        &[(ARIZONA, FEDERAL), (MOUNTAIN, FEDERAL)],
    ),
    spot(Some("75201"), Some("TX"), "214", &[(CENTRAL, TEXAS)]),
    spot(
        Some("32401"),
        Some("FL"),
        "850",
        &[(EASTERN, EARLY_EVENING), (CENTRAL, EARLY_EVENING)],
    ),
    spot(
        Some("37311"),
        None,
        "423",
        &[(EASTERN, FEDERAL), (CENTRAL, FEDERAL)],
    ),
    spot(
        Some("58554"),
        Some("ND"),
        "701",
        &[(CENTRAL, FEDERAL), (MOUNTAIN, FEDERAL)],
    ),
    spot(
        Some("83501"),
        None,
        "208",
        &[(MOUNTAIN, FEDERAL), (PACIFIC, FEDERAL)],
    ),
    spot(Some("02903"), Some("RI"), "401", &[(EASTERN, RHODE_ISLAND)]),
    spot(Some("06103"), None, "860", &[(EASTERN, CONNECTICUT)]),
    spot(Some("00901"), Some("PR"), "787", &[(ATLANTIC, FEDERAL)]),
    spot(Some("99501"), None, "907", &[(ALASKA, FEDERAL)]),
    spot(Some("96910"), Some("GU"), "671", &[(CHAMORRO, FEDERAL)]),
    spot(None, None, "312", CONTIGUOUS),
    spot(Some("no idea"), None, "303", ANYWHERE),
    spot(Some("2903"), Some("R.I."), "401", &[(EASTERN, RHODE_ISLAND)]),
    spot(
        Some("96201"),
        None,
        "555",
        &[(JAPAN, FEDERAL), (CHAMORRO, FEDERAL)],
    ),
    spot(None, Some("NJ"), "201", &[(EASTERN, EARLY_EVENING)]),
    spot(
        Some("10001"),
        None,
        "808",
        &[(EASTERN, FEDERAL), (HAWAII, FEDERAL)],
    ),
    spot(
        Some("33101"),
        Some("FL"),
        "206",
        &[(EASTERN, EARLY_EVENING), (PACIFIC, EARLY_EVENING)],
    ),
    // Nothing tells: from Puerto Rico to Samoa, and by the narrowest laws between.
    spot(None, None, "555", ANYWHERE),
];

fn local((ahead, has_summer): Zone, at: Timestamp) -> DateTime {
    let summer = date(2032, 3, 14).at(2, 0, 0, 0);
    let winter_time = TimeZone::UTC.to_datetime(at + SignedDuration::from_hours(ahead));
    if has_summer && winter_time >= summer {
        winter_time + SignedDuration::from_hours(1)
    } else {
        winter_time
    }
}

impl Spot {
    /// Whether a text may be sent there.
    pub fn allows(&self, at: Timestamp) -> bool {
        self.clocks.iter().all(|(zone, [weekdays, saturday, sunday])| {
            let local = local(*zone, at);
            let (open, close) = match local.date().weekday() {
                Weekday::Saturday => saturday,
                Weekday::Sunday => sunday,
                _ => weekdays,
            };
            (*open..*close).contains(&local.hour())
        })
    }

    /// The next full hour from which a text may be sent there.
    pub fn opens(&self, at: Timestamp) -> Timestamp {
        let mut hour = Timestamp::from_second((at.as_second() / 3_600 + 1) * 3_600).unwrap();
        while !self.allows(hour) {
            hour += SignedDuration::from_hours(1);
        }
        hour
    }
}
