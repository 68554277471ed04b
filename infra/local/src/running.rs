//! What runs on the data of a folder, for the commands that look at it.

use std::fs::{self, File, TryLockError};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

use crate::places::{Places, write_whole};
use crate::stack::Stack;

/// Held by the stack that uses the folder, for as long as its process lives.
pub(crate) const LOCK: &str = "lock";

/// What a running `up` leaves for `cargo dev info`.
#[derive(Serialize, Deserialize)]
pub struct Running {
    /// The process that serves.
    pub process: u32,
    /// Where it serves, without a trailing slash.
    pub url: String,
    /// Where the local AWS answers.
    pub aws_endpoint: String,
    /// What the deployment made.
    pub stack: Stack,
}

impl Running {
    const FILE: &str = "running.json";

    /// The `up` that runs on these data.
    pub fn read(places: &Places) -> Result<Self> {
        if !is_held(places.state()) {
            bail!("nothing is running: start it with `cargo dev up` (and give the same --state to both)");
        }
        let text = fs::read_to_string(places.state().join(Self::FILE)).unwrap_or_default();
        serde_json::from_str(&text)
            .ok()
            .context("it is still starting, or stopping: see the terminal of `cargo dev up`")
    }

    pub(crate) fn write(&self, places: &Places) -> Result<()> {
        write_whole(&places.state().join(Self::FILE), serde_json::to_vec_pretty(self)?)
    }

    /// Says that nothing runs on these data.
    pub fn forget(places: &Places) {
        let _ = fs::remove_file(places.state().join(Self::FILE));
    }
}

/// Whether a stack uses the folder.
pub fn is_held(folder: &Path) -> bool {
    File::open(folder.join(LOCK))
        .is_ok_and(|file| matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)))
}
