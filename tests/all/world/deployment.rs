//! What a deployment in a test is made of.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

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

/// A deployment.
pub struct World {
    pub cloud: Cloud,
    pub clock: Clock,
    pub carrier: ScriptedCarrier,
}
