//! Where things lie: the repository, the caches that every run shares, and one run's state.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

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
        let state = state.unwrap_or_else(|| root.join(".local/state"));
        Self {
            state: std::path::absolute(&state).unwrap_or(state),
            root,
        }
    }

    /// The same repository with other data.
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

    /// A file of this crate.
    pub fn own(&self, name: &str) -> PathBuf {
        self.root.join("infra/dev").join(name)
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
