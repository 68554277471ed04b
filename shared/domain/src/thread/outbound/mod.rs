//! What goes out to a member: written, allowed, sent, and what became of it.

mod automated;
mod compose;
mod delivery;
mod message;
mod purpose;
mod report;
mod request_consent;
mod sending;

pub use automated::Automated;
pub(crate) use compose::consents;
pub use compose::{ComposeRefusal, Composing};
pub use delivery::{Delivery, DeliveryStatus, ForeignReceipt, Report};
pub use message::{OutMessage, messages};
pub use purpose::Purpose;
pub use request_consent::{ConsentRequest, ConsentRequested, request_consent};
pub(crate) use sending::CONFIRMATION_WINDOW;
pub use sending::{Answered, NextStep, OptedOut, SendResult, claimed_with};
