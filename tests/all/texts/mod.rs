//! What members send: taken in once, placed, judged and kept.

mod captured;
mod carriers_apart;
mod intake;
mod odd_texts;
mod routing;
