//! What one module says: the names it defines, the `use`s, the modules in it and the paths it mentions.

mod attribute;
mod reader;
mod use_tree;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, LexError, TokenStream, TokenTree};

use attribute::Attributes;
use reader::Reader;
use use_tree::Path;
pub use use_tree::Use;
use walk::Walk;

/// One module's text, without what is compiled for tests alone.
#[derive(Default)]
pub struct Source {
    /// The items.
    pub names: BTreeSet<String>,
    /// Words in calls of macros that stand where items do: some may be names that the macro defines.
    pub macro_words: BTreeSet<String>,
    /// The imports.
    pub uses: Vec<Use>,
    pub modules: BTreeMap<String, Body>,
    /// Every path outside a `use`, single words among them.
    pub paths: BTreeSet<Path>,
}

/// Where a module's text is.
pub enum Body {
    /// In braces.
    Inline(Source),
    /// In a file of its own, whose place a `#[path]` may give.
    File(Option<String>),
}

/// Reads a file.
pub fn read(text: &str) -> Result<Source, LexError> {
    let mut source = Source::default();
    source.items(text.parse::<TokenStream>()?);
    Ok(source)
}

impl Source {
    fn items(&mut self, stream: TokenStream) {
        let mut reader = Reader::new(stream);
        while reader.peek(0).is_some() {
            let attributes = Attributes::take(&mut reader);
            let public = visibility(&mut reader);
            let item = Item::take(&mut reader);
            if !attributes.only_for_tests {
                let file = attributes.file.clone();
                let mut walk = Walk::default();
                walk.attributes(attributes);
                self.paths.extend(walk.paths);
                self.item(item, public, file);
            }
        }
    }

    fn item(&mut self, item: Item, public: bool, path: Option<String>) {
        match item.kind.as_str() {
            "use" => self.uses.extend(use_tree::read(item.tokens, public)),
            "mod" => {
                let body = match item.tokens.into_iter().next_back() {
                    Some(TokenTree::Group(braces)) => {
                        let mut inner = Self::default();
                        inner.items(braces.stream());
                        Body::Inline(inner)
                    }
                    _ => Body::File(path),
                };
                self.modules.extend(item.name.map(|name| (name, body)));
            }
            kind => {
                let mut walk = Walk::default();
                walk.through(item.tokens.into_iter().collect());
                if kind == CALL {
                    self.macro_words.extend(walk.words);
                }
                self.names.extend(item.name);
                self.paths.extend(walk.paths);
                self.uses.extend(walk.uses);
            }
        }
    }
}

fn visibility(reader: &mut Reader) -> bool {
    let public = reader.take_word("pub");
    if public
        && matches!(reader.peek(0), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
    {
        reader.next();
    }
    public
}

/// The kind of an item that is a macro's call.
const CALL: &str = "!";

/// One item.
struct Item {
    /// The keyword.
    kind: String,
    name: Option<String>,
    /// Everything after the keyword.
    tokens: Vec<TokenTree>,
}

impl Item {
    fn take(reader: &mut Reader) -> Self {
        let mut kind = String::new();
        let mut name = None;
        let mut tokens = Vec::new();
        // `const`, `unsafe`, `async` and `extern` stand before `fn` as well as for themselves.
        while let Some(word) = reader.word(0).filter(|word| KEYWORDS.contains(&word.as_str())) {
            if kind.is_empty() || matches!(word.as_str(), "fn" | "impl" | "trait" | "mod") {
                kind = word;
            }
            reader.next();
            if matches!(kind.as_str(), "fn" | "impl" | "trait" | "mod" | "use") {
                break;
            }
            if kind == "extern" && matches!(reader.peek(0), Some(TokenTree::Literal(_))) {
                reader.next();
            }
        }
        match kind.as_str() {
            "impl" | "use" | "extern" => {}
            "" => {
                // `macro_rules! name { ... }` defines; any other call may.
                let defines = reader.word(0).is_some_and(|word| word == "macro_rules");
                CALL.clone_into(&mut kind);
                if defines {
                    name = reader.word(2);
                    "macro_rules".clone_into(&mut kind);
                }
            }
            _ => {
                name = reader.word(0);
            }
        }
        let until_semicolon = matches!(kind.as_str(), "use" | "const" | "static" | "type");
        while let Some(token) = reader.next() {
            let (semicolon, braces) = match &token {
                TokenTree::Punct(punct) => (punct.as_char() == ';', false),
                TokenTree::Group(group) => (false, group.delimiter() == Delimiter::Brace),
                _ => (false, false),
            };
            if !semicolon {
                tokens.push(token);
            }
            if semicolon || braces && !until_semicolon {
                break;
            }
        }
        Self { kind, name, tokens }
    }
}

const KEYWORDS: [&str; 15] = [
    "async", "const", "enum", "extern", "fn", "impl", "mod", "mut", "static", "struct", "trait", "type",
    "union", "unsafe", "use",
];
