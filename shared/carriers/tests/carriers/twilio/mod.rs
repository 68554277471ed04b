//! Twilio.

mod boundaries;
mod lookups;
mod odd_fields;
pub mod samples;
mod sending;
mod setup;
mod verification;
mod webhooks;
