//! Nudges: the texts by which automation brings an applicant back. Written when a timer goes off, checked again at the
//! instant of sending, taken back when one is not sent after all (EL-14, EL-17..19).

mod fire;
mod revert;
mod step;

pub use fire::{Fired, Firing, Sent, TOO_LATE};
pub use revert::{Instead, Unsent};
pub use step::AutomatedStep;
