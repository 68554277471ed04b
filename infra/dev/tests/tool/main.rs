//! The tool as a person starts it: a process with a terminal or a pipe, which ends in an orderly way or does not.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to fail there")]

mod doctor;
mod elsewhere;
mod endings;
mod features;
mod memberline;
mod operator;
mod outputs;
mod people;
mod releases;
mod up;
