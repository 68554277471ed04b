//! What a deployment in a test is made of.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::carrier::ScriptedCarrier;
use super::cloud::Cloud;

pub const PUBLIC_URL: &str = "https://text.lakeside.example";

/// The time that all clocks of a world read.
#[derive(Clone)]
pub struct Clock(Arc<AtomicI64>);

/// When worlds begin, unless their test says when: nine in the morning in Iowa, on a Monday of winter time.
pub const START: &str = "2026-11-23T15:00:00Z";

impl Clock {
    pub fn new(start: &str) -> Self {
        let start: Timestamp = start.parse().unwrap();
        Self(Arc::new(AtomicI64::new(start.as_millisecond())))
    }

    pub fn now(&self) -> Timestamp {
        Timestamp::from_millisecond(self.0.load(Ordering::SeqCst)).unwrap()
    }

    pub fn pass(&self, time: SignedDuration) {
        self.0
            .fetch_add(i64::try_from(time.as_millis()).unwrap(), Ordering::SeqCst);
    }
}

/// The time of the functions' process passes, by which they keep what they know; calls over the wire do not wait for it.
pub async fn process_time_passes(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

/// A deployment.
pub struct World {
    pub cloud: Cloud,
    pub clock: Clock,
    pub carrier: ScriptedCarrier,
}
