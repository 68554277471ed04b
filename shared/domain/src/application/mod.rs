//! The application: what a loan-origination or account-opening system tells of an applicant's way, and what automation
//! makes of it (EL-06, EL-07, EL-16..19).
//!
//! Its events come late, doubled and in any order. So each thing that they tell is a [`Register`]: what was told last *by
//! the time at which it happened* stands, whenever the telling arrives. Any order of the same events ends in the same head.

mod apply;
mod event;
mod head;
mod link;
mod los;
mod nudge;
mod nudge_plan;
mod person;
mod plan;
mod recipient;
mod register;
pub mod routing;
mod stored_nudge_plan;
mod tally;
mod timer;

pub use crate::phone::NumberProblem;
pub use apply::ApplicationChange;
pub use event::{ApplicationContent, ApplicationEvent, LosUpdate};
pub use head::{Application, ApplicationSecret, NothingEnds, Outcome};
pub use link::{ApplicationLink, PersonRole, Status};
pub(crate) use los::{At, LosValue, MAX_PEOPLE, Notes, People, consents, meaning, people_of};
pub use los::{
    LosConsent, LosDocument, LosEvent, LosEventKind, LosPerson, LosRefusal, MAX_EVENT_BYTES, MAX_MOBILES,
    NotJson, Unread, parse_los_event,
};
pub use nudge::Nudge;
pub use nudge_plan::{NudgePlan, NudgePlanState};
pub use person::{Person, PersonDetails};
pub(crate) use plan::{NO_MOBILE, NOT_PLACED, after, stage_changed, trigger_off};
pub(crate) use recipient::quiet;
pub use register::{Register, Stamp};
pub(crate) use stored_nudge_plan::{Incomplete, Is, StoredNudgePlan};
pub use tally::{Tallies, Tally};
pub use timer::{Timer, is_held_out, timer_name};

#[cfg(test)]
pub(crate) mod tests;
