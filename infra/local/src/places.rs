//! Where things lie: the repository, the caches that every run shares, and one run's state.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};

use crate::progress::note;

/// Where data lie unless a person says otherwise, in the repository.
const OWN_STATE: &str = ".local/state";

/// The folders that a command works in.
#[derive(Clone, Debug)]
pub struct Places {
    root: PathBuf,
    state: PathBuf,
}

impl Places {
    /// The repository that this tool was built from, with its data in `state` or `.local/state`.
    pub fn new(state: Option<PathBuf>) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"))
            .ancestors()
            .nth(2)
            .unwrap_or(Path::new("."))
            .to_owned();
        let state = state.unwrap_or_else(|| root.join(OWN_STATE));
        Self {
            state: std::path::absolute(&state).unwrap_or(state),
            root,
        }
    }

    /// A repository elsewhere.
    #[cfg(test)]
    pub fn at(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            state: root.join(OWN_STATE),
        }
    }

    /// The same repository with other data.
    #[must_use]
    pub fn with_state(&self, state: PathBuf) -> Self {
        Self {
            root: self.root.clone(),
            state,
        }
    }

    /// The repository.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What every run shares and any run can make again: virtual environments, tools, built functions.
    pub fn cache(&self, name: &str) -> PathBuf {
        self.root.join(".local").join(name)
    }

    /// The data of this run and of those before it.
    pub fn state(&self) -> &Path {
        &self.state
    }

    /// Whether the data lie where they do unless a person says otherwise.
    pub fn is_own_state(&self) -> bool {
        self.state == self.root.join(OWN_STATE)
    }

    /// Keeps others that make the same thing waiting, until the result is dropped.
    pub async fn making(&self, name: &str) -> Result<File> {
        let file = self.cache(&format!("{name}.lock"));
        fs::create_dir_all(self.cache(""))
            .with_context(|| format!("cannot create {}", self.cache("").display()))?;
        let lock = File::create(&file).with_context(|| format!("cannot write {}", file.display()))?;
        let mut said = false;
        loop {
            match lock.try_lock() {
                Ok(()) => return Ok(lock),
                Err(TryLockError::Error(error)) => {
                    return Err(error).with_context(|| format!("cannot lock {}", file.display()));
                }
                Err(TryLockError::WouldBlock) => {}
            }
            if !said {
                note("another `cargo dev` makes what both need: waiting for it");
                said = true;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }

    /// A file of this crate.
    pub(crate) fn own(&self, name: &str) -> PathBuf {
        self.root.join("infra/local").join(name)
    }
}

/// Writes `content` so that a reader sees the old file or the new one, never half of one.
pub fn write_whole(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    let parent = path.parent().context("a file lies in a folder")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create {}", parent.display()))?;
    let draft = path.with_extension("draft");
    fs::write(&draft, content).with_context(|| format!("cannot write {}", draft.display()))?;
    fs::rename(&draft, path).with_context(|| format!("cannot replace {}", path.display()))
}

/// The content of a stamp file, empty when there is none.
pub fn stamp(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn two_that_make_the_same_do_so_one_after_the_other() {
        let root = tempfile::tempdir().unwrap();
        let places = Places::at(root.path());
        let first = places.making("venv").await.unwrap();
        let wait = Duration::from_millis(300);
        assert!(tokio::time::timeout(wait, places.making("venv")).await.is_err());
        places.making("functions").await.unwrap();
        drop(first);
        places.making("venv").await.unwrap();
    }
}
