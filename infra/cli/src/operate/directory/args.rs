//! Which file, and how it is meant.

use std::path::PathBuf;

/// Which file, and how it is meant.
#[derive(Debug, clap::Args)]
pub struct FileArgs {
    /// The file, in YAML
    pub(super) file: PathBuf,
    /// Remove what the file's sections do not name, where nothing needs it; agents are never removed
    #[arg(long)]
    pub(super) prune: bool,
}
