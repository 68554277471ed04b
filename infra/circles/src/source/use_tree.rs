//! The tree of a `use`.

use proc_macro2::TokenTree;

use super::reader::Reader;

/// A path as it is written, such as `["crate", "clock", "now"]`.
pub type Path = Vec<String>;

/// One name of a `use`.
pub struct Use {
    /// Where it comes from.
    pub path: Path,
    /// What it is called here; all names of `path` when there is none.
    pub name: Option<String>,
    /// Whether it only hands the name on, as a `pub use` does.
    pub handed_on: bool,
}

/// The names of a `use`, from the tokens between the keyword and the semicolon.
pub fn read(tokens: Vec<TokenTree>, handed_on: bool) -> Vec<Use> {
    let mut found = Vec::new();
    let mut reader = Reader::new(tokens.into_iter().collect());
    // `::name` is another crate.
    if !reader.is_colons(0) {
        branch(&mut reader, &Path::new(), handed_on, &mut found);
    }
    found
}

fn branch(reader: &mut Reader, before: &Path, handed_on: bool, found: &mut Vec<Use>) {
    let mut path = before.clone();
    let mut name = None;
    let mut ends_here = false;
    while let Some(token) = reader.next() {
        match token {
            TokenTree::Ident(word) if word == "as" => name = reader.word(0),
            TokenTree::Ident(word) if word == "self" && !path.is_empty() => ends_here = true,
            TokenTree::Ident(word) if name.is_none() => {
                path.push(word.to_string());
                ends_here = true;
            }
            TokenTree::Group(group) => {
                let mut inner = Reader::new(group.stream());
                while inner.peek(0).is_some() {
                    branch(&mut inner, &path, handed_on, found);
                }
                ends_here = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == '*' => {
                found.push(Use {
                    path: path.clone(),
                    name: None,
                    handed_on,
                });
                ends_here = false;
            }
            TokenTree::Punct(punct) if punct.as_char() == ',' => break,
            _ => {}
        }
    }
    if ends_here {
        let name = name.or_else(|| path.last().cloned());
        found.push(Use {
            path,
            name,
            handed_on,
        });
    }
}
