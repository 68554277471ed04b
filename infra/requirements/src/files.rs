//! The repository's texts.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::read_error::ReadError;

/// What is made or fetched, and lists of checksums.
const LEFT_OUT: [&str; 5] = [
    "target",
    "node_modules",
    "dist",
    "Cargo.lock",
    "package-lock.json",
];
/// This crate, whose tests cite what there is not.
const OWN: &str = "infra/requirements";

/// Every file that is text, by its path from `root`. Hidden folders and what is not ours are left out.
pub fn texts(root: &Path) -> Result<BTreeMap<String, String>, ReadError> {
    let mut texts = BTreeMap::new();
    collect(root, "", &mut texts)?;
    Ok(texts)
}

fn collect(folder: &Path, path: &str, texts: &mut BTreeMap<String, String>) -> Result<(), ReadError> {
    let unreadable = |path: &Path| {
        let path = path.to_owned();
        move |source| ReadError { path, source }
    };
    for entry in fs::read_dir(folder).map_err(unreadable(folder))? {
        let entry = entry.map_err(unreadable(folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let below = format!("{path}{name}");
        if name.starts_with('.') || LEFT_OUT.contains(&name.as_str()) || below == OWN {
            continue;
        }
        let at = entry.path();
        let kind = entry.file_type().map_err(unreadable(&at))?;
        if kind.is_dir() {
            collect(&at, &format!("{below}/"), texts)?;
        } else if kind.is_file()
            && let Ok(text) = String::from_utf8(fs::read(&at).map_err(unreadable(&at))?)
        {
            texts.insert(below, text);
        }
    }
    Ok(())
}
