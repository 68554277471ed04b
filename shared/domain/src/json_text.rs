//! JSON as others write it.

use std::borrow::Cow;

/// A JSON document with U+FFFD for each byte that is not UTF-8 and for each half of a surrogate pair, which JSON can write and no text can
/// hold. Everything else stays as it is.
pub fn mended(body: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(body);
    let mut mended = String::new();
    let mut kept = 0;
    let mut at = 0;
    while let Some(found) = text[at..].find('\\') {
        let escape = at + found;
        let Some(unit) = unit(&text[escape..]) else {
            // Two bytes, the second of which is no escape of its own. What comes after may be a character of several bytes.
            at = escape + 1 + text[escape + 1..].chars().next().map_or(0, char::len_utf8);
            continue;
        };
        at = escape + UNIT;
        let is_half = match unit {
            0xD800..=0xDBFF if unit_is_low(&text[at..]) => {
                at += UNIT;
                false
            }
            0xD800..=0xDFFF => true,
            _ => false,
        };
        if is_half {
            mended.push_str(&text[kept..escape]);
            mended.push('\u{FFFD}');
            kept = at;
        }
    }
    if kept == 0 {
        return text;
    }
    mended.push_str(&text[kept..]);
    Cow::Owned(mended)
}

/// The length of an escaped code unit, such as `\u00e9`.
const UNIT: usize = 6;

/// The code unit that a text begins with, if it begins with an escaped one.
fn unit(text: &str) -> Option<u32> {
    let digits = text.strip_prefix("\\u")?.get(..UNIT - 2)?;
    let hexadecimal = digits.bytes().all(|b| b.is_ascii_hexdigit());
    hexadecimal.then(|| u32::from_str_radix(digits, 16).ok())?
}

fn unit_is_low(text: &str) -> bool {
    unit(text).is_some_and(|unit| (0xDC00..=0xDFFF).contains(&unit))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn half_a_surrogate_pair_becomes_a_mark() {
        for (body, mended_body) in [
            (r#""a\ud83db""#, "\"a\u{FFFD}b\""),
            (r#""\uDE00\ud83d""#, "\"\u{FFFD}\u{FFFD}\""),
            (r#""\ud83d\ude00""#, r#""\ud83d\ude00""#),
            (r#""\\ud83d""#, r#""\\ud83d""#),
            (r#""\ud83d\n\u00e9""#, "\"\u{FFFD}\\n\\u00e9\""),
            (r#""\ud83"#, r#""\ud83"#),
            ("\\", "\\"),
        ] {
            assert_eq!(mended(body.as_bytes()), mended_body, "{body}");
        }
        assert_eq!(mended(b"\"a\xffb\""), "\"a\u{FFFD}b\"");
    }

    proptest! {
        #[test]
        fn whatever_is_json_stays_as_it_is(text in any::<String>()) {
            let json = serde_json::to_string(&text).unwrap_or_default();
            prop_assert_eq!(mended(json.as_bytes()), json.as_str());
        }

        #[test]
        fn any_escapes_can_be_read(units in proptest::collection::vec(any::<u16>(), 0..12)) {
            let escapes = units.iter().fold(String::new(), |escapes, unit| format!("{escapes}\\u{unit:04x}"));
            let json = format!("\"{escapes}\"");
            let read: String = serde_json::from_str(&mended(json.as_bytes())).unwrap_or_else(|e| panic!("{e}: {json}"));
            prop_assert_eq!(read, String::from_utf16_lossy(&units));
        }

        #[test]
        fn any_bytes_are_mended(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _ = mended(&bytes);
        }
    }
}
