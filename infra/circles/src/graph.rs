//! Files that reach each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// What one file takes from another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Import {
    /// The file that takes.
    pub from: PathBuf,
    /// The file that defines.
    pub to: PathBuf,
    /// The names taken.
    pub names: BTreeSet<String>,
}

/// Files each of which reaches each other one through imports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Circle {
    /// Every import between them.
    pub imports: Vec<Import>,
}

impl Circle {
    /// A line for each import of the circle, with the files as seen from `folder`.
    pub fn describe(&self, folder: &Path) -> String {
        let within = |file: &PathBuf| file.strip_prefix(folder).unwrap_or(file).display().to_string();
        let lines: Vec<String> = self
            .imports
            .iter()
            .map(|Import { from, to, names }| {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                format!("{} -> {}: {}", within(from), within(to), names.join(", "))
            })
            .collect();
        lines.join("\n")
    }
}

/// The names by who takes them and who defines them.
pub type Imports = BTreeMap<PathBuf, BTreeMap<PathBuf, BTreeSet<String>>>;

/// The circles among `imports`.
pub fn circles(imports: &Imports) -> Vec<Circle> {
    let reach_of: BTreeMap<&PathBuf, BTreeSet<&PathBuf>> =
        imports.keys().map(|file| (file, reach(imports, file))).collect();
    let reaches = |from: &PathBuf, to: &PathBuf| reach_of.get(from).is_some_and(|files| files.contains(to));
    let mut found = Vec::new();
    let mut done = BTreeSet::new();
    for file in imports.keys().filter(|file| reaches(file, file)) {
        if !done.insert(file) {
            continue;
        }
        let members: BTreeSet<&PathBuf> = imports
            .keys()
            .filter(|other| reaches(file, other) && reaches(other, file))
            .collect();
        done.extend(&members);
        found.push(Circle {
            imports: within(imports, &members),
        });
    }
    found
}

fn reach<'a>(imports: &'a Imports, from: &'a PathBuf) -> BTreeSet<&'a PathBuf> {
    let mut seen = BTreeSet::new();
    let mut next = vec![from];
    while let Some(file) = next.pop() {
        let taken = imports.get(file).into_iter().flat_map(BTreeMap::keys);
        next.extend(taken.filter(|taken| seen.insert(*taken)));
    }
    seen
}

fn within(imports: &Imports, members: &BTreeSet<&PathBuf>) -> Vec<Import> {
    let mut inner = Vec::new();
    for from in members {
        for (to, names) in imports.get(*from).into_iter().flatten() {
            if members.contains(to) {
                inner.push(Import {
                    from: (*from).clone(),
                    to: to.clone(),
                    names: names.clone(),
                });
            }
        }
    }
    inner
}
