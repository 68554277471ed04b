//! Ids that an operation learns on its way and that its log line shows.

use std::sync::{Arc, Mutex, PoisonError};

use memberline_platform::telemetry::LogLine;

/// Ids for the log line of a request. It stands in the request's extensions; nothing personal goes in.
#[derive(Debug, Clone, Default)]
pub struct LogFields(Arc<Mutex<Vec<(&'static str, String)>>>);

impl LogFields {
    /// Adds an id.
    pub fn note(&self, name: &'static str, id: &impl ToString) {
        let mut fields = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        fields.push((name, id.to_string()));
    }

    pub(crate) fn write(&self, line: &mut LogLine) {
        let fields = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for (name, id) in &*fields {
            line.note(name, id.as_str());
        }
    }
}
