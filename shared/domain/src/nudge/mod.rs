//! Nudges: the texts by which automation brings an applicant back. Written when a timer goes off, checked again at the
//! instant of sending, taken back when one is not sent after all (EL-14, EL-17..19).

mod fire;
mod revert;
mod step;

pub use fire::{Sent, TOO_LATE, TimerContext, TimerOutcome};
pub use revert::{Instead, NudgeReversal};
pub use step::AutomatedStep;
