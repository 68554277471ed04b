//! What is run: quarantine, dead letters, alarms.

mod alarms;
mod dead_letters;
mod quarantine;
