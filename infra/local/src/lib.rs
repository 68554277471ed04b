//! The product on one machine: the same template as on AWS, deployed into a local AWS, with the outside world beside it: carriers, a
//! loan-origination system, a scanner of documents and an issuer of agents' tokens.
#![deny(clippy::print_stderr)]

pub mod aws;
pub mod carrier;
pub mod clock;
pub mod containers;
pub mod date;
pub mod deploy;
pub mod emulator;
mod front;
pub mod functions;
pub mod hash;
pub mod issuer;
pub mod known;
pub mod listening;
pub mod los;
pub mod ministack;
pub mod npm;
pub mod output;
pub mod places;
pub mod process;
pub mod progress;
pub mod python;
pub mod random;
pub mod running;
mod scanner;
pub mod secrets;
pub mod seed;
pub mod serve;
#[cfg(test)]
mod served;
pub mod stack;
pub mod start;
pub mod state;
mod template;
pub mod web;
