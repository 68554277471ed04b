//! Legal holidays by the rule that makes them, so that they hold for any year.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// The holidays of one law: the federal ones and a state's own.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// Those of the state besides the federal ones.
    own: &'static [Holiday],
}

/// A holiday.
#[derive(Debug)]
struct Holiday {
    name: &'static str,
    rule: Rule,
    /// The first year of it.
    since: i16,
}

/// The day of a holiday.
#[derive(Debug)]
enum Rule {
    /// A day of a month. On a Saturday the Friday before is free as well, on a Sunday the Monday after: states differ in
    /// which of the two, and the strict reading takes both.
    Fixed(i8, i8),
    /// The nth such weekday of a month; the last of it by -1.
    Nth(i8, Weekday, i8),
    /// The day after the nth such weekday of a month.
    DayAfterNth(i8, Weekday, i8),
    /// So many days after Easter Sunday.
    Easter(i32),
    /// The Tuesday after the first Monday of November, of even years only if so.
    Election { even_years: bool },
    /// The Monday before a day of a month that falls on Tuesday to Friday, the Monday after one at a weekend.
    Monday(i8, i8),
}

const fn holiday(name: &'static str, rule: Rule) -> Holiday {
    Holiday { name, rule, since: 0 }
}

const fn since(since: i16, name: &'static str, rule: Rule) -> Holiday {
    Holiday { name, rule, since }
}

/// 5 U.S.C. 6103; Juneteenth by Public Law 117-17.
const FEDERAL: &[Holiday] = &[
    holiday("New Year's Day", Rule::Fixed(1, 1)),
    holiday("Martin Luther King Day", Rule::Nth(3, Weekday::Monday, 1)),
    holiday("Washington's Birthday", Rule::Nth(3, Weekday::Monday, 2)),
    holiday("Memorial Day", Rule::Nth(-1, Weekday::Monday, 5)),
    since(2021, "Juneteenth", Rule::Fixed(6, 19)),
    holiday("Independence Day", Rule::Fixed(7, 4)),
    holiday("Labor Day", Rule::Nth(1, Weekday::Monday, 9)),
    holiday("Columbus Day", Rule::Nth(2, Weekday::Monday, 10)),
    holiday("Veterans Day", Rule::Fixed(11, 11)),
    holiday("Thanksgiving Day", Rule::Nth(4, Weekday::Thursday, 11)),
    holiday("Christmas Day", Rule::Fixed(12, 25)),
];

/// Ala. Code 1-3-8. Mardi Gras is a holiday of two counties, which no ZIP prefix tells apart.
pub(super) const ALABAMA: Calendar = Calendar {
    own: &[
        holiday("Mardi Gras", Rule::Easter(-47)),
        holiday("Confederate Memorial Day", Rule::Nth(4, Weekday::Monday, 4)),
        holiday("Jefferson Davis's Birthday", Rule::Nth(1, Weekday::Monday, 6)),
        holiday("Rosa Parks Day", Rule::Fixed(12, 1)),
    ],
};

/// La. R.S. 1:55, of which the Public Service Commission names some only. What the governor proclaims is not known here.
pub(super) const LOUISIANA: Calendar = Calendar {
    own: &[
        holiday("Battle of New Orleans Day", Rule::Fixed(1, 8)),
        holiday("Mardi Gras", Rule::Easter(-47)),
        holiday("Good Friday", Rule::Easter(-2)),
        holiday("Huey P. Long Day", Rule::Fixed(8, 30)),
        holiday("All Saints' Day", Rule::Fixed(11, 1)),
        holiday("Election Day", Rule::Election { even_years: true }),
        holiday("Acadian Day", Rule::DayAfterNth(4, Weekday::Thursday, 11)),
    ],
};

/// 44 P.S. 11, as the Attorney General counts them.
pub(super) const PENNSYLVANIA: Calendar = Calendar {
    own: &[
        holiday("Good Friday", Rule::Easter(-2)),
        holiday("Flag Day", Rule::Fixed(6, 14)),
        holiday("Election Day", Rule::Election { even_years: false }),
    ],
};

/// R.I. Gen. Laws 25-1-1.
pub(super) const RHODE_ISLAND: Calendar = Calendar {
    own: &[
        holiday("Rhode Island Independence Day", Rule::Fixed(5, 4)),
        holiday("Victory Day", Rule::Nth(2, Weekday::Monday, 8)),
        holiday("Election Day", Rule::Election { even_years: true }),
    ],
};

/// Utah Code 63G-1-301.
pub(super) const UTAH: Calendar = Calendar {
    own: &[
        since(2022, "Juneteenth", Rule::Monday(6, 19)),
        holiday("Pioneer Day", Rule::Fixed(7, 24)),
    ],
};

impl Calendar {
    /// The holiday that a date is, by name.
    pub(super) fn holiday(&self, date: Date) -> Option<&'static str> {
        let mut all = FEDERAL.iter().chain(self.own);
        all.find(|holiday| holiday.since <= date.year() && holiday.rule.is_free(date))
            .map(|holiday| holiday.name)
    }
}

impl Rule {
    /// Whether a date is the day, or the day on which it is kept.
    fn is_free(&self, date: Date) -> bool {
        let kept = match date.weekday() {
            Weekday::Friday => date.tomorrow().ok(),
            Weekday::Monday => date.yesterday().ok(),
            _ => None,
        };
        self.is(date) || (matches!(self, Self::Fixed(..)) && kept.is_some_and(|day| self.is(day)))
    }

    fn is(&self, date: Date) -> bool {
        match *self {
            Self::Fixed(month, day) => (date.month(), date.day()) == (month, day),
            Self::Nth(nth, weekday, month) => is_nth(date, nth, weekday, month),
            Self::DayAfterNth(nth, weekday, month) => {
                date.yesterday().is_ok_and(|eve| is_nth(eve, nth, weekday, month))
            }
            Self::Easter(days) => {
                easter(date.year()).and_then(|easter| easter.checked_add(days.days()).ok()) == Some(date)
            }
            Self::Election { even_years } => {
                let tuesday = date.weekday() == Weekday::Tuesday && (2..=8).contains(&date.day());
                tuesday && date.month() == 11 && (!even_years || date.year() % 2 == 0)
            }
            Self::Monday(month, day) => {
                let of_the_week = |days: i32| {
                    let kept = date.checked_add(days.days()).ok();
                    kept.is_some_and(|kept| (kept.month(), kept.day()) == (month, day))
                };
                date.weekday() == Weekday::Monday && (-2..=4).any(of_the_week)
            }
        }
    }
}

fn is_nth(date: Date, nth: i8, weekday: Weekday, month: i8) -> bool {
    let in_its_week = if nth > 0 {
        (date.day() - 1) / 7 + 1 == nth
    } else {
        date.day() + 7 > date.days_in_month()
    };
    date.month() == month && date.weekday() == weekday && in_its_week
}

/// Easter Sunday by the Gregorian computus (Meeus, Astronomical Algorithms, chapter 8).
fn easter(year: i16) -> Option<Date> {
    let year_number = i32::from(year);
    let golden = year_number.rem_euclid(19);
    let (century, of_century) = (year_number.div_euclid(100), year_number.rem_euclid(100));
    let skipped = (century - (century + 8).div_euclid(25) + 1).div_euclid(3);
    let epact = (19 * golden + century - century.div_euclid(4) - skipped + 15).rem_euclid(30);
    let weekday =
        (32 + 2 * century.rem_euclid(4) + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let late = (golden + 11 * epact + 22 * weekday).div_euclid(451);
    let days = epact + weekday - 7 * late + 114;
    let (month, day) = (days / 31, days % 31 + 1);
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

#[cfg(test)]
pub(super) fn easter_of(year: i16) -> Option<Date> {
    easter(year)
}
