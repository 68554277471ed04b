//! Text from outside, made fit for a subject, a header or a line of an email.

/// Whether a character is invisible, or turns or hides what stands beside it: controls, directional marks and
/// overrides, zero-width characters, tags. Unicode 17, general categories Cc and Cf and the default
/// ignorables in use.
fn deceives(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// One line without anything that deceives, of at most `most` characters.
pub fn one_line(text: &str, most: usize) -> String {
    let visible: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !deceives(*c))
        .collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    shortened(&line, most)
}

/// The same with its line breaks.
pub fn lines(text: &str, most: usize) -> Vec<String> {
    shortened(text, most)
        .lines()
        .map(|line| one_line(line, most))
        .collect()
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most.saturating_sub(1)).collect();
    kept.trim_end().to_owned() + "…"
}

/// The longest first name that a subject shows, in characters.
const LONGEST_NAME: usize = 30;

/// The first name of a person as a subject shows it, where their name says it clearly.
pub fn first_name(name: &str) -> Option<String> {
    let first = memberline_domain::name::first_name(&one_line(name, 200))?;
    Some(shortened(&first, LONGEST_NAME))
}

/// An address with the name that mail clients show for it, as a `From` header has it.
pub fn mailbox(name: &str, address: &str) -> String {
    let name = one_line(name, 60);
    if name.is_empty() {
        return address.to_owned();
    }
    if name.is_ascii() {
        let quoted: String = name.chars().filter(|c| !matches!(c, '"' | '\\')).collect();
        return format!("\"{quoted}\" <{address}>");
    }
    format!("{} <{address}>", encoded_words(&name))
}

/// The longest encoded word is 75 characters (RFC 2047, 2); its frame takes 12.
const LONGEST_ENCODED: usize = 63;

/// The bytes of a character as RFC 2047's Q encoding writes them.
fn escaped(c: char) -> String {
    let mut bytes = [0; 4];
    c.encode_utf8(&mut bytes)
        .bytes()
        .fold(String::new(), |escaped, byte| escaped + &format!("={byte:02X}"))
}

/// RFC 2047 encoded words, each of whole characters.
fn encoded_words(text: &str) -> String {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let encoded = if c.is_ascii_alphanumeric() {
            c.to_string()
        } else {
            escaped(c)
        };
        match words.last_mut() {
            Some(word) if word.len() + encoded.len() <= LONGEST_ENCODED => word.push_str(&encoded),
            _ => words.push(encoded),
        }
    }
    words
        .iter()
        .map(|word| format!("=?UTF-8?Q?{word}?="))
        .collect::<Vec<_>>()
        .join(" ")
}

/// Whether the text is one email address and nothing else: no second one, no display name, no header.
pub fn is_address(text: &str) -> bool {
    let plain = |c: char| {
        c.is_ascii_graphic()
            && !matches!(
                c,
                ',' | ';' | '<' | '>' | '"' | '(' | ')' | '[' | ']' | ':' | '\\'
            )
    };
    let parts = text.split_once('@');
    text.len() <= 254
        && text.chars().all(plain)
        && parts.is_some_and(|(a, b)| !a.is_empty() && !b.is_empty() && !b.contains('@'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_first_name_is_shown_when_there_is_one() {
        for (name, first) in [
            ("Jordan Lee", Some("Jordan")),
            ("  jordan\tlee ", Some("Jordan")),
            ("Dr. Jordan Lee", Some("Jordan")),
            ("Zoë", Some("Zoë")),
            ("李小龍", Some("李小龍")),
            ("O'Brien-Smith", Some("O'Brien-Smith")),
            ("Jordan Lee, Jr", Some("Jordan")),
            ("Lee, Jordan", Some("Jordan")),
            ("Lee Family Trust", None),
            ("", None),
            ("   ", None),
            ("\u{202e}", None),
            ("42", None),
            ("evil.example", None),
            ("https://evil.example/login", None),
            ("a@b.example", None),
            ("<script>alert(1)</script>", None),
        ] {
            assert_eq!(first_name(name).as_deref(), first, "{name:?}");
        }
        assert_eq!(first_name(&"x".repeat(100)).map(|n| n.chars().count()), Some(30));
    }

    #[test]
    fn nothing_that_deceives_is_left() {
        assert_eq!(
            one_line("a\r\nBcc: b@c.example\u{202e}\u{200b}\0 d", 100),
            "a Bcc: b@c.example d"
        );
        assert_eq!(one_line(&"é".repeat(100), 10), "ééééééééé…");
        assert_eq!(lines("a\n\u{2066}b\r\n\nc", 100), ["a", "b", "", "c"]);
    }

    #[test]
    fn a_mailbox_shows_its_name() {
        assert_eq!(mailbox("Lakeside", "n@l.example"), "\"Lakeside\" <n@l.example>");
        assert_eq!(
            mailbox("A\"B\\\r\nBcc: x", "n@l.example"),
            "\"AB Bcc: x\" <n@l.example>"
        );
        assert_eq!(
            mailbox("Crédit", "n@l.example"),
            "=?UTF-8?Q?Cr=C3=A9dit?= <n@l.example>"
        );
        assert_eq!(mailbox("\u{202e}", "n@l.example"), "n@l.example");
        let long = mailbox(&"界".repeat(60), "n@l.example");
        assert!(long.split(' ').all(|word| word.len() <= 75), "{long}");
    }

    #[test]
    fn one_address_is_an_address() {
        assert!(is_address("maria+texts@lakeside.example"));
        for bad in [
            "",
            "maria",
            "@x",
            "x@",
            "a@b.c,d@e.f",
            "a@b.c d@e.f",
            "a@b.c\r\nBcc: d@e.f",
            "M <a@b.c>",
            "a@b@c",
            "ä@b.c",
        ] {
            assert!(!is_address(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_name_breaks_a_header(name in any::<String>()) {
            let fit = |text: &str| !text.chars().any(deceives);
            let from = mailbox(&name, "n@l.example");
            prop_assert!(from.is_ascii() && fit(&from));
            prop_assert!(from.ends_with("<n@l.example>") || from == "n@l.example");
            prop_assert!(first_name(&name).is_none_or(|n| fit(&n) && n.chars().count() <= 30));
        }
    }
}
