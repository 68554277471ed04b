//! Our own words in a member's text: how our texts say that texts end ("Reply STOP to opt out, HELP for help"), which a member
//! sends back without any mark of a quotation.
//!
//! Only a clause of its own that says nothing else is taken for ours, with its keyword in capitals, as our texts have it. Whatever
//! else stands in the clause is the member's, and is heard: "Reply STOP to end, so STOP", "how often must I reply STOP to end".

use std::ops::Range;

use super::lists::{
    ALTERNATIVES, ANSWERS, CONDITIONS, ENDINGS, HELPS, INSTRUCTIONS, LEADS, OURS, OWN_SENTENCES,
    PLAIN_ENDINGS, PURPOSES, WITH, YES_OR_NO,
};
use crate::text::normalised::words;

/// The most words of a part of an instruction.
const MOST: usize = 12;

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Before {
    /// Nothing but a space.
    Nothing,
    /// A mark around a word: a quotation mark, a star.
    Mark,
    Comma,
    /// Anything that ends a clause, or a line.
    End,
}

/// A word of a text, letters or digits.
#[derive(Debug)]
struct Word {
    plain: String,
    capitals: bool,
    /// Whether it begins with a capital letter.
    named: bool,
    before: Before,
    place: Range<usize>,
}

impl Word {
    fn is_in(&self, list: &[&str]) -> bool {
        list.contains(&self.plain.as_str())
    }

    /// Whether it is a keyword as our texts write it.
    fn is_keyword(&self) -> bool {
        self.capitals && self.is_in(ANSWERS) && !self.is_in(WITH)
    }

    fn begins_clause(&self) -> bool {
        self.before != Before::Nothing
    }
}

/// Where in a text our instructions stand, in order.
pub(super) fn instructions(text: &str) -> Vec<Range<usize>> {
    let words = split(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let begins = at == 0 || words[at].begins_clause();
        let end = begins.then(|| sentence(&words, at).or_else(|| own_sentence(&words, at)));
        if let Some(end) = end.flatten() {
            found.push(words[at].place.start..words[end - 1].place.end);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// The words of a text, with what stands between them.
fn split(text: &str) -> Vec<Word> {
    let mut found: Vec<Word> = Vec::new();
    let mut before = Before::End;
    let mut characters = text.char_indices().peekable();
    while let Some((start, first)) = characters.next() {
        if !first.is_alphanumeric() {
            let joins = first == '-' && text[start + 1..].starts_with(char::is_alphanumeric);
            before = before.max(match first {
                ' ' | '\t' | '\u{A0}' | '&' | '/' | '\u{200B}' => Before::Nothing,
                '-' if joins && before == Before::Nothing && !text[..start].ends_with(' ') => Before::Nothing,
                '"' | '“' | '”' | '„' | '«' | '»' | '\'' | '‘' | '’' | '*' | '_' | '(' | ')' | '[' | ']' => {
                    Before::Mark
                }
                ',' => Before::Comma,
                _ => Before::End,
            });
            continue;
        }
        let mut end = start + first.len_utf8();
        while let Some((at, next)) = characters.peek().copied() {
            let apostrophe =
                matches!(next, '\'' | '’') && text[at + next.len_utf8()..].starts_with(char::is_alphabetic);
            if apostrophe || (next.is_alphanumeric() && next.is_numeric() == first.is_numeric()) {
                end = at + next.len_utf8();
                characters.next();
            } else {
                break;
            }
        }
        let word = &text[start..end];
        found.push(Word {
            plain: words(word),
            capitals: !word.chars().any(char::is_lowercase),
            named: first.is_uppercase(),
            before,
            place: start..end,
        });
        before = Before::Nothing;
    }
    found
}

/// Where the instruction ends that begins at `start`, if one does and says nothing else.
fn sentence(words: &[Word], start: usize) -> Option<usize> {
    let mut at = skip(words, start, LEADS);
    let condition = condition(words, at);
    at = skip(words, condition.unwrap_or(at), LEADS);
    let verb = verb(words, at);
    let mut end = unit(words, verb.unwrap_or(at), condition.is_some(), verb.is_some())?;
    // "HELP for help, STOP to opt out": what follows has a purpose of its own.
    while words.get(end).is_some_and(|word| word.before <= Before::Comma) {
        let next = skip(words, end, LEADS);
        let verb = self::verb(words, next);
        let Some(more) = unit(words, verb.unwrap_or(next), false, verb.is_some()) else {
            break;
        };
        end = more;
    }
    let closed = words.get(end).is_none_or(Word::begins_clause);
    closed.then_some(end)
}

/// "To opt out", "If you no longer wish to receive texts": what comes before an instruction may say what it is for.
fn condition(words: &[Word], start: usize) -> Option<usize> {
    let first = words.get(start)?;
    if first.is_in(PURPOSES) {
        purpose(words, start)
    } else if first.is_in(&["if", "si", "se"]) {
        Some(skip(words, start + 1, CONDITIONS)).filter(|end| *end > start + 2)
    } else {
        None
    }
}

/// "Reply", "text back the word".
fn verb(words: &[Word], start: usize) -> Option<usize> {
    words.get(start).filter(|word| word.is_in(INSTRUCTIONS))?;
    Some(skip(words, start + 1, WITH))
}

/// "STOP to end", "STOP or END to 62015 to cancel": keywords, and what they are for unless that is known.
fn unit(words: &[Word], start: usize, known: bool, told: bool) -> Option<usize> {
    let mut at = start;
    let keyword = loop {
        let keyword = words.get(at).filter(|word| word.is_keyword())?;
        at += 1;
        let next = skip(words, at, ALTERNATIVES);
        let another = |word: &Word| word.before < Before::End && word.is_keyword();
        if told_for(words, at).is_some() || !words.get(next).is_some_and(another) {
            break keyword;
        }
        at = next;
    };
    let is_code = |word: &Word| word.plain.len() > 3 && word.plain.bytes().all(|byte| byte.is_ascii_digit());
    if told
        && words.get(at).is_some_and(|word| word.is_in(PURPOSES))
        && words.get(at + 1).is_some_and(is_code)
    {
        at += 2;
    }
    let end = match told_for(words, at) {
        None if known => return Some(skip(words, at, OURS)),
        end => end?,
    };
    // "NO to more texts" tells nobody to answer.
    let plain =
        told || !keyword.is_in(YES_OR_NO) && (keyword.is_in(HELPS) || words[at + 1].is_in(PLAIN_ENDINGS));
    plain.then_some(end)
}

/// What a keyword is for, right after it.
fn told_for(words: &[Word], start: usize) -> Option<usize> {
    words.get(start).filter(|word| word.before < Before::Comma)?;
    purpose(words, start)
}

/// "To opt out of texts from Lakeside", "for help".
fn purpose(words: &[Word], start: usize) -> Option<usize> {
    let within = |at: usize| words.get(at).filter(|word| word.before < Before::Comma);
    words.get(start).filter(|word| word.is_in(PURPOSES))?;
    within(start + 1).filter(|word| word.is_in(ENDINGS))?;
    let mut at = start + 2;
    while at < start + MOST && within(at).is_some_and(|word| word.is_in(OURS)) {
        at += 1;
        // Whose texts they are, by name.
        if words[at - 1].is_in(&["from", "de", "by"]) {
            let is_name =
                |word: &Word| word.named && !word.is_in(ANSWERS) && !word.is_in(&["i", "im", "ive"]);
            while at < start + MOST && within(at).is_some_and(is_name) {
                at += 1;
            }
        }
    }
    Some(at)
}

/// Where the words of a list end that begin at `start`, a comma at most before the next.
fn skip(words: &[Word], start: usize, list: &[&str]) -> usize {
    let mut at = start;
    while at < start + MOST
        && words
            .get(at)
            .is_some_and(|word| (at == start || word.before <= Before::Comma) && word.is_in(list))
    {
        at += 1;
    }
    at
}

/// Where a sentence ends that our texts, or the carriers for us, have word for word.
fn own_sentence(words: &[Word], start: usize) -> Option<usize> {
    let ends = |sentence: &&str| {
        let mut at = start;
        for wanted in sentence.split(' ') {
            words.get(at).filter(|word| word.plain == wanted)?;
            at += 1;
        }
        words.get(at).is_none_or(Word::begins_clause).then_some(at)
    };
    OWN_SENTENCES.iter().find_map(ends)
}
