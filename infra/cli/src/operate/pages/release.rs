//! The pages that a release brings: a folder, read as a whole before anything is done with it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use md5::{Digest as _, Md5};
use memberline_store::seal::hexadecimal;

/// What the build makes for the local stack alone.
pub const LOCAL: [&str; 2] = ["handset", "mailbox"];
/// Where the build puts what it names by its content.
pub const ASSETS: &str = "assets/";
/// The page that has to be there.
const INDEX: &str = "index.html";

/// The largest file, and the most files, that pages have. More is another folder, given by mistake.
const LARGEST: u64 = 10 * 1024 * 1024;
const MOST: usize = 1_000;

/// Why a folder is no release.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    #[error("{0} cannot be read: {1}")]
    Unreadable(PathBuf, std::io::Error),
    #[error("{0} holds no index.html")]
    NoPages(PathBuf),
    #[error("{0} is no file of pages: it is a link, or too large, or its name is none of an address")]
    Odd(PathBuf),
    #[error("{0} holds more than {MOST} files")]
    TooMany(PathBuf),
    #[error("{page} needs {needs}, which is not there: the build is broken")]
    Broken { page: String, needs: String },
}

/// One file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFile {
    /// Its key in the bucket, which is its path without the first slash.
    pub key: String,
    pub content: Vec<u8>,
}

impl PageFile {
    /// Whether it is named by what it holds, so that it can be kept for good.
    pub fn is_asset(&self) -> bool {
        self.key.starts_with(ASSETS)
    }

    /// Whether it is a page, which names what it needs.
    fn is_page(&self) -> bool {
        self.kind() == "html"
    }

    fn kind(&self) -> &str {
        self.key.rsplit_once('.').map_or("", |(_, kind)| kind)
    }

    /// How long a browser may keep it.
    pub fn cache_control(&self) -> &'static str {
        if self.is_asset() {
            "public, max-age=31536000, immutable"
        } else {
            "no-cache"
        }
    }

    /// What it is.
    pub fn content_type(&self) -> &'static str {
        match self.kind() {
            "html" => "text/html; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "json" | "map" | "webmanifest" => "application/json",
            "txt" => "text/plain; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "ico" => "image/x-icon",
            "woff2" => "font/woff2",
            _ => "application/octet-stream",
        }
    }

    /// How S3 knows the content.
    pub fn etag(&self) -> String {
        hexadecimal(&Md5::digest(&self.content))
    }
}

/// The pages of a release, by key.
#[derive(Debug, Default)]
pub struct Release {
    files: BTreeMap<String, PageFile>,
}

impl Release {
    /// Reads a folder that `npm run build` made. What only a local stack has is left out, and so is what nothing names then.
    pub fn read(folder: &Path) -> Result<Self, ReleaseError> {
        let mut all = BTreeMap::new();
        read_into(folder, "", &mut all)?;
        if !all.contains_key(INDEX) {
            return Err(ReleaseError::NoPages(folder.to_owned()));
        }
        let (assets, mut files): (BTreeMap<_, _>, BTreeMap<_, _>) =
            all.into_iter().partition(|(_, file)| file.is_asset());
        for file in files.values().filter(|file| file.is_page()) {
            if let Some(needs) = missing(file, &assets) {
                let page = file.key.clone();
                return Err(ReleaseError::Broken { page, needs });
            }
        }
        files.extend(named(&files, &assets));
        Ok(Self { files })
    }

    /// Adds a file that the folder has not.
    pub fn add(&mut self, file: PageFile) {
        self.files.insert(file.key.clone(), file);
    }

    /// The files: what is named by its content, then what names it, and the first page last. In this order a browser that comes
    /// meanwhile finds what it needs.
    pub fn in_order(&self) -> Vec<&PageFile> {
        let mut files: Vec<_> = self.files.values().collect();
        files.sort_by_key(|file| (!file.is_asset(), file.is_page(), file.key == INDEX));
        files
    }

    /// Whether it has this file.
    pub fn has(&self, key: &str) -> bool {
        self.files.contains_key(key)
    }
}

fn read_into(
    folder: &Path,
    prefix: &str,
    files: &mut BTreeMap<String, PageFile>,
) -> Result<(), ReleaseError> {
    let unreadable = |error| ReleaseError::Unreadable(folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let odd = || ReleaseError::Odd(path.clone());
        let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(odd)?;
        let is_left_out = name.starts_with('.') || (prefix.is_empty() && LOCAL.contains(&name));
        if is_left_out {
            continue;
        }
        let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
        let about = std::fs::symlink_metadata(&path)
            .map_err(|error| ReleaseError::Unreadable(path.clone(), error))?;
        if !name.bytes().all(is_plain) || about.is_symlink() || about.len() > LARGEST {
            return Err(odd());
        }
        let key = format!("{prefix}{name}");
        if about.is_dir() {
            read_into(&path, &format!("{key}/"), files)?;
            continue;
        }
        let content = std::fs::read(&path).map_err(|error| ReleaseError::Unreadable(path.clone(), error))?;
        files.insert(key.clone(), PageFile { key, content });
        if files.len() > MOST {
            return Err(ReleaseError::TooMany(folder.to_owned()));
        }
    }
    Ok(())
}

/// The first asset that a page names and that there is not.
fn missing(page: &PageFile, assets: &BTreeMap<String, PageFile>) -> Option<String> {
    let text = String::from_utf8_lossy(&page.content);
    let named = text.split(['"', '\'']).filter_map(|word| word.strip_prefix('/'));
    let mut named = named.filter(|word| word.starts_with(ASSETS));
    named.find(|key| !assets.contains_key(*key)).map(str::to_owned)
}

/// The assets that files name, and those that these name.
fn named(
    files: &BTreeMap<String, PageFile>,
    assets: &BTreeMap<String, PageFile>,
) -> BTreeMap<String, PageFile> {
    let mut found = BTreeSet::new();
    let mut unread: Vec<&PageFile> = files.values().collect();
    while let Some(file) = unread.pop() {
        let text = String::from_utf8_lossy(&file.content);
        for (key, asset) in assets {
            let name = key.rsplit('/').next().unwrap_or(key);
            if text.contains(name) && found.insert(key.clone()) {
                unread.push(asset);
            }
        }
    }
    let found = found.into_iter();
    found
        .filter_map(|key| assets.get(&key).map(|asset| (key.clone(), asset.clone())))
        .collect()
}

#[cfg(test)]
mod tests;
