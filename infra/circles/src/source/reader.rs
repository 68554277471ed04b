//! Tokens one after the other.

use std::collections::VecDeque;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// Tokens with a look ahead.
pub struct Reader(VecDeque<TokenTree>);

impl Reader {
    pub fn new(stream: TokenStream) -> Self {
        Self(stream.into_iter().collect())
    }

    pub fn next(&mut self) -> Option<TokenTree> {
        self.0.pop_front()
    }

    pub fn peek(&self, ahead: usize) -> Option<&TokenTree> {
        self.0.get(ahead)
    }

    /// The word that stands there, if one does.
    pub fn word(&self, ahead: usize) -> Option<String> {
        match self.peek(ahead) {
            Some(TokenTree::Ident(word)) => Some(word.to_string()),
            _ => None,
        }
    }

    pub fn is_punct(&self, ahead: usize, wanted: char) -> bool {
        matches!(self.peek(ahead), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted)
    }

    pub fn is_colons(&self, ahead: usize) -> bool {
        self.is_punct(ahead, ':') && self.is_punct(ahead + 1, ':')
    }

    /// Whether the word stood there; it is taken then.
    pub fn take_word(&mut self, wanted: &str) -> bool {
        let found = self.word(0).is_some_and(|word| word == wanted);
        if found {
            self.next();
        }
        found
    }

    /// Everything up to a semicolon, which is taken too.
    pub fn until_semicolon(&mut self) -> Vec<TokenTree> {
        let mut found = Vec::new();
        while !self.is_punct(0, ';') {
            let Some(token) = self.next() else { break };
            found.push(token);
        }
        self.next();
        found
    }

    /// Leaves out what an attribute stands before: up to a semicolon, a comma or the end of braces.
    pub fn skip(&mut self) {
        while let Some(token) = self.next() {
            match token {
                TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => return,
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => return,
                _ => {}
            }
        }
    }
}
