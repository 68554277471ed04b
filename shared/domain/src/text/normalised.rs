//! Reduces what people type to plain words.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use crate::invisible::is_invisible;

/// Presents the character before it as an emoji.
const EMOJI_PRESENTATION: char = '\u{FE0F}';

/// The words of a text in lower case, one space between them, and nothing else.
///
/// Compatibility forms (full-width, circled, mathematical letters) become plain letters as in NFKC; accents, marks,
/// invisible and control characters vanish; an apostrophe closes up; white space, punctuation and emoji separate words,
/// as does the border between letters and digits. A letter three or more times in a row counts once ("STOPPPP").
pub(crate) fn words(text: &str) -> String {
    if text.is_ascii() {
        ascii_words(text)
    } else {
        general_words(text)
    }
}

/// [`words`] of any text.
pub(super) fn general_words(text: &str) -> String {
    let mut words = Words::with_room_for(text.len());
    for character in without_emoji(text) {
        if character.is_ascii() {
            words.take(character.to_ascii_lowercase());
            continue;
        }
        // Each by itself: what decomposition would put in order are marks, which all vanish.
        decompose_compatible(character, |part| {
            if !is_combining_mark(part) && !is_invisible(part) {
                part.to_lowercase().for_each(|c| words.take(c));
            }
        });
    }
    words.done
}

/// [`words`] of a text that has nothing to decompose, as most have.
fn ascii_words(text: &str) -> String {
    let mut words = Words::with_room_for(text.len());
    for byte in text.bytes() {
        words.take(char::from(byte.to_ascii_lowercase()));
    }
    words.done
}

/// Words, as they are put together from decomposed characters in lower case.
struct Words {
    done: String,
    separate: bool,
    last: Option<char>,
    run: usize,
}

impl Words {
    /// No text is longer in words than in itself, but for the spaces between letters and digits.
    fn with_room_for(bytes: usize) -> Self {
        Self {
            done: String::with_capacity(bytes.min(1024) + 8),
            separate: false,
            last: None,
            run: 0,
        }
    }

    #[inline]
    fn take(&mut self, character: char) {
        match character {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{2BC}' => return,
            'a'..='z' | '0'..='9' => {}
            ' ' | '\t' | '\n' | '\r' => {
                self.separate = true;
                return;
            }
            c if c.is_control() && !c.is_whitespace() => return,
            c if !c.is_alphanumeric() => {
                self.separate = true;
                return;
            }
            _ => {}
        }
        // Turkish keyboards write QUIT as "quıt"; no decomposition joins the two letters.
        let character = if character == 'ı' { 'i' } else { character };
        if let Some(last) = self.last
            && (self.separate || last.is_numeric() != character.is_numeric())
        {
            self.done.push(' ');
            self.run = 0;
        }
        self.separate = false;
        self.run = if self.run > 0 && self.last == Some(character) {
            self.run + 1
        } else {
            1
        };
        self.last = Some(character);
        match self.run {
            1 | 2 => self.done.push(character),
            3 => drop(self.done.pop()),
            _ => {}
        }
    }
}

/// Replaces the emoji that compatibility decomposition would turn into letters or digits; others separate words anyway.
fn without_emoji(text: &str) -> impl Iterator<Item = char> {
    let mut characters = text.chars().peekable();
    std::iter::from_fn(move || {
        let character = characters.next()?;
        let as_emoji = characters.peek() == Some(&EMOJI_PRESENTATION);
        let is_emoji = match character {
            '™' | '℠' | 'ℹ' | '\u{1F150}'..='\u{1F2FF}' => true,
            // A circled letter unless shown as the sign of an underground railway.
            'Ⓜ' => as_emoji,
            _ => as_emoji && !character.is_alphabetic(),
        };
        Some(if is_emoji { ' ' } else { character })
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn words_are_plain_and_one_space_apart() {
        let cases = [
            ("  Crème\n\nBRÛLÉE!  ", "creme brulee"),
            ("don’t STOP2END", "dont stop 2 end"),
            ("z\u{200B}er\u{AD}o", "zero"),
            ("soooo ALL", "so all"),
            ("ﬁne ½ ㎏ ™ Ⓜ️ Ⓜ", "fine 1 2 kg m"),
        ];
        for (text, expected) in cases {
            assert_eq!(super::words(text), expected, "{text:?}");
        }
    }
}
