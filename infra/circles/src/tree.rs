//! The modules of a crate and the files that they are written in.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::source::{self, Body, Source};

/// A module of a crate.
pub struct Module {
    /// Where it is written.
    pub file: PathBuf,
    /// The module around it; the crate's root has none.
    pub parent: Option<usize>,
    /// The modules in it.
    pub children: BTreeMap<String, usize>,
    /// What it says.
    pub source: Source,
}

/// Every module of a crate, the root first.
pub struct Tree(pub Vec<Module>);

impl Tree {
    /// Reads a crate from its first file on.
    pub fn read(root: &Path) -> Result<Self, Error> {
        let mut tree = Self(Vec::new());
        let folder = root.parent().unwrap_or(Path::new("")).to_owned();
        tree.add(None, root, &folder, read(root)?)?;
        Ok(tree)
    }

    /// Adds a module, whose own modules lie in `folder`, and all below it.
    fn add(
        &mut self,
        parent: Option<usize>,
        file: &Path,
        folder: &Path,
        mut source: Source,
    ) -> Result<usize, Error> {
        let modules = std::mem::take(&mut source.modules);
        let this = self.0.len();
        self.0.push(Module {
            file: file.to_owned(),
            parent,
            children: BTreeMap::new(),
            source,
        });
        for (name, body) in modules {
            let folder = folder.join(name.trim_start_matches("r#"));
            let child = match body {
                Body::Inline(source) => self.add(Some(this), file, &folder, source)?,
                Body::File(path) => {
                    let child = find(file, &folder, path.as_deref()).ok_or_else(|| Error::NoModule {
                        file: file.to_owned(),
                        name: name.clone(),
                    })?;
                    let source = read(&child)?;
                    self.add(Some(this), &child, &folder, source)?
                }
            };
            if let Some(module) = self.0.get_mut(this) {
                module.children.insert(name, child);
            }
        }
        Ok(this)
    }
}

fn find(declared: &Path, folder: &Path, path: Option<&str>) -> Option<PathBuf> {
    let candidates = match path {
        Some(path) => vec![declared.with_file_name(path)],
        None => vec![folder.with_extension("rs"), folder.join("mod.rs")],
    };
    candidates.into_iter().find(|candidate| candidate.is_file())
}

fn read(file: &Path) -> Result<Source, Error> {
    let text = fs::read_to_string(file).map_err(|error| Error::Unreadable(file.to_owned(), error))?;
    source::read(&text).map_err(|error| Error::NotRust(file.to_owned(), error.to_string()))
}
