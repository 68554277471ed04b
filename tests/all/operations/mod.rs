//! What is run: quarantine, dead letters, alarms, the dashboard.

mod alarms;
mod dashboard;
mod dead_letters;
mod metrics;
mod quarantine;
