//! `cargo dev` and the tests are built of the same crates with the same features: what differs is compiled twice.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// The features of each crate, as cargo builds it for what `selected` names.
fn features(selected: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
    let tree = Command::new(env!("CARGO"))
        .args([
            "tree",
            "--offline",
            "--locked",
            "--prefix",
            "none",
            "--format",
            "{p} {f}",
        ])
        .args(selected)
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
        .output()
        .unwrap_or_else(|error| panic!("cargo does not run: {error}"));
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let mut features: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for line in String::from_utf8_lossy(&tree.stdout).lines() {
        let line = line.trim_end_matches(" (*)");
        let mut words = line.split(' ');
        let name = format!(
            "{} {}",
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default()
        );
        let of_it = words
            .next_back()
            .filter(|word| !word.starts_with('('))
            .unwrap_or_default();
        features.entry(name).or_default().insert(of_it.to_owned());
    }
    features
}

#[test]
fn no_crate_is_built_with_other_features_for_the_tool_than_for_the_tests() {
    let tool = features(&["--package", "memberline-dev", "--edges", "normal,build"]);
    let all = features(&["--workspace", "--edges", "normal,build,dev"]);
    assert!(tool.len() > 200, "{} crates", tool.len());
    let differing: Vec<_> = tool
        .iter()
        .filter(|(name, of_tool)| !all.get(*name).is_some_and(|of_all| of_all.is_superset(of_tool)))
        .map(|(name, of_tool)| format!("{name}: {of_tool:?}, and for the tests {:?}", all.get(name)))
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}
