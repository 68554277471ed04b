//! Attributes: what they keep for tests, where they say a file is, and the code in them.

use proc_macro2::{Group, TokenStream, TokenTree};

use super::reader::Reader;

/// The attributes before an item.
#[derive(Default)]
pub struct Attributes {
    /// Whether the item is compiled for tests alone.
    pub only_for_tests: bool,
    /// The text of `#[path]`.
    pub file: Option<String>,
    /// What they say.
    pub code: Vec<TokenStream>,
    /// What they say in quotes, where serde has its paths.
    pub quoted: Vec<TokenStream>,
}

impl Attributes {
    /// Takes those that stand next.
    pub fn take(reader: &mut Reader) -> Self {
        let mut attributes = Self::default();
        while reader.is_punct(0, '#') {
            reader.next();
            if reader.is_punct(0, '!') {
                reader.next();
            }
            // A lone `#` stands in a macro's pattern.
            if matches!(reader.peek(0), Some(TokenTree::Group(_)))
                && let Some(TokenTree::Group(group)) = reader.next()
            {
                attributes.read(&group);
            }
        }
        attributes
    }

    fn read(&mut self, group: &Group) {
        let inner = Reader::new(group.stream());
        let text = match inner.peek(2) {
            Some(TokenTree::Literal(literal)) => text(&literal.to_string()),
            _ => None,
        };
        match inner.word(0).as_deref() {
            Some("doc") => return,
            Some("path") => self.file = text,
            Some("cfg") => self.only_for_tests |= asks_for_tests(group.stream()),
            _ => {}
        }
        self.quotes(group.stream());
        self.code.push(group.stream());
    }

    fn quotes(&mut self, stream: TokenStream) {
        for token in stream {
            match token {
                TokenTree::Group(group) => self.quotes(group.stream()),
                TokenTree::Literal(literal) => {
                    let code = text(&literal.to_string()).and_then(|text| text.parse().ok());
                    self.quoted.extend(code);
                }
                _ => {}
            }
        }
    }
}

fn text(literal: &str) -> Option<String> {
    Some(literal.strip_prefix('"')?.strip_suffix('"')?.to_owned())
}

/// Whether a `cfg` names `test` outside of `not`.
fn asks_for_tests(stream: TokenStream) -> bool {
    let mut negated = false;
    for token in stream {
        match token {
            TokenTree::Ident(word) if word == "test" => return true,
            TokenTree::Ident(word) => negated = word == "not",
            TokenTree::Group(group) if !negated && asks_for_tests(group.stream()) => return true,
            _ => {}
        }
    }
    false
}
