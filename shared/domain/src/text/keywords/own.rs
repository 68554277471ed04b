//! What of a text its sender wrote: without signature, quoted lines, the message that it answers, and our own instruction.

use std::borrow::Cow;

use super::lists::{ANSWERS, INSTRUCTIONS, SIGNATURE_DEVICES, SIGNATURE_STARTS};
use super::normalised::words;
use crate::text::reaction::reply;

/// The words of a text.
#[derive(Debug)]
pub(super) struct Own {
    /// What stands above a signature: a keyword is a whole message.
    pub(super) message: String,
    /// With what may be a signature or more: `None` when that is the same.
    pub(super) with_signature: Option<String>,
}

impl Own {
    /// The words that the sender of a text wrote.
    ///
    /// What comes first is always the sender's own, so a decorated `> STOP` or `-- STOP` keeps its word.
    pub(super) fn of(text: &str) -> Self {
        let unquoted = if has_quotation_mark(text) {
            let own = reply(text).map_or(text, |reply| reply.own);
            without_instructions(own)
        } else {
            Cow::Borrowed(text)
        };
        let mut own = Self {
            message: String::new(),
            with_signature: None,
        };
        for line in unquoted.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
            own.add(line);
        }
        own
    }

    fn add(&mut self, line: &str) {
        let begun = !self.message.is_empty();
        if begun && is_quoted(line) {
            return;
        }
        let line_words = words(line);
        if let Some(all) = &mut self.with_signature {
            push(all, &line_words);
        } else if begun && (is_signature_delimiter(line) || is_signature(&line_words)) {
            let mut all = self.message.clone();
            push(&mut all, &line_words);
            self.with_signature = Some(all);
        } else if begun {
            push(&mut self.message, &line_words);
        } else {
            self.message = line_words;
        }
    }

    /// All the words, whoever they are from below a signature's delimiter.
    pub(super) fn all(&self) -> &str {
        self.with_signature.as_deref().unwrap_or(&self.message)
    }
}

fn push(words: &mut String, more: &str) {
    if !more.is_empty() {
        if !words.is_empty() {
            words.push(' ');
        }
        words.push_str(more);
    }
}

/// Whether a text may quote something, at a glance.
pub(super) fn has_quotation_mark(text: &str) -> bool {
    // Marks other than the plain one begin with one of these bytes, and so does a hair space.
    text.bytes().any(|byte| matches!(byte, b'"' | 0xC2 | 0xE2 | 0xEF))
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with(['>', '＞'])
}

/// The text without quotations of how we say texts end: "you said “Reply STOP to end”, so STOP".
fn without_instructions(text: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut rest = text;
    let mut cut = false;
    while let Some((at, open)) = rest
        .char_indices()
        .find(|(_, c)| matches!(c, '"' | '“' | '„' | '«'))
    {
        let quoted = &rest[at + open.len_utf8()..];
        let closing = quoted
            .char_indices()
            .find(|(_, c)| matches!(c, '"' | '”' | '“' | '»'));
        let Some((end, close)) = closing else {
            break;
        };
        let after = end + close.len_utf8();
        kept.push_str(&rest[..at]);
        if is_instruction(&words(&quoted[..end])) {
            kept.push(' ');
            cut = true;
        } else {
            kept.push_str(&rest[at..at + open.len_utf8() + after]);
        }
        rest = &quoted[after..];
    }
    kept.push_str(rest);
    // Whoever writes nothing else means it.
    if cut && !words(&kept).is_empty() {
        Cow::Owned(kept)
    } else {
        Cow::Borrowed(text)
    }
}

/// Whether the words tell how to answer: "reply STOP to end", "responda STOP para cancelar".
fn is_instruction(words: &str) -> bool {
    let words: Vec<&str> = words.split(' ').collect();
    words
        .windows(2)
        .any(|pair| INSTRUCTIONS.contains(&pair[0]) && ANSWERS.contains(&pair[1]))
}

/// The line that mail programs put above a signature (RFC 3676, 4.3), also as phones autocorrect it.
fn is_signature_delimiter(line: &str) -> bool {
    matches!(line.trim(), "--" | "—" | "__")
}

fn is_signature(words: &str) -> bool {
    SIGNATURE_STARTS.iter().any(|start| words.starts_with(start))
        && words.split(' ').any(|word| SIGNATURE_DEVICES.contains(&word))
}
