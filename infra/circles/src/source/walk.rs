//! The paths that code mentions.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

use super::attribute::Attributes;
use super::reader::Reader;
use super::use_tree::{self, Path, Use};

/// What code mentions.
#[derive(Default)]
pub struct Walk {
    /// Every path.
    pub paths: BTreeSet<Path>,
    /// Every identifier in the file.
    pub words: BTreeSet<String>,
    /// The `use`s inside functions.
    pub uses: Vec<Use>,
}

impl Walk {
    pub fn through(&mut self, stream: TokenStream) {
        let mut reader = Reader::new(stream);
        // How many dots or colons stand before. A word after one dot is a field or a method, after two it ends a range; one after
        // two colons belongs to a type in angle brackets or to another crate.
        let (mut dots, mut colons) = (0, 0);
        loop {
            if reader.is_punct(0, '#') {
                let attributes = Attributes::take(&mut reader);
                if attributes.only_for_tests {
                    reader.skip();
                    continue;
                }
                self.attributes(attributes);
            }
            if reader.word(0).is_some_and(|word| word == "use") && !reader.is_punct(1, '<') {
                reader.next();
                self.uses.extend(use_tree::read(reader.until_semicolon(), false));
                continue;
            }
            let Some(token) = reader.next() else { return };
            match token {
                TokenTree::Ident(word) => {
                    let member = dots == 1 || colons == 2;
                    self.path(word.to_string(), member, &mut reader);
                }
                TokenTree::Group(group) => self.through(group.stream()),
                TokenTree::Punct(punct) if punct.as_char() == '.' => {
                    dots += 1;
                    continue;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => {
                    colons += 1;
                    continue;
                }
                // A lifetime.
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    reader.next();
                }
                _ => {}
            }
            (dots, colons) = (0, 0);
        }
    }

    /// What stands in attributes.
    pub fn attributes(&mut self, attributes: Attributes) {
        for code in attributes.code {
            self.through(code);
        }
        for quoted in attributes.quoted {
            let mut inner = Self::default();
            inner.through(quoted);
            // A single word is a name for the outside far more often than a function of this module.
            self.paths
                .extend(inner.paths.into_iter().filter(|path| path.len() > 1));
        }
    }

    fn path(&mut self, first: String, member: bool, reader: &mut Reader) {
        let mut path = vec![first];
        while reader.is_colons(0) {
            let Some(word) = reader.word(2) else { break };
            for _ in 0..3 {
                reader.next();
            }
            path.push(word);
        }
        self.words.extend(path.iter().cloned());
        // A field's name in a value or a declaration.
        let field = path.len() == 1 && reader.is_punct(0, ':') && !reader.is_colons(0);
        if !member && !field {
            self.paths.insert(path);
        }
    }
}
