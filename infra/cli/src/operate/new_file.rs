//! Files that are written once: nothing of anybody's is ever written over.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use anyhow::{Context as _, Result};

use super::say::Refused;

/// Who of the machine may read a new file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whoever may read other files of whom it is.
    Usual,
    /// Whose it is alone.
    Owner,
}

/// Refuses a file that is there already, before anything is asked for it.
pub fn refuse_existing(file: &Path) -> Result<(), Refused> {
    // A link that leads nowhere is there too.
    match file.symlink_metadata() {
        Ok(_) => Err(is_there(file)),
        Err(_) => Ok(()),
    }
}

/// Writes a file that is not there yet.
pub fn write_new(file: &Path, content: &str, readers: Readers) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if readers == Readers::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut written = options.open(file).map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => is_there(file).into(),
        _ => anyhow::Error::new(error).context(format!("{} cannot be written", file.display())),
    })?;
    written
        .write_all(content.as_bytes())
        .with_context(|| format!("{} cannot be written", file.display()))
}

fn is_there(file: &Path) -> Refused {
    Refused::because(format!("{} is there already: name another file", file.display()))
}
