//! Integration and end-to-end tests. Each is named for what holds, with the statement's id before it where it proves one.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on is to fail there"
)]

mod access;
mod alarms;
mod applications;
mod calendar;
mod calls;
mod captured;
mod carriers_apart;
mod consent;
mod conversations;
mod corrected;
mod dead_letters;
mod dedicated_number;
mod documents;
mod downloads;
mod durable_timers;
mod events;
mod evidence;
mod faults;
mod filters;
mod grants;
mod heads;
mod keys;
mod mail;
mod month;
mod nudge_faults;
mod nudges;
mod odd_texts;
mod one_number;
mod permanent;
mod permissions;
mod quarantine;
mod receipts;
mod releases;
mod replays;
mod routing;
mod secrecy;
mod sending;
mod stack;
mod stack_origins;
mod stack_timers;
mod sweep;
mod texts;
mod triggers;
mod world;
