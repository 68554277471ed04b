//! When a member may be texted by automation, and the proof of it (lessons 45 to 47).
//!
//! The law goes by the clock where the member is, which nobody knows for sure. So every place counts where they may be,
//! and a text may go out only while all of them allow it.

mod address;
mod area_codes;
mod basis;
mod clock;
mod holiday;
mod laws;
mod place;
mod ruling;
mod sending;
mod state;
mod window;
mod zip_prefixes;
mod zone;

pub use address::Part;
pub(crate) use basis::kept;
pub use basis::{Basis, Decided};
pub use place::{KnownBy, Unknown, Whereabouts, Wide};
pub use ruling::{Ruling, ruling};
pub use sending::{Reading, Sending};
pub use state::State;
pub use window::{Day, Law};
pub use zone::Zone;

#[cfg(test)]
mod tests;
