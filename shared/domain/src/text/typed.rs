//! A text as somebody typed or pasted it.

use std::borrow::Cow;

/// The text with one kind of line end and one kind of blank: each line end of Windows, of old Macs and of Unicode is a line feed, and
/// a tab is a space. Phones show nothing for the others, and whoever pasted them does not see them.
pub fn typed(text: &str) -> Cow<'_, str> {
    if !text.contains(['\r', '\t', '\u{B}', '\u{C}', '\u{85}', '\u{2028}', '\u{2029}']) {
        return Cow::Borrowed(text);
    }
    let mut written = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        written.push(match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                '\n'
            }
            '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            '\t' => ' ',
            other => other,
        });
    }
    Cow::Owned(written)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn line_ends_and_tabs_are_what_a_phone_shows() {
        for (text, expected) in [
            ("one\r\ntwo\rthree\n\r\nfour", "one\ntwo\nthree\n\nfour"),
            ("a\tb\u{B}c\u{C}d\u{85}e\u{2028}f\u{2029}g", "a b\nc\nd\ne\nf\ng"),
            ("\r\r\n", "\n\n"),
            ("as it is \u{A0}\n", "as it is \u{A0}\n"),
            ("", ""),
        ] {
            assert_eq!(typed(text), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_was_typed_once_stays(text in any::<String>()) {
            let once = typed(&text).into_owned();
            prop_assert_eq!(typed(&once), once.as_str());
        }
    }
}
