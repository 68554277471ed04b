//! What every function needs once: configuration, the AWS clients, HTTP, tokens, the log line.

pub mod auth;
pub mod aws;
pub mod clock;
pub mod config;
pub mod deadline;
mod dynamodb;
pub mod front_secret;
pub mod http;
mod memory;
pub mod parking;
pub mod presign;
pub mod public_only;
pub mod queue;
pub mod readers;
pub mod stream;
pub mod telemetry;

pub use deadline::Deadline;
