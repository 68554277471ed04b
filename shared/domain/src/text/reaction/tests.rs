use proptest::prelude::*;

use super::*;

/// What a text is read as: its emoji, whether it is taken back, what it quotes, and whether that is cut.
fn read(text: &str) -> Option<(String, bool, Option<String>, bool)> {
    reaction(text).map(|reaction| {
        (
            reaction.emoji.unwrap_or_default(),
            reaction.removed,
            reaction.quoted.map(|quoted| quoted.text.to_owned()),
            reaction.quoted.is_some_and(|quoted| quoted.cut),
        )
    })
}

#[track_caller]
fn is(text: &str, emoji: &str, removed: bool, quoted: &str) {
    let expected = (emoji.to_owned(), removed, Some(quoted.to_owned()), false);
    assert_eq!(read(text), Some(expected), "{text:?}");
}

#[test]
fn x_15_tapbacks_of_iphones_are_reactions() {
    is("Loved “See you at 5”", "❤️", false, "See you at 5");
    is("Liked “See you at 5”", "👍", false, "See you at 5");
    is("Disliked “See you at 5”", "👎", false, "See you at 5");
    is("Laughed at “See you at 5”", "😂", false, "See you at 5");
    is("Emphasized “See you at 5”", "‼️", false, "See you at 5");
    is("Questioned “See you at 5”", "❓", false, "See you at 5");
    is("Removed a heart from “See you at 5”", "❤️", true, "See you at 5");
    is("Removed a like from “See you at 5”", "👍", true, "See you at 5");
    is("Removed an exclamation from “Hi”", "‼️", true, "Hi");
    is("Removed a question mark from “Hi”", "❓", true, "Hi");
    is("Reacted 😂 to “Hi”", "😂", false, "Hi");
    is("Reacted 👍🏽 to “Hi”", "👍🏽", false, "Hi");
    is("Reacted 👩‍👩‍👧 to “Hi”", "👩‍👩‍👧", false, "Hi");
    is("Reacted 1️⃣ to “Hi”", "1️⃣", false, "Hi");
    is("Reacted ❤️ to “Hi”", "❤️", false, "Hi");
    is("Reacted 🇲🇽 to “Hi”", "🇲🇽", false, "Hi");
    is("Removed 🎉 from “Hi”", "🎉", true, "Hi");
    is("Reacted with a sticker to “Hi”", "", false, "Hi");
}

#[test]
fn x_15_reactions_come_in_the_language_of_the_phone() {
    is("Le gustó “Nos vemos”", "👍", false, "Nos vemos");
    is("Le encantó “Nos vemos”", "❤️", false, "Nos vemos");
    is("No le gustó “Nos vemos”", "👎", false, "Nos vemos");
    is("Le dio risa “Nos vemos”", "😂", false, "Nos vemos");
    is("Exclamó por “Nos vemos”", "‼️", false, "Nos vemos");
    is("Dudó sobre “Nos vemos”", "❓", false, "Nos vemos");
    is("Reaccionó con 😂 a “Nos vemos”", "😂", false, "Nos vemos");
    is("A adoré « À demain »", "❤️", false, "À demain");
    is("N’a pas aimé « À demain »", "👎", false, "À demain");
    is(
        "a attribué la mention « Adore » à « À demain »",
        "❤️",
        false,
        "À demain",
    );
    is(
        "a attribué la mention « J’aime » à « À demain »",
        "👍",
        false,
        "À demain",
    );
    is(
        "A attribué la mention « 😂 » à « À demain »",
        "😂",
        false,
        "À demain",
    );
    is(
        "A retiré la mention « Adore » de « À demain »",
        "❤️",
        true,
        "À demain",
    );
    is("A réagi 🔥 à « À demain »", "🔥", false, "À demain");
    is("Gefällt: „Bis morgen“", "👍", false, "Bis morgen");
    is("„Bis morgen“ ein Herz hinzugefügt", "❤️", false, "Bis morgen");
    is(
        "„Gefällt mir“ von „Bis morgen“ entfernt",
        "👍",
        true,
        "Bis morgen",
    );
    is("Hat mit 🎉 auf „Bis morgen“ reagiert", "🎉", false, "Bis morgen");
    is("Gostou de “Até amanhã”", "👍", false, "Até amanhã");
    is("Reagiu com 🎉 a “Até amanhã”", "🎉", false, "Até amanhã");
    is("Đã yêu thích “Hẹn mai”", "❤️", false, "Hẹn mai");
}

#[test]
fn x_15_google_messages_marks_its_reactions_whatever_the_language() {
    is(
        "\u{200A}\u{200B}👍\u{200B} to “\u{200A}See you\u{200A}”\u{200A}",
        "👍",
        false,
        "See you",
    );
    is(
        "\u{200A}Reagiert mit \u{200B}🔥\u{200B} auf „\u{200A}Bis “dann”\u{200A}“\u{200A}",
        "🔥",
        false,
        "Bis “dann”",
    );
    is(
        "\u{200A}Removed \u{200C}❤️\u{200C} from “\u{200A}See\nyou\u{200A}”\u{200A}\n",
        "❤️",
        true,
        "See\nyou",
    );
    // A carrier left the marks out.
    is("👍 to “ See you ”", "👍", false, "See you");
    is("\u{200B}👍\u{200B} to \"See you\"", "👍", false, "See you");
}

#[test]
fn x_15_marks_and_spaces_that_carriers_change_do_not_matter() {
    for text in [
        "Liked \"Hi\"",
        "Liked “Hi\"",
        "liked “Hi”",
        "LIKED “Hi”",
        "\u{200E}Liked “Hi”\u{200B}",
        " Liked\u{A0}“Hi” \n",
        "Liked ‘Hi’",
        "Liked 'Hi'",
        "Liked «\u{202F}Hi\u{202F}»",
        "Liked ＂Hi＂",
    ] {
        is(text, "👍", false, "Hi");
    }
    is(
        "Liked “You said “yes” twice”",
        "👍",
        false,
        "You said “yes” twice",
    );
    is("Liked “It’s due”", "👍", false, "It’s due");
}

#[test]
fn x_15_a_quotation_may_be_cut_short() {
    for (text, quoted) in [
        ("Liked “Your payment of…”", "Your payment of"),
        ("Liked \"Your payment of...\"", "Your payment of"),
        ("Liked “Your payment of", "Your payment of"),
    ] {
        let expected = ("👍".to_owned(), false, Some(quoted.to_owned()), true);
        assert_eq!(read(text), Some(expected), "{text:?}");
        let quoted = reaction(text).and_then(|reaction| reaction.quoted).unwrap();
        assert!(quoted.is_of("Your payment of $320 is due Friday."));
        assert!(!quoted.is_of("Thanks! Your payment of $320 is due Friday."));
    }
}

#[test]
fn a_picture_is_reacted_to_without_a_quotation() {
    for (text, emoji, removed) in [
        ("Liked an image", "👍", false),
        ("Laughed at a video", "😂", false),
        ("Reacted 😮 to an image", "😮", false),
        ("Removed a heart from an image", "❤️", true),
        ("Le encantó una imagen", "❤️", false),
    ] {
        assert_eq!(
            read(text),
            Some((emoji.to_owned(), removed, None, false)),
            "{text:?}"
        );
    }
}

#[test]
fn whoever_says_more_says_something() {
    for text in [
        "",
        "“”",
        "I liked “Titanic”",
        "Liked “Hi” and STOP",
        "You said “Reply STOP to end”, so STOP",
        "Reacted badly to “Hi”",
        "Reacted to “Hi”",
        "Liked",
        "Liked an image of the house",
        "Loved it",
        "👍",
        "\u{200A}",
        "\u{200A}\u{200A}\u{200A}",
        "to “Hi”",
        "“Hi”",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}

#[test]
fn a_message_is_found_again_whatever_a_carrier_made_of_it() {
    let quoted = |text| Quoted { text, cut: false };
    assert!(quoted("It's  \"due\" Friday").is_of("It’s “due”\nFriday"));
    assert!(quoted("👍").is_of("👍\u{FE0F}"));
    assert!(!quoted("It's due").is_of("It's due Friday"));
    assert!(!quoted("").is_of("") && !quoted("👍").is_of("👎"));
}

#[test]
fn a_reply_is_what_follows_what_it_answers() {
    let own = |text| reply(text).map(|reply| reply.own.trim());
    assert_eq!(own("Replying to “Reply STOP to end”\nSTOP"), Some("STOP"));
    assert_eq!(own("In reply to \"Hi\": yes"), Some(": yes"));
    assert_eq!(own("Respondiendo a “Hola” gracias"), Some("gracias"));
    assert_eq!(own("Replying to “Hi"), Some(""));
    assert_eq!(own("Hi “there”"), None);
}

#[test]
fn every_shape_is_written_as_texts_are_read_and_stands_once() {
    for (at, shape) in SHAPES.iter().enumerate() {
        for words in [shape.before, shape.after] {
            assert_eq!(plain_words(words), words);
        }
        assert!(!shape.before.is_empty() || !shape.after.is_empty());
        let same = |other: &&Shape| {
            other.before == shape.before
                && other.after == shape.after
                && (other.kind == Kind::Emoji) == (shape.kind == Kind::Emoji)
        };
        assert_eq!(
            SHAPES.iter().position(|other| same(&other)),
            Some(at),
            "{shape:?}"
        );
    }
    for words in OBJECTS.iter().chain(REPLIES) {
        assert_eq!(plain_words(words), *words);
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in prop_oneof![any::<String>(), "[\u{200A}\u{200B}\u{200C}“”\"« »a👍]{0,30}", "(?s).{0,200}"]) {
        let _ = (reaction(&text), reply(&text));
    }

    #[test]
    fn x_15_a_reaction_to_any_text_is_one_and_finds_it(text in "[^\u{200A}]{1,160}", shape in 0..SHAPES.len(), mark in 0..3_usize) {
        let (open, close) = [('“', '”'), ('"', '"'), ('«', '»')][mark];
        // What the quotation marks of the message itself leave open is not told apart.
        prop_assume!(!text.contains(['“', '”', '"', '«', '»', '„', '‹', '›', '＂']));
        prop_assume!(!essence(&text).is_empty());
        let shape = &SHAPES[shape];
        let before = shape.before.replacen(' ', " 👍 ", usize::from(shape.kind == Kind::Emoji));
        prop_assume!(shape.kind != Kind::Emoji || before.contains('👍'));
        let sent = format!("{before} {open}{text}{close} {}", shape.after);
        let read = quoting(&sent);
        prop_assert!(read.is_some(), "{:?}", sent);
        prop_assert!(read.and_then(|read| read.quoted).is_some_and(|quoted| quoted.is_of(&text)), "{:?}", sent);
        prop_assert_eq!(crate::text::keywords::intent(&sent), crate::text::keywords::Intent::Other);
    }
}
