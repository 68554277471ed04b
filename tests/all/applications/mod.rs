//! Applications of loan systems, and the nudges about them.

mod calendar;
mod corrected;
mod dedicated_number;
mod durable_timers;
mod intake;
mod links;
mod month;
mod nudge_faults;
mod nudges;
mod one_number;
mod triggers;
