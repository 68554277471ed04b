//! What `memberline pages deploy` is told.

use std::path::PathBuf;

/// Which pages.
#[derive(Debug, clap::Args)]
pub struct Options {
    /// The folder that `npm run build` made
    #[arg(long, value_name = "FOLDER", default_value = "web/dist")]
    pub(super) dir: PathBuf,
}
