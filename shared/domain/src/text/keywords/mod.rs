//! What a member's text asks of the channel itself: to stop, to start again, to be told what this is.
//!
//! A hard opt-out is a *whole message* after normalisation (MC-49, X-15): "STOP", "stop!", "Please stop 🙏". A text that
//! says the same in other words is a soft one, which an agent judges; ordinary talk of a lender's member ("Stop by the branch
//! at 5?", "please stop the autopay") is neither. Only what the member wrote is judged: not what a reaction or a reply quotes.

mod alone;
mod classes;
mod intent;
mod list;
mod listed;
mod lists;
mod ours;
mod own;
mod patterns;
mod reading;
mod recognise;
mod vocabulary;
mod written;

pub use intent::Intent;
pub use list::KeywordList;
pub use lists::{COURTESIES, HELP, NO, OPT_IN, OPT_OUT, YES};
pub use recognise::{answer, intent, reserved};
pub use written::Written;

#[cfg(test)]
mod phrases;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
