//! The windows of each law, dated, with their sources.
//!
//! Not legal advice: these are data, to be changed when counsel says so; docs/quiet-hours.md says how they were found and what
//! they leave out. They narrow the federal window and never widen it.

use jiff::civil::{Date, date};

use super::State;
use super::holiday::{ALABAMA, LOUISIANA, PENNSYLVANIA, RHODE_ISLAND, UTAH};
use super::window::Exemption::{Consent, Relationship};
use super::window::Kind::{AutomatedDialling, Calls, Recordings, Texts};
use super::window::{Exemption, Hours, Kind, NONE, Sure, Window};

const AS_OF: &str = "2026-11-28";

/// Texts and calls, both named by the law or by those who read it so.
const BOTH: &[Kind] = &[Texts, Calls];

const fn daily(hours: Hours, sure: Sure, source: &'static str) -> Window {
    Window {
        state: None,
        weekdays: hours,
        saturday: hours,
        sunday: hours,
        closed_on: None,
        since: None,
        binds: BOTH,
        sales_only: true,
        lifted_by: &[],
        sure,
        source,
        as_of: AS_OF,
    }
}

/// The federal window, at the called party's location. Its text binds solicitations; it holds for every text here, since courts
/// differ and nobody wants to be woken, and nothing lifts it.
pub const FEDERAL: Window = Window {
    sales_only: false,
    ..daily((8, 21), Sure::High, "47 CFR 64.1200(c)(1)")
};

impl Window {
    /// The windows of a state besides the federal one.
    pub(super) fn of(state: State) -> impl Iterator<Item = &'static Self> {
        STATES.iter().filter(move |window| window.state == Some(state))
    }

    const fn in_state(self, state: State) -> Self {
        let state = Some(state);
        Self { state, ..self }
    }

    const fn without_sundays(self) -> Self {
        let sunday = NONE;
        Self { sunday, ..self }
    }

    const fn since(self, date: Date) -> Self {
        let since = Some(date);
        Self { since, ..self }
    }

    const fn binds(self, binds: &'static [Kind]) -> Self {
        Self { binds, ..self }
    }

    const fn lifted_by(self, lifted_by: &'static [Exemption]) -> Self {
        Self { lifted_by, ..self }
    }
}

/// The windows of states; a state may have several, and all of them bind.
pub const STATES: &[Window] = &[
    Window {
        closed_on: Some(ALABAMA),
        ..daily(
            (8, 20),
            Sure::Medium,
            "Ala. Admin. Code 770-X-5-.17 (some read it as for utilities only)",
        )
        .in_state(State::AL)
        .without_sundays()
        .binds(&[Calls])
    },
    daily(
        (9, 21),
        Sure::Low,
        "dropcowboy.com, state compliance (recorded voices)",
    )
    .in_state(State::CA)
    .binds(&[Recordings]),
    daily(
        (9, 20),
        Sure::High,
        "Conn. Gen. Stat. 42-288a, as amended by Public Act 23-98",
    )
    .in_state(State::CT)
    .lifted_by(&[Consent]),
    daily((8, 20), Sure::High, "Fla. Stat. 501.616(6)").in_state(State::FL),
    daily(
        (9, 21),
        Sure::Low,
        "clickpointsoftware.com, calling hours by state (recorded voices)",
    )
    .in_state(State::IL)
    .binds(&[Recordings]),
    daily((10, 21), Sure::Medium, "Ky. Rev. Stat. 367.46951, 367.46955").in_state(State::KY),
    Window {
        closed_on: Some(LOUISIANA),
        ..daily(
            (8, 20),
            Sure::Medium,
            "La. PSC General Order R-29617 V(A); exemptions do not lift it",
        )
        .in_state(State::LA)
        .without_sundays()
    },
    daily((8, 20), Sure::Medium, "201 CMR 12.02(2)").in_state(State::MA),
    daily(
        (8, 20),
        Sure::High,
        "Md. Com. Law 14-4501 ff. (Stop the Spam Calls Act of 2023)",
    )
    .in_state(State::MD),
    Window {
        saturday: NONE,
        sunday: NONE,
        ..daily((9, 17), Sure::Low, "Me. Rev. Stat. 10-1498 (recorded voices)")
            .in_state(State::ME)
            .binds(&[Recordings])
    },
    daily((9, 21), Sure::Low, "dropcowboy.com, state compliance (voice)")
        .in_state(State::MI)
        .binds(&[Calls]),
    daily(
        (9, 21),
        Sure::Low,
        "dropcowboy.com, state compliance (recorded voices)",
    )
    .in_state(State::MN)
    .binds(&[Recordings]),
    daily(
        (8, 20),
        Sure::High,
        "Miss. Code 77-3-723, 77-3-705 (texts and credit named; no holidays since 2023)",
    )
    .in_state(State::MS)
    .without_sundays(),
    daily(
        (8, 20),
        Sure::Medium,
        "Referrizer, state-specific rules; N.J. Stat. 56:8-128(d) says 21:00",
    )
    .in_state(State::NJ),
    daily((9, 21), Sure::Medium, "N.M. Stat. 57-12-22(B)(5)")
        .in_state(State::NM)
        .binds(&[Calls]),
    daily(
        (9, 20),
        Sure::Low,
        "dropcowboy.com, state compliance; Nev. Rev. Stat. 597.814 is of recorded voices",
    )
    .in_state(State::NV)
    .binds(&[Recordings]),
    daily((8, 20), Sure::High, "Okla. Stat. 15-775C.4").in_state(State::OK),
    daily(
        (8, 20),
        Sure::High,
        "Or. HB 3865 (2025); ORS 646.569; jdsupra 8210765",
    )
    .in_state(State::OR)
    .since(date(2026, 1, 1)),
    Window {
        closed_on: Some(PENNSYLVANIA),
        ..daily(
            (8, 21),
            Sure::Medium,
            "73 P.S. 2245(a)(10); jenkinslaw.org 2019-12-03",
        )
        .in_state(State::PA)
        .since(date(2019, 12, 3))
        .lifted_by(&[Relationship { months: 12 }])
    },
    daily(
        (8, 21),
        Sure::Medium,
        "Pa. SB 992 (2025-26): no Sundays, texts named; one source has its date",
    )
    .in_state(State::PA)
    .without_sundays()
    .since(date(2026, 10, 18)),
    daily(
        (9, 19),
        Sure::Low,
        "Pa. SB 992 as the Senate passed it; the hours of the act were not seen",
    )
    .in_state(State::PA)
    .since(date(2026, 10, 18)),
    Window {
        saturday: (10, 17),
        closed_on: Some(RHODE_ISLAND),
        ..daily(
            (9, 18),
            Sure::High,
            "R.I. Gen. Laws 5-61-3.6 (mobiles named; unsolicited calls)",
        )
        .in_state(State::RI)
        .without_sundays()
        .lifted_by(&[Consent])
    },
    Window {
        saturday: NONE,
        sunday: NONE,
        ..daily(
            (9, 21),
            Sure::Medium,
            "S.D. Codified Laws 37-30-28 (automated dialling, weekdays)",
        )
        .in_state(State::SD)
        .binds(&[AutomatedDialling])
    },
    Window {
        sunday: (12, 21),
        ..daily(
            (9, 21),
            Sure::High,
            "Tex. Bus. & Com. Code 301.051, texts by SB 140 (2025)",
        )
        .in_state(State::TX)
    },
    Window {
        closed_on: Some(UTAH),
        ..daily((8, 21), Sure::High, "Utah Code 13-25a-103")
            .in_state(State::UT)
            .without_sundays()
            .lifted_by(&[Consent])
    },
    daily(
        (8, 20),
        Sure::Medium,
        "RCW 80.36.390; dwt.com (hours sure, texts not named)",
    )
    .in_state(State::WA),
    daily(
        (8, 20),
        Sure::Medium,
        "Wyo. Stat. 40-12-302, by a list that quotes statutes",
    )
    .in_state(State::WY),
];
