//! Twilio.

mod boundaries;
mod odd_fields;
mod verification;
mod webhooks;
