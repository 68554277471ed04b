//! What of a text its sender wrote: without signature, quoted lines, the message that it answers, and our own instruction.

use std::borrow::Cow;

use super::lists::{ANSWERS, INSTRUCTIONS, OF_SENDER, OF_US, SIGNATURE_DEVICES, SIGNATURE_STARTS};
use super::ours::instructions;
use crate::text::normalised::words;
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
        let mut own = Self {
            message: String::new(),
            with_signature: None,
        };
        for line in lines(&without_quotations(text)) {
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

/// What is the sender's of a text that has our words in it, or a quotation above the answer.
#[derive(Debug)]
pub(super) struct Heard {
    /// The text without them.
    pub(super) rest: String,
    /// What may be all that the sender wrote, above or below them: a keyword there is a whole message.
    pub(super) messages: Vec<String>,
}

/// A line of a text, with what our words leave of it.
struct Line<'a> {
    rest: Cow<'a, str>,
    quoted: bool,
    instructs: bool,
}

impl Line<'_> {
    /// Whether it may be from a text of ours: it tells how to answer or speaks to somebody, and not for itself.
    fn may_be_ours(&self) -> bool {
        let words = words(&self.rest);
        let has = |list: &[&str]| words.split(' ').any(|word| list.contains(&word));
        (self.instructs || has(OF_US)) && !has(OF_SENDER)
    }

    fn says_something(&self) -> bool {
        self.rest.chars().any(char::is_alphanumeric)
    }
}

impl Heard {
    /// `None` when all of the text is its sender's as it stands. Whatever is not surely ours is left in it.
    pub(super) fn of(text: &str) -> Option<Self> {
        let text = without_quotations(text);
        // Our keywords are in capitals.
        let may_instruct = text
            .as_bytes()
            .windows(2)
            .any(|two| two.iter().all(u8::is_ascii_uppercase));
        let instructions = if may_instruct {
            instructions(&text)
        } else {
            Vec::new()
        };
        if instructions.is_empty() && !is_quoted(&text) {
            return None;
        }
        let mut from = 0;
        let mut all = Vec::new();
        for line in lines(&text) {
            let place = from..from + line.len();
            let within = |i: &&std::ops::Range<usize>| i.start < place.end && place.start < i.end;
            let mut rest = Cow::Borrowed(line);
            for instruction in instructions.iter().rev().filter(within) {
                let cut = instruction.start.max(place.start) - from..instruction.end.min(place.end) - from;
                rest.to_mut().replace_range(cut, " ");
            }
            all.push(Line {
                quoted: is_quoted(line),
                instructs: matches!(rest, Cow::Owned(_)),
                rest,
            });
            from = place.end + text[place.end..].chars().next().map_or(0, char::len_utf8);
        }
        Some(Self::among(&all))
    }

    fn among(lines: &[Line<'_>]) -> Self {
        let joined = |lines: &[Line<'_>], keep: &dyn Fn(&Line<'_>) -> bool| {
            let kept = lines.iter().filter(|line| keep(line)).map(|line| &*line.rest);
            kept.collect::<Vec<_>>().join("\n")
        };
        let own = |line: &Line<'_>| !line.quoted;
        // A mark that stands before everything may be an ornament.
        let quotes = lines.iter().any(|line| own(line) && line.says_something())
            || lines.iter().any(|line| line.quoted && line.instructs);
        let rest = joined(lines, &|line| !(quotes && line.quoted && line.may_be_ours()));
        let mut messages = vec![rest.clone(), joined(lines, &own)];
        if let Some(last) = lines.iter().rposition(|line| line.instructs) {
            messages.push(joined(&lines[last + 1..], &own));
        }
        if let Some(first) = lines.iter().position(|line| line.instructs) {
            let paragraph = lines[..first]
                .iter()
                .rposition(|line| line.rest.trim().is_empty());
            messages.push(joined(&lines[..first], &own));
            messages.push(joined(&lines[..paragraph.unwrap_or(0)], &own));
        }
        Self { rest, messages }
    }
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', '\u{2028}', '\u{2029}'])
}

/// The text without the message that it answers and quotes of how we say texts end.
fn without_quotations(text: &str) -> Cow<'_, str> {
    if has_quotation_mark(text) {
        without_instructions(reply(text).map_or(text, |reply| reply.own))
    } else {
        Cow::Borrowed(text)
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

/// Whether a line is one that stands below a message: quoted, or of a signature.
pub(super) fn is_below_message(line: &str) -> bool {
    is_quoted(line) || is_signature_delimiter(line) || is_signature(&words(line))
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
