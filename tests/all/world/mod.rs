//! A deployment in the test's own process: the functions over a DynamoDB of their own, with the KMS, SES and SQS of the local
//! AWS, a clock that the test moves and a carrier that it scripts.

pub mod agents;
pub mod applications;
pub mod asked;
pub mod carrier;
pub mod cloud;
pub mod deployment;
pub mod first_use;
pub mod front;
mod functions;
pub mod issuer;
pub mod links;
pub mod mailbox;
pub mod media;
pub mod outbox;
pub mod people;
pub mod roles;
pub mod sender;
pub mod tables;
pub mod tap;
pub mod template;
pub mod timers;
pub mod tracking;
pub mod wire;

pub use deployment::{PUBLIC_URL, World};
