//! Telnyx.

mod odd_fields;
mod verification;
mod webhooks;
