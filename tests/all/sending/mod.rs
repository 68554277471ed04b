//! What goes out: sent once, settled, replayed, and what receipts say of it.

mod heads;
mod permanent;
mod receipts;
mod replays;
mod send;
mod sweep;
