//! Short lines that say what is going on.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::Instant;

use crate::output::say;

/// Something under way. A quick step is one line, a slow one is announced as well.
pub struct Step {
    label: String,
    start: Instant,
    announcement: JoinHandle<()>,
}

impl Step {
    /// Starts a step.
    pub fn start(label: impl Into<String>) -> Self {
        let label = label.into();
        let announced = label.clone();
        let announcement = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(700)).await;
            say(&format!("  {announced} …"));
        });
        Self {
            label,
            start: Instant::now(),
            announcement,
        }
    }

    /// Ends it with the time it took.
    pub fn done(self) {
        self.done_with("");
    }

    /// Ends it with the time it took and what came of it.
    pub fn done_with(self, result: &str) {
        self.announcement.abort();
        let separator = if result.is_empty() { "" } else { ", " };
        let seconds = self.start.elapsed().as_secs_f32();
        say(&format!("  {} … {seconds:.1} s{separator}{result}", self.label));
    }
}

impl Drop for Step {
    fn drop(&mut self) {
        self.announcement.abort();
    }
}

/// A line beside the steps.
pub fn note(text: &str) {
    say(&format!("  {text}"));
}
