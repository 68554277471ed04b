//! The directory: read whole, four queries at once for an organisation, and kept for half a minute.

pub(crate) mod cache;
mod credentials;
mod mail_stops;
mod records;
mod tenant;
mod triggers;

pub use records::Record;
pub use tenant::{KEPT_FOR, Tenant};
