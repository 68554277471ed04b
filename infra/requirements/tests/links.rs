//! Where the documents of the repository lead.

#![expect(clippy::expect_used, reason = "a test that cannot go on is to fail there")]

use std::fs;
use std::path::{Path, PathBuf};

/// The documents under `folder`.
fn documents(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder of the repository") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() && !name.starts_with('.') && !["target", "node_modules"].contains(&name.as_str()) {
            documents(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            found.push(path);
        }
    }
}

/// The files that a document links to.
fn links(text: &str) -> impl Iterator<Item = &str> {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .map(|target| target.split('#').next().unwrap_or_default())
        .filter(|target| !target.is_empty() && !target.contains(':') && !target.contains(' '))
}

#[test]
fn every_link_to_a_file_leads_to_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    documents(&root, &mut found);
    let (mut followed, mut lost) = (0, Vec::new());
    for document in &found {
        let text = fs::read_to_string(document).expect("a text");
        for link in links(&text) {
            followed += 1;
            if !document.with_file_name("").join(link).exists() {
                lost.push(format!("{}: {link}", document.display()));
            }
        }
    }
    assert!(followed > 200, "{followed} links");
    assert!(lost.is_empty(), "{}", lost.join("\n"));
}

#[test]
fn links_are_told_from_addresses_and_places_in_a_page() {
    let text = "[a](b.md) [c](d/e.rs#f) [g](#h) [i](https://j.example/k) `x[0](y z)` [l](m.md#n).";
    assert_eq!(links(text).collect::<Vec<_>>(), ["b.md", "d/e.rs", "m.md"]);
}
