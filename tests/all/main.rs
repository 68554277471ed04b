//! Integration and end-to-end tests. Each is named for what holds, with the statement's id before it where it proves one.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on is to fail there"
)]

mod applications;
mod consent;
mod conversations;
mod deployment;
mod directory;
mod documents;
mod operations;
mod sending;
mod stack;
mod texts;
mod world;
