//! How the shared crates are written: what the compiler does not look at.

mod documented;
mod order;
mod sources;
