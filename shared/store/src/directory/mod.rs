//! The directory: read whole, four queries at once for an organisation, and kept for half a minute.

pub(crate) mod cache;
mod credentials;
mod mail_stop;
mod mail_stops;
mod read;
mod records;
mod secrets;
pub(crate) mod tenant;
mod triggers;

pub use cache::KEPT_FOR;
pub use records::Record;
pub use tenant::Tenant;
