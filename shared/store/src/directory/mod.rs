//! The directory: read whole, three queries at once for an organisation, and kept for half a minute.

pub(crate) mod cache;
mod credentials;
mod found;
mod mail_stop;
mod mail_stops;
mod read;
mod record_item;
mod records;
mod secrets;
pub(crate) mod tenant;
mod write;

pub use cache::KEPT_FOR;
pub use tenant::Tenant;
pub use write::RecordError;
