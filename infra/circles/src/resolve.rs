//! From a path to the file that defines what it names.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::graph::Imports;
use crate::source::Use;
use crate::tree::{Module, Tree};

/// What a path leads to.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Item { module: usize, name: String },
    Module(usize),
}

/// What is being looked up already: a name in a module.
type Asked = BTreeSet<(usize, String)>;

/// Who takes what from whom.
pub fn imports(tree: &Tree) -> Imports {
    let mut imports = Imports::new();
    for (at, module) in tree.0.iter().enumerate() {
        // What is handed on counts where the module uses it itself, which its paths show.
        let uses = module
            .source
            .uses
            .iter()
            .filter(|one| !one.handed_on && one.name.is_some());
        for path in uses.map(|one| &one.path).chain(&module.source.paths) {
            for target in tree.follow(at, path, &mut Asked::new()) {
                if let Some((file, name)) = tree.definition(target)
                    && file != module.file
                {
                    let taken = imports.entry(module.file.clone()).or_default();
                    taken.entry(file).or_default().insert(name);
                }
            }
        }
    }
    imports
}

impl Tree {
    fn definition(&self, target: Target) -> Option<(PathBuf, String)> {
        match target {
            Target::Item { module, name } => Some((self.0.get(module)?.file.clone(), name)),
            Target::Module(_) => None,
        }
    }

    /// What `path` means in the module `at`.
    fn follow(&self, at: usize, path: &[String], asked: &mut Asked) -> BTreeSet<Target> {
        let mut here = at;
        let mut rest = path;
        let mut anchored = false;
        while let Some((first, after)) = rest.split_first() {
            let parent = self.0.get(here).and_then(|module| module.parent);
            match (first.as_str(), parent) {
                ("crate", _) => here = 0,
                ("super", Some(parent)) => here = parent,
                ("super", None) => return BTreeSet::new(),
                ("self", _) => {}
                _ => break,
            }
            anchored = true;
            rest = after;
        }
        if rest.is_empty() && !anchored {
            return BTreeSet::new();
        }
        let mut targets = BTreeSet::from([Target::Module(here)]);
        for name in rest {
            let inner: BTreeSet<Target> = targets
                .iter()
                .filter_map(|target| match target {
                    Target::Module(module) => Some(self.look_up(*module, name, asked)),
                    Target::Item { .. } => None,
                })
                .flatten()
                .collect();
            // What follows an item's name is a variant or a function of its own.
            targets.retain(|target| matches!(target, Target::Item { .. }));
            if !inner.is_empty() {
                targets = inner;
            }
            if targets.is_empty() {
                break;
            }
        }
        targets
    }

    /// What `name` means in a module.
    fn look_up(&self, at: usize, name: &str, asked: &mut Asked) -> BTreeSet<Target> {
        let mut found = BTreeSet::new();
        let Some(module) = self.0.get(at) else {
            return found;
        };
        if !asked.insert((at, name.to_owned())) {
            return found;
        }
        let item = || Target::Item {
            module: at,
            name: name.to_owned(),
        };
        found.extend(module.children.get(name).copied().map(Target::Module));
        if module.source.names.contains(name) {
            found.insert(item());
        }
        for one in named(module, Some(name)) {
            found.extend(self.follow(at, &one.path, asked));
        }
        if found.is_empty() {
            for glob in named(module, None) {
                for target in self.follow(at, &glob.path, asked) {
                    if let Target::Module(inner) = target {
                        found.extend(self.look_up(inner, name, asked));
                    }
                }
            }
        }
        if found.is_empty() && module.source.macro_words.contains(name) {
            found.insert(item());
        }
        asked.remove(&(at, name.to_owned()));
        found
    }
}

fn named<'a>(module: &'a Module, name: Option<&'a str>) -> impl Iterator<Item = &'a Use> {
    module
        .source
        .uses
        .iter()
        .filter(move |one| one.name.as_deref() == name)
}
