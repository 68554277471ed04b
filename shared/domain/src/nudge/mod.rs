//! Nudges: the texts by which automation brings an applicant back. Written when a timer goes off, checked again at the
//! instant of sending, taken back when one is not sent after all (EL-14, EL-17..19).

mod eligibility;
mod fire;
mod member_activity;
mod revert;
mod step;

pub use eligibility::TOO_LATE;
pub use fire::{Sent, TimerContext, TimerOutcome};
pub use member_activity::MemberActivity;
pub use revert::{Instead, NudgeReversal};
pub use step::AutomatedStep;

#[cfg(test)]
mod tests;
