//! Reduces what people type to plain words.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::lists::{SIGNATURE_DEVICES, SIGNATURE_STARTS};

/// Presents the character before it as an emoji.
const EMOJI_PRESENTATION: char = '\u{FE0F}';

/// The words of a text in lower case, one space between them, and nothing else.
///
/// Compatibility forms (full-width, circled, mathematical letters) become plain letters as in NFKC; accents, marks,
/// invisible and control characters vanish; an apostrophe closes up; white space, punctuation and emoji separate words,
/// as does the border between letters and digits. A letter three or more times in a row counts once ("STOPPPP").
pub(super) fn words(text: &str) -> String {
    let mut words = String::with_capacity(text.len().min(1024));
    let mut separate = false;
    let mut run = 0;
    let plain = without_emoji(text)
        .nfkd()
        .filter(|&c| !is_combining_mark(c) && !is_invisible(c) && (c.is_whitespace() || !c.is_control()));
    for character in plain.flat_map(char::to_lowercase) {
        match character {
            '\'' | '\u{2018}' | '\u{2019}' | '\u{2BC}' => continue,
            _ if !character.is_alphanumeric() => {
                separate = true;
                continue;
            }
            _ => {}
        }
        // Turkish keyboards write QUIT as "quıt"; no decomposition joins the two letters.
        let character = if character == 'ı' { 'i' } else { character };
        let last = words.chars().next_back();
        if last.is_some_and(|l| separate || l.is_numeric() != character.is_numeric()) {
            words.push(' ');
            run = 0;
        }
        separate = false;
        run = if run > 0 && last == Some(character) {
            run + 1
        } else {
            1
        };
        match run {
            1 | 2 => words.push(character),
            3 => drop(words.pop()),
            _ => {}
        }
    }
    words
}

/// The words that the sender wrote: without the signature below them and without quoted lines between or below.
///
/// What comes first is always the sender's own, so a decorated `> STOP` or `-- STOP` keeps its word.
pub(super) fn own_words(text: &str) -> String {
    let mut own = String::new();
    for line in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let words = words(line);
        if !own.is_empty() {
            if is_signature_delimiter(line) || is_signature(&words) {
                break;
            }
            if line.trim_start().starts_with('>') {
                continue;
            }
        }
        if !words.is_empty() {
            if !own.is_empty() {
                own.push(' ');
            }
            own.push_str(&words);
        }
    }
    own
}

/// Whether a character has no shape of its own: Unicode's `Default_Ignorable_Code_Point`, and the blank of Braille.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
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

/// The line that mail programs put above a signature (RFC 3676, 4.3), also as phones autocorrect it.
fn is_signature_delimiter(line: &str) -> bool {
    matches!(line.trim(), "--" | "—" | "__")
}

fn is_signature(words: &str) -> bool {
    SIGNATURE_STARTS.iter().any(|start| words.starts_with(start))
        && words.split(' ').any(|word| SIGNATURE_DEVICES.contains(&word))
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
