//! Whatever is texted, the keywords hold.

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::text::normalised;

/// Every phrase that opts out as a whole message.
fn opt_outs() -> Vec<&'static str> {
    OPT_OUT.iter().flat_map(|list| list.phrases).copied().collect()
}

/// What may stand around a keyword or between its words without changing it.
const DECORATIONS: &[&str] = &[
    " ",
    "  ",
    "\n",
    "\r\n",
    "\t",
    "\u{A0}",
    ".",
    "!",
    "?",
    ",",
    "…",
    "-",
    "--",
    "—",
    ">",
    "*",
    "_",
    "~",
    "\"",
    "“",
    "”",
    "'",
    "’",
    "(",
    ")",
    "[",
    "}",
    "¡",
    "/",
    "#",
    "@",
    "€",
    "😀",
    "🛑",
    "👍🏽",
    "👩‍👩‍👧",
    "❤️",
    "⚠️",
    "™️",
    "©️",
    "ℹ️",
    "Ⓜ️",
    "🅿️",
    "🆗",
    "🈁",
    "㊗️",
    "1️⃣",
    "#️⃣",
    "🇺🇸",
    "\u{200B}",
    "\u{200D}",
    "\u{200E}",
    "\u{200F}",
    "\u{202E}",
    "\u{2060}",
    "\u{FEFF}",
    "\u{AD}",
    "\u{FE0F}",
    "\0",
    "\u{7}",
];

fn decoration() -> impl Strategy<Value = String> {
    prop::collection::vec(select(DECORATIONS), 0..6).prop_map(|pieces| pieces.concat())
}

/// The phrase with each letter in either case, some in full width, some with an accent or a joiner after them.
fn restyled(phrase: &str, styles: &[u8]) -> String {
    let mut text = String::new();
    for (character, style) in phrase.chars().zip(styles.iter().cycle()) {
        let upper = character.to_ascii_uppercase();
        match style % 6 {
            0 => text.push(character),
            1 => text.push(upper),
            2 => text.extend(
                char::from_u32(u32::from(upper) + 0xFEE0)
                    .filter(|_| character != ' ')
                    .or(Some(character)),
            ),
            3 => text.extend([character, '\u{301}']),
            4 => text.extend([upper, '\u{200D}']),
            _ => text.extend(['\u{200F}', upper]),
        }
    }
    text
}

proptest! {
    #[test]
    fn mc_49_a_decorated_keyword_is_still_an_opt_out(
        keyword in select(opt_outs()),
        before in decoration(),
        between in select(vec![" ", "  ", "-", " - ", "\n", "_", "... ", " 🛑 ", ""]),
        after in decoration(),
        styles in prop::collection::vec(any::<u8>(), 1..12),
    ) {
        let text = format!("{before}{}{after}", restyled(keyword, &styles).replace(' ', between));
        prop_assert_eq!(intent(&text), Intent::OptOut, "{:?}", text);
    }

    #[test]
    fn x_15_a_keyword_among_other_words_never_blocks(
        keyword in select(opt_outs()),
        gap in select(vec![" ", ", ", "\n", " - ", "! ", " 🛑 "]),
        word in "[a-zA-Z]{1,12}|[0-9]{1,6}|[ж-я]{1,6}",
        first in any::<bool>(),
    ) {
        let text = if first { format!("{word}{gap}{keyword}") } else { format!("{keyword}{gap}{word}") };
        let plain = normalised::words(&text);
        let joined = plain.replace(' ', "");
        // Some words make another opt-out: "stop" and "all", "stop" and "stop", "please" and "stop".
        prop_assume!(!opt_outs().iter().any(|phrase| phrase.replace(' ', "") == joined));
        prop_assume!(normalised::words(&word) != keyword && !COURTESIES.contains(&[normalised::words(&word).as_str()].as_slice()));
        prop_assert_ne!(intent(&text), Intent::OptOut, "{:?}", text);
    }

    #[test]
    fn any_text_has_an_intent_and_its_words_are_plain(text in prop_oneof![any::<String>(), "\\PC{0,200}", "(?s).{0,200}"]) {
        let _ = intent(&text);
        let words = normalised::words(&text);
        prop_assert!(!words.contains("  ") && words.trim() == words);
        prop_assert!(words.chars().all(|c| c == ' ' || c.is_alphanumeric()));
    }

    #[test]
    fn x_15_letters_grown_onto_a_keyword_make_another_word(
        keyword in select(vec!["stop", "quit", "end", "cancel", "unsubscribe", "revoke"]),
        grown in "[a-z]{1,10}",
    ) {
        let text = format!("{keyword}{grown}");
        prop_assume!(normalised::words(&text) != keyword);
        prop_assume!(!opt_outs().iter().any(|phrase| phrase.replace(' ', "") == text));
        prop_assert_ne!(intent(&text), Intent::OptOut, "{:?}", text);
    }
}

/// The words of a text as the whole of it is decomposed at once.
fn decomposed_at_once(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let plain: String = text.nfkd().collect();
    normalised::general_words(&plain)
}

proptest! {
    #[test]
    fn words_of_plain_texts_are_those_of_all(text in prop_oneof!["[ -~\t\r\n]{0,120}", "[\0-\x7F]{0,120}"]) {
        prop_assert_eq!(normalised::words(&text), normalised::general_words(&text));
    }

    #[test]
    fn a_character_decomposes_by_itself_as_in_its_text(text in "[^\u{FE0F}™℠ℹ🄐-\u{1F2FF}Ⓜ]{0,80}") {
        prop_assert_eq!(normalised::words(&text), decomposed_at_once(&text));
    }
}
