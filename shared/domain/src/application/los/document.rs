//! The JSON of an event, as its system wrote it.

use serde::de::IgnoredAny;
use serde_json::value::RawValue;

use crate::json_text::mended;

/// What other languages write in place of `null`.
const ABSENT: &[&str] = &["nan", "nil", "none", "undefined"];

/// A JSON document. Its values are read where they are asked for, one level at a time: however deep it is nested and whatever
/// number stands in it, reading it takes no more of the stack, and what nobody asks for refuses nothing.
#[derive(Debug, Clone)]
pub struct LosDocument {
    pub(crate) raw: Box<RawValue>,
    /// Whether it is JSON as it came, not only once it was mended.
    pub(crate) is_sound: bool,
}

/// The text is no JSON, and cannot be made JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not JSON")]
pub struct NotJson;

impl LosDocument {
    /// Reads a document that is JSON, or nearly: half a surrogate pair, a byte order mark, a raw line break in a text, an unquoted word and a
    /// trailing comma are forgiven.
    pub fn read(body: &[u8]) -> Result<Self, NotJson> {
        let text = mended(body);
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{FEFF}' | '\0'));
        let read = |text: &str, is_sound| {
            let raw = serde_json::from_str(text).ok()?;
            Some(Self { raw, is_sound })
        };
        read(text, true)
            .or_else(|| read(&sound(text), false))
            .ok_or(NotJson)
    }
}

/// A document that is nearly JSON, as JSON.
fn sound(text: &str) -> String {
    let mut sound = String::with_capacity(text.len() + text.len() / 8);
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let taken = match c {
            '"' => quoted(rest, &mut sound),
            ',' if rest[1..].trim_start().starts_with(['}', ']']) => 1,
            _ if is_bare(c) => bare(rest, &mut sound),
            _ => {
                sound.push(c);
                c.len_utf8()
            }
        };
        rest = &rest[taken..];
    }
    sound
}

fn is_bare(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')
}

/// A word or number without quotes: what JSON does not know is a text, such as `02903` or `True`. Returns how much was read.
fn bare(text: &str, sound: &mut String) -> usize {
    let word = text.split(|c| !is_bare(c)).next().unwrap_or_default();
    if ABSENT.contains(&word.to_lowercase().as_str()) {
        sound.push_str("null");
    } else if serde_json::from_str::<IgnoredAny>(word).is_ok() {
        sound.push_str(word);
    } else {
        sound.extend(["\"", word, "\""]);
    }
    word.len()
}

/// A text in quotes, with escapes for what needs one. Returns how much was read.
fn quoted(text: &str, sound: &mut String) -> usize {
    sound.push('"');
    let mut characters = text.char_indices().skip(1);
    while let Some((at, c)) = characters.next() {
        match c {
            '"' => {
                sound.push('"');
                return at + 1;
            }
            '\\' => {
                let tail = &text[at + 1..];
                let is_unit = tail.starts_with('u')
                    && tail
                        .get(1..5)
                        .is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
                sound.push('\\');
                if is_unit || tail.starts_with(['"', '\\', '/', 'b', 'f', 'n', 'r', 't']) {
                    sound.extend(characters.next().map(|(_, escaped)| escaped));
                } else {
                    sound.push('\\');
                }
            }
            '\0'..='\u{1F}' => sound.extend(["\\u", &format!("{:04x}", u32::from(c))]),
            _ => sound.push(c),
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn read(body: &str) -> Result<(String, bool), NotJson> {
        LosDocument::read(body.as_bytes()).map(|read| (read.raw.get().to_owned(), read.is_sound))
    }

    #[test]
    fn half_a_character_and_a_mark_cost_no_document() {
        for body in [
            br#"{"name":"\ud83d"}"#.as_slice(),
            b"\xef\xbb\xbf{\"name\":\"\xff\"}\0\n",
        ] {
            let read = LosDocument::read(body).unwrap();
            let value: Value = serde_json::from_str(read.raw.get()).unwrap();
            assert_eq!((value["name"].as_str(), read.is_sound), (Some("\u{FFFD}"), true));
        }
    }

    #[test]
    fn what_is_json_stays_as_it_is_however_odd() {
        let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
        for body in [
            r#"{"a":1e999,"b":-1e-999}"#,
            r#"{"a":1,"a":2}"#,
            "123456789012345678901234567890",
            &deep,
        ] {
            assert_eq!(read(body), Ok((body.to_owned(), true)));
        }
    }

    #[test]
    fn what_is_nearly_json_is_read() {
        for (body, made) in [
            ("{\"a\":NaN, \"b\": -Infinity}", r#"{"a":null, "b": "-Infinity"}"#),
            ("{\"zip\":02903,}", r#"{"zip":"02903"}"#),
            ("[True, None, 1, 2 , ]", r#"["True", null, 1, 2  ]"#),
            ("{\"a\":\"b\tc\nd\"}", r#"{"a":"b\u0009c\u000ad"}"#),
            (
                r#"{"a":"it\'s \u12 \x \" \u00e9"}"#,
                r#"{"a":"it\\'s \\u12 \\x \" \u00e9"}"#,
            ),
            ("{id: e1}", r#"{"id": "e1"}"#),
            ("[\"x,]\", 1,]", "[\"x,]\", 1]"),
        ] {
            assert_eq!(read(body), Ok((made.to_owned(), false)), "{body}");
        }
    }

    #[test]
    fn what_is_cut_short_is_no_json() {
        for body in [
            "",
            "{",
            "{\"a\":\"b",
            "{\"a\":\"\\",
            "{\"a\" 1}",
            "{}{}",
            "<event/>",
        ] {
            assert_eq!(read(body), Err(NotJson), "{body}");
        }
        let deep = "[".repeat(200_000);
        assert_eq!(read(&deep), Err(NotJson));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64), near in "[\\[\\]{}\",:\\\\a1 \n]{0,40}") {
            let _ = LosDocument::read(&bytes);
            if let Ok(read) = LosDocument::read(near.as_bytes()) {
                prop_assert!(serde_json::from_str::<IgnoredAny>(read.raw.get()).is_ok());
            }
        }
    }
}
