//! Reactions and quoted replies, which phones that share nothing better send as texts: `Liked “…”`.
//!
//! Such a text quotes another, mostly one of ours, so what it quotes is nobody's wish. Phones write it in their own
//! language, cut long quotations short, and mark the parts with characters that have no shape.

mod kind;
mod shapes;

use crate::invisible::is_invisible;
use crate::text::normalised::words as plain_words;
pub use kind::Kind;
use shapes::{OBJECTS, REPLIES, SHAPES, Shape};

/// A text that is a reaction to a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction<'a> {
    /// What it says.
    pub kind: Kind,
    /// Its emoji. `None` of a sticker.
    pub emoji: Option<String>,
    /// Whether it takes an earlier one back.
    pub removed: bool,
    /// What it quotes of the message. `None` when that is a picture or the like.
    pub quoted: Option<Quoted<'a>>,
}

/// A message as another text quotes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quoted<'a> {
    /// The words, without marks around them.
    pub text: &'a str,
    /// Whether more words follow in the message itself.
    pub cut: bool,
}

impl<'a> Quoted<'a> {
    fn new(text: &'a str, unclosed: bool) -> Self {
        let text = trimmed(text);
        let short = text.strip_suffix('…').or_else(|| text.strip_suffix("..."));
        Self {
            text: short.map_or(text, str::trim_end),
            cut: unclosed || short.is_some(),
        }
    }

    /// Whether `message` is the message, which carriers may have sent in other quotation marks and spaces.
    pub fn is_of(&self, message: &str) -> bool {
        let (quoted, message) = (essence(self.text), essence(message));
        !quoted.is_empty() && (quoted == message || (self.cut && message.starts_with(&quoted)))
    }
}

/// A text that answers a message, which it quotes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Reply<'a> {
    /// What the member wrote.
    pub(crate) own: &'a str,
}

/// How far into a text its quotation begins at the latest, in bytes: what comes before says only what kind of text it is.
const LONGEST_OPENING: usize = 120;

/// The longest reaction without a quotation, in bytes.
const LONGEST_UNQUOTED: usize = 80;

/// Reads a text as a reaction. `None` when it is none: whoever quotes and says more has something to say.
pub fn reaction(text: &str) -> Option<Reaction<'_>> {
    marked(text)
        .or_else(|| quoting(text))
        .or_else(|| of_something_else(text))
}

/// Reads a text as a reaction that quotes words, which are nobody's wish.
pub(crate) fn quoting(text: &str) -> Option<Reaction<'_>> {
    if let Some(reaction) = marked(text) {
        return Some(reaction);
    }
    let text = trimmed(text);
    openings(text).find_map(|(head, mark, rest)| {
        let (words, emoji) = heading(head);
        let mut fitting = SHAPES
            .iter()
            .filter(|shape| shape.before == words && (shape.kind == Kind::Emoji) == emoji.is_some());
        let closing = rest.char_indices().rfind(|(_, c)| closes(mark, *c));
        let (quoted, after) = match closing {
            Some((at, close)) => (
                Quoted::new(&rest[..at], false),
                plain_words(&rest[at + close.len_utf8()..]),
            ),
            None => (Quoted::new(rest, true), String::new()),
        };
        let shape = fitting.find(|shape| shape.after == after)?;
        Some(of_shape(shape, emoji, Some(quoted)))
    })
}

/// Reads a text as a reply that quotes what it answers.
pub(crate) fn reply(text: &str) -> Option<Reply<'_>> {
    openings(trimmed(text)).find_map(|(head, mark, rest)| {
        if !REPLIES.contains(&plain_words(head).as_str()) {
            return None;
        }
        let closing = rest.char_indices().find(|(_, c)| closes(mark, *c));
        // What is not closed is all quoted.
        let own = closing.map_or("", |(at, close)| &rest[at + close.len_utf8()..]);
        Some(Reply { own })
    })
}

/// A reaction of Google Messages, which marks its parts whatever the language: a hair space, zero-width spaces around the
/// emoji (joiners when it is taken back), the message between hair spaces.
fn marked(text: &str) -> Option<Reaction<'_>> {
    const HAIR: char = '\u{200A}';
    let text = text.trim_matches([' ', '\n', '\r', '\t']).strip_prefix(HAIR)?;
    let (head, rest) = text.split_once(HAIR)?;
    let (message, _) = rest.trim_end_matches(HAIR).rsplit_once(HAIR)?;
    let removed = !head.contains('\u{200B}');
    let mark = if removed { '\u{200C}' } else { '\u{200B}' };
    let emoji = head.split(mark).nth(1).filter(|emoji| !emoji.is_empty())?;
    Some(Reaction {
        kind: Kind::Emoji,
        emoji: Some(emoji.to_owned()),
        removed,
        quoted: Some(Quoted::new(message, false)),
    })
}

/// A reaction to a picture or the like, which quotes nothing.
fn of_something_else(text: &str) -> Option<Reaction<'_>> {
    if text.len() > LONGEST_UNQUOTED {
        return None;
    }
    let (words, emoji) = heading(text);
    let before = OBJECTS
        .iter()
        .find_map(|object| words.strip_suffix(object)?.strip_suffix(' '))?;
    let shape = SHAPES.iter().find(|shape| {
        shape.after.is_empty() && shape.before == before && (shape.kind == Kind::Emoji) == emoji.is_some()
    })?;
    Some(of_shape(shape, emoji, None))
}

fn of_shape<'a>(shape: &Shape, chosen: Option<String>, quoted: Option<Quoted<'a>>) -> Reaction<'a> {
    Reaction {
        kind: shape.kind,
        emoji: chosen.or_else(|| shape.kind.emoji().map(str::to_owned)),
        removed: shape.removed,
        quoted,
    }
}

/// The places where a quotation may begin: what is before it, its mark, and what is after that.
fn openings(text: &str) -> impl Iterator<Item = (&str, char, &str)> {
    const MOST: usize = 4;
    let opens = |(at, c): &(usize, char)| match c {
        '"' | '“' | '”' | '„' | '«' | '‹' | '＂' => true,
        // Within a word it is an apostrophe.
        '\'' | '‘' | '’' => !text[..*at].ends_with(char::is_alphanumeric),
        _ => false,
    };
    text.char_indices()
        .take_while(|(at, _)| *at <= LONGEST_OPENING)
        .filter(opens)
        .take(MOST)
        .map(|(at, c)| (&text[..at], c, &text[at + c.len_utf8()..]))
}

/// Whether a quotation that `opening` began may end with `mark`: carriers change some marks and leave others.
fn closes(opening: char, mark: char) -> bool {
    let double = matches!(mark, '"' | '“' | '”' | '»' | '›' | '＂');
    double || (matches!(opening, '\'' | '‘' | '’') && matches!(mark, '\'' | '’' | '‘'))
}

/// The words before a quotation, and the emoji among them.
fn heading(head: &str) -> (String, Option<String>) {
    let mut emoji = String::new();
    let mut rest = String::with_capacity(head.len());
    let mut characters = head.chars().peekable();
    while let Some(c) = characters.next() {
        let shown_as_emoji = characters.peek() == Some(&'\u{FE0F}');
        let joins = matches!(
            c,
            '\u{FE0F}' | '\u{200D}' | '\u{20E3}' | '\u{E0020}'..='\u{E007F}'
        ) && !emoji.is_empty();
        if joins || shown_as_emoji || is_pictograph(c) {
            emoji.push(c);
            rest.push(' ');
        } else {
            rest.push(c);
        }
    }
    (plain_words(&rest), Some(emoji).filter(|emoji| !emoji.is_empty()))
}

/// Whether a character is a picture: a symbol, a flag's letter, the colour of a skin.
fn is_pictograph(c: char) -> bool {
    matches!(c, '©' | '®' | '‼' | '⁉' | '\u{2122}' | '\u{2139}' | '\u{2190}'..='\u{2BFF}' | '\u{3030}' | '\u{303D}' | '\u{3297}' | '\u{3299}'
        | '\u{1F000}'..='\u{1FAFF}')
}

/// The text without white space and characters of no shape around it.
fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// What carriers do not change of a text: its letters and digits, or all of it when it has none.
fn essence(text: &str) -> String {
    let plain: String = plain_words(text).split(' ').collect();
    if plain.is_empty() {
        text.chars()
            .filter(|c| !c.is_whitespace() && !is_invisible(*c))
            .collect()
    } else {
        plain
    }
}

#[cfg(test)]
mod tests;
