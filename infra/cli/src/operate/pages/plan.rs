//! What a deployment of pages does to the bucket: decided whole, before anything is done.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::{Deserialize, Serialize};

use super::release::{ASSETS, Release};

/// Where the bucket remembers which release is in it.
pub const RECORD: &str = "release.json";

/// Which release is in the bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The assets of the release.
    pub assets: BTreeSet<String>,
    /// Those of the release before, which open tabs go on loading.
    pub before: BTreeSet<String>,
}

/// What is in the bucket.
#[derive(Debug, Default)]
pub struct There {
    /// Each key with its `ETag`.
    pub files: BTreeMap<String, String>,
    /// Which release it is.
    pub record: Record,
    /// The `ETag` of the record, if there is one: whoever deploys at the same time changes it.
    pub version: Option<String>,
}

/// What is done, in this order.
#[derive(Debug, PartialEq, Eq)]
pub struct Plan {
    /// The keys that are uploaded, assets first.
    pub put: Vec<String>,
    /// What is remembered then, if it is not remembered already.
    pub record: Option<Record>,
    /// The keys that are removed: of older releases.
    pub remove: Vec<String>,
}

impl Plan {
    /// Whether nothing is left to do.
    pub fn is_done(&self) -> bool {
        self.put.is_empty() && self.record.is_none() && self.remove.is_empty()
    }
}

/// What brings the release into the bucket.
pub fn plan(release: &Release, there: &There) -> Plan {
    let assets: BTreeSet<String> = release
        .in_order()
        .iter()
        .filter(|file| file.is_asset())
        .map(|file| file.key.clone())
        .collect();
    // The same assets once more are the same release: what was before it still was.
    let before = if assets == there.record.assets {
        &there.record.before
    } else {
        &there.record.assets
    };
    let before = before.difference(&assets).cloned().collect();
    let record = Record { assets, before };
    let put = release.in_order().into_iter();
    let put = put.filter(|file| there.files.get(&file.key) != Some(&file.etag()));
    let stays = |key: &str| release.has(key) || key == RECORD || record.before.contains(key);
    Plan {
        put: put.map(|file| file.key.clone()).collect(),
        remove: there.files.keys().filter(|key| !stays(key)).cloned().collect(),
        record: (record != there.record || there.version.is_none()).then_some(record),
    }
}

impl fmt::Display for Plan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_done() {
            return f.write_str("nothing to change");
        }
        let is_asset = |key: &&String| key.starts_with(ASSETS);
        let assets = self.put.iter().filter(is_asset).count();
        write!(f, "to upload: {assets} in {ASSETS}")?;
        for key in self.put.iter().filter(|key| !is_asset(key)) {
            write!(f, ", {key}")?;
        }
        write!(f, "\nto remove, of older releases: {}", self.remove.len())
    }
}

#[cfg(test)]
mod tests {
    use super::super::release::PageFile;
    use super::*;

    fn release(files: &[(&str, &str)]) -> Release {
        let mut release = Release::default();
        for (key, content) in files {
            release.add(PageFile {
                key: (*key).to_owned(),
                content: content.as_bytes().to_vec(),
            });
        }
        release
    }

    /// The bucket after a plan.
    fn after(mut there: There, release: &Release, plan: &Plan) -> There {
        for file in release.in_order() {
            if plan.put.contains(&file.key) {
                there.files.insert(file.key.clone(), file.etag());
            }
        }
        for key in &plan.remove {
            there.files.remove(key);
        }
        if let Some(record) = &plan.record {
            there.record = record.clone();
            there.version = Some("1".to_owned());
            there.files.insert(RECORD.to_owned(), "1".to_owned());
        }
        there
    }

    fn keys(there: &There) -> Vec<&str> {
        there.files.keys().map(String::as_str).collect()
    }

    #[test]
    fn the_release_before_stays_and_older_ones_go() {
        let releases: Vec<Release> = (1..=3)
            .map(|n| {
                let script = format!("assets/main-{n}.js");
                release(&[(&script, "x"), ("index.html", &script), ("mark.svg", "m")])
            })
            .collect();
        let mut there = There::default();
        for (release, expected) in releases.iter().zip([
            &["assets/main-1.js", "index.html", "mark.svg", "release.json"][..],
            &[
                "assets/main-1.js",
                "assets/main-2.js",
                "index.html",
                "mark.svg",
                "release.json",
            ],
            &[
                "assets/main-2.js",
                "assets/main-3.js",
                "index.html",
                "mark.svg",
                "release.json",
            ],
        ]) {
            let done = plan(release, &there);
            there = after(there, release, &done);
            assert_eq!(keys(&there), expected);
            let again = plan(release, &there);
            assert!(again.is_done(), "{again:?}");
            assert_eq!(again.to_string(), "nothing to change");
        }
        // Back to the release before: nothing that its tabs load has to come again.
        let back = plan(&releases[1], &there);
        assert_eq!(back.put, ["index.html"]);
        assert!(back.remove.is_empty());
    }

    #[test]
    fn what_differs_is_replaced_and_what_is_nobodys_is_removed() {
        let mut there = There::default();
        let first = release(&[("index.html", "a"), ("console.json", "{}")]);
        there = after(there, &first, &plan(&first, &There::default()));
        there.files.insert("left/over.html".to_owned(), "x".to_owned());
        let second = release(&[("index.html", "b"), ("console.json", "{}")]);
        let plan = plan(&second, &there);
        assert_eq!(plan.put, ["index.html"]);
        assert_eq!(plan.remove, ["left/over.html"]);
        assert_eq!(plan.record, None);
        let said = "to upload: 0 in assets/, index.html\nto remove, of older releases: 1";
        assert_eq!(plan.to_string(), said);
    }
}
