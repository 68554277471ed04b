//! Where a release comes from.

use std::path::Path;

use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use memberline_local::process::quietly;
use tokio::process::Command;

/// What a release is made of.
pub struct Source {
    pub commit: String,
    /// When it was committed: a release has no other time, so that it is the same whenever it is made.
    pub time: Timestamp,
    pub rustc: String,
}

impl Source {
    /// That of the checkout at `root`.
    pub async fn of(root: &Path, allow_dirty: bool) -> Result<Self> {
        let git = async |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.args(arguments).current_dir(root);
            quietly(&mut git, "git").await.map(|said| said.trim().to_owned())
        };
        let changed = git(&["status", "--porcelain"])
            .await
            .context("a release is made of a commit")?;
        let is_dirty = !changed.is_empty();
        if is_dirty && !allow_dirty {
            bail!(
                "there are changes that are in no commit: commit them, or say --allow-dirty and call it no release:\n{changed}"
            );
        }
        let mark = if is_dirty { " with changes" } else { "" };
        let seconds: i64 = git(&["log", "-1", "--format=%ct"]).await?.parse()?;
        let mut rustc = Command::new("rustc");
        rustc.arg("--version").current_dir(root);
        Ok(Self {
            commit: format!("{}{mark}", git(&["rev-parse", "HEAD"]).await?),
            time: Timestamp::from_second(seconds)?,
            rustc: quietly(&mut rustc, "rustc --version").await?.trim().to_owned(),
        })
    }
}
