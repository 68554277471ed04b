//! DynamoDB: keys, reads, sealing and the one commit.

mod access;
mod aggregate;
mod application;
mod command_error;
pub mod directory;
pub mod error;
mod evidence;
mod inbox;
mod item;
pub mod keys;
pub mod seal;
mod store;

pub use access::download::{DownloadLink, LinkToken};
pub use access::{quarantine, unheard};
pub use aggregate::commit::Commit;
pub use aggregate::loaded::Loaded;
pub use aggregate::pager::Page;
pub use aggregate::pause::Pauses;
pub use aggregate::retry::retry_conflicts;
pub use aggregate::snapshot::Snapshot;
pub use aggregate::stored::{Indexed, Stored};
pub use aggregate::wanted::Wanted;
pub use application::history::ApplicationPage;
pub use command_error::{CommandError, Rejection};
pub use directory::{RecordError, Tenant};
pub use error::{CommitError, Lasting, StoreError};
pub use evidence::{NoEvidence, timeline_of};
pub use inbox::list::Row;
pub use inbox::message::StoredMessage;
pub use inbox::page::TimelinePage;
pub use inbox::place::{MalformedPlace, TimelinePlace};
pub use inbox::thread::ThreadSnapshot;
pub use inbox::unsettled::Overdue;
pub use item::{Item, chain_end, link};
pub use seal::vault::{self, Vault};
pub use store::{Store, Tables};
