//! The events of loan-origination and account-opening systems, as `docs/los-event.schema.json` describes them.
//!
//! Members that are not known are passed over, `null` is the same as absent. What is known and cannot be read is passed over too,
//! and noted with the JSON path to it: one odd member keeps nothing else out, a withdrawal of consent least of all. Refused is only
//! what does not say which event it is, of which application, and when.

mod consents;
mod document;
mod event;
mod limits;
mod parse;
mod people;
mod read;
mod refusal;
mod unread;
mod value;

pub(crate) use consents::consents;
pub use document::{LosDocument, NotJson};
pub use event::{LosConsent, LosEvent, LosEventKind, LosPerson};
pub use limits::{MAX_EVENT_BYTES, MAX_MOBILES};
pub use parse::parse_los_event;
pub(crate) use people::{MAX_PEOPLE, People, people_of};
pub(crate) use read::{At, meaning};
pub use refusal::LosRefusal;
pub(crate) use unread::Notes;
pub use unread::Unread;
pub(crate) use value::LosValue;
