//! What the carriers' modules promise, seen from outside: of all carriers together, and of each in a folder of its own.

mod accounts;
mod delivery;
mod hostile;
mod lookups;
mod media;
mod samples;
mod secrets;
mod sending;
mod setup;
mod telnyx;
mod twilio;
