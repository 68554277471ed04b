//! A conversation of a thread: opened, claimed, named and closed.

mod archive;
mod claim;
mod close;
mod name;
mod note;
mod resolve_opt_out_review;
mod start;
mod state;
mod visibility;

pub use archive::{CloseReason, ClosedConversation};
pub use claim::ClaimRefusal;
pub use close::CloseRefusal;
pub use name::NameRefusal;
pub use note::{MAX_NOTE, NoteRefusal, is_note_of};
pub use resolve_opt_out_review::{NothingToSettle, ResolvedOptOutReview};
pub use start::{StartRefusal, Starting, may_start};
pub use state::{Assignment, Claim, Conversation, Direction, LastMessage};
