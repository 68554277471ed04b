//! The order of the domain's folders: what stands higher uses what stands lower, and never the other way round.

use std::fs;
use std::path::Path;

use super::sources::sources;

/// From the top down. What is not named is the ground, which uses none of these.
const ORDER: [&[&str]; 6] = [
    &["nudge", "evidence", "notification", "download"],
    &["thread"],
    &["application"],
    &["directory"],
    &["consent"],
    &[],
];

fn floor(module: &str) -> usize {
    let above = ORDER.iter().position(|modules| modules.contains(&module));
    above.unwrap_or(ORDER.len() - 1)
}

/// Files of tests that do not lie in a file or folder called so.
const OF_TESTS: [&str; 4] = ["testing", "properties", "phrases", "stored_form"];

/// The modules that a text names from the root of the crate.
fn used(text: &str) -> impl Iterator<Item = &str> {
    text.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[test]
fn no_folder_uses_one_that_stands_above_it() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found)?;
    // The root names them all.
    found.retain(|file| {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        name != "lib" && !OF_TESTS.contains(&name.as_ref())
    });
    assert!(found.len() > 100, "{} files", found.len());
    let mut wrong = Vec::new();
    for file in &found {
        let inside = file.strip_prefix(&root).unwrap_or(file);
        let first = inside.iter().next().unwrap_or_default().to_string_lossy();
        let own = floor(first.trim_end_matches(".rs"));
        let text = fs::read_to_string(file)?;
        // A group of imports from the root would hide what it takes.
        assert!(!text.contains("crate::{"), "{}", inside.display());
        let above = used(&text).filter(|module| floor(module) < own);
        wrong.extend(above.map(|module| format!("{} uses {module}", inside.display())));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}
