//! What the shared crates offer says what it is: each file, and each public item in it. Fields and variants need a comment only
//! where their names leave something open, so that the compiler's own lint, which wants one on each, would ask for too much.

use std::path::Path;
use std::{fs, io};

use super::sources::sources;

const ITEMS: [&str; 8] = [
    "fn", "struct", "enum", "trait", "type", "const", "static", "union",
];

/// Whether a line begins a public item that has a name.
fn is_public_item(line: &str) -> bool {
    let Some(rest) = line.trim().strip_prefix("pub ") else {
        return false;
    };
    let mut words = rest
        .split(' ')
        .skip_while(|word| matches!(*word, "async" | "unsafe"));
    let (Some(item), Some(name)) = (words.next(), words.next()) else {
        return false;
    };
    // A macro gets the name with its comment.
    ITEMS.contains(&item) && !name.starts_with('$')
}

/// Whether a comment stands above a line, with nothing but attributes between the two.
fn is_documented(above: &[&str]) -> bool {
    let mut above = above.iter().rev().map(|line| line.trim());
    let ends = |line: &str| line.is_empty() || line.ends_with(['{', '}', ';']);
    above
        .find(|line| line.starts_with("///") || ends(line))
        .is_some_and(|line| line.starts_with("///"))
}

fn undocumented(file: &Path) -> io::Result<Vec<String>> {
    let text = fs::read_to_string(file)?;
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push(format!("{}: the file", file.display()));
    }
    for (at, line) in lines.iter().enumerate() {
        if is_public_item(line) && !is_documented(&lines[..at]) {
            found.push(format!("{}:{}: {}", file.display(), at + 1, line.trim()));
        }
    }
    Ok(found)
}

#[test]
fn every_public_item_of_the_shared_crates_says_what_it_is() -> io::Result<()> {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut files = Vec::new();
    for entry in fs::read_dir(shared)? {
        let folder = entry?.path().join("src");
        if folder.is_dir() {
            sources(&folder, &mut files)?;
        }
    }
    assert!(files.len() > 100, "{}", files.len());
    let mut found = Vec::new();
    for file in &files {
        found.extend(undocumented(file)?);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
    Ok(())
}

#[test]
fn an_item_without_a_comment_is_found() -> io::Result<()> {
    let file = std::env::temp_dir().join(format!("documented-{}.rs", std::process::id()));
    let text = "//! A file.\n\n/// Has one.\n#[derive(\n    Debug,\n)]\npub struct A {\n    pub field: u8,\n}\n\nimpl A {\n    pub const fn b() {}\n}\n";
    fs::write(&file, text)?;
    let found = undocumented(&file)?;
    fs::remove_file(&file)?;
    let [found] = &found[..] else {
        panic!("{found:?}");
    };
    assert!(found.ends_with(":12: pub const fn b() {}"), "{found}");
    Ok(())
}
