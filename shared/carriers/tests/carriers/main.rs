//! What the carriers' modules promise, seen from outside.

mod hostile;
mod lookups;
mod media;
mod samples;
mod secrets;
mod sending;
mod telnyx_odd_fields;
mod telnyx_verification;
mod telnyx_webhooks;
mod twilio_boundaries;
mod twilio_odd_fields;
mod twilio_verification;
mod twilio_webhooks;
