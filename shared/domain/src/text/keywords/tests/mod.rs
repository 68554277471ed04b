mod quoted;
mod wishes;

use super::listed::LONGEST;
use super::*;
use crate::text::normalised;

#[track_caller]
fn all_are(expected: Intent, texts: &[&str]) {
    for text in texts {
        assert_eq!(intent(text), expected, "{text:?}");
    }
}

#[test]
fn mc_49_every_listed_keyword_of_every_source_is_an_opt_out() {
    for list in OPT_OUT {
        for phrase in list.phrases {
            assert_eq!(intent(phrase), Intent::OptOut, "{phrase} of {}", list.source);
            assert_eq!(
                intent(&phrase.to_uppercase()),
                Intent::OptOut,
                "{phrase} of {}",
                list.source
            );
        }
    }
    // Written out, so that a word lost from the lists is noticed. REVOKE and OPTOUT were missed elsewhere (lesson 24).
    all_are(
        Intent::OptOut,
        &[
            "STOP",
            "STOPALL",
            "STOP ALL",
            "UNSUBSCRIBE",
            "CANCEL",
            "END",
            "QUIT",
            "REVOKE",
            "OPTOUT",
            "OPT OUT",
            "OPT-OUT",
            "ARRET",
            "ARRÊT",
            "REMOVE",
            "TD",
        ],
    );
}

#[test]
fn mc_49_any_variation_of_stop_is_an_opt_out() {
    all_are(
        Intent::OptOut,
        &[
            "Stop",
            "stop",
            "sToP",
            "STOP.",
            "stop!",
            "stop!!!",
            " stop ",
            "\tSTOP\r\n",
            "\"STOP\"",
            "“Stop”",
            "'stop'",
            "«stop»",
            "*STOP*",
            "_stop_",
            "(stop)",
            "> STOP",
            "-- stop",
            "#stop",
            "/stop",
            "STOP 🛑",
            "🛑STOP🛑",
            "STOP 🙏🏽",
            "stop™️",
            "Stop ℹ️",
            "STOP 1️⃣",
            "STOP 🇺🇸",
            "🅿️ stop",
            "stop stop",
            "STOP STOP STOP!",
            "stop, stop, stop",
            "opt out. Opt out!",
            "Stop please",
            "please stop",
            "Please, STOP!! Thanks",
            "Thanks, please stop",
            "pls stop",
            "stop por favor",
            "stop texting me",
            "Stop texting me please.",
            "no more texts",
            "remove me",
            "Please remove me",
            "no mas",
            "No más",
            "¡NO MÁS!",
            "don't text me",
            "Don’t text me!",
            "S.T.O.P.",
            "s t o p",
            "S-T-O-P",
            "un-subscribe",
            "STOPPPP",
            "Stoooop!!",
        ],
    );
}

#[test]
fn mc_49_stop_in_odd_characters_is_an_opt_out() {
    all_are(
        Intent::OptOut,
        &[
            "ＳＴＯＰ",                         // full width
            "ⓈⓉⓄⓅ",                             // circled
            "𝐒𝐓𝐎𝐏",                             // mathematical bold
            "𝘴𝘵𝘰𝘱!",                            // mathematical italic
            "ſtop",                             // long s
            "unsubscrıbe",                      // dotless i
            "UNSUBSCRİBE",                      // dotted capital I
            "\u{200F}STOP\u{200F}",             // right-to-left marks
            "\u{202E}STOP\u{202C}",             // right-to-left override
            "\u{2067}stop\u{2069}",             // isolate
            "S\u{200B}T\u{200D}O\u{2060}P",     // zero width
            "\u{FEFF}STOP",                     // byte order mark
            "ST\u{AD}OP",                       // soft hyphen
            "STOP\u{3164}",                     // Hangul filler
            "S\u{336}T\u{336}O\u{336}P\u{336}", // struck through
            "stóp",                             // a slip on a touch keyboard
            "S\u{E0041}TOP",                    // tag character
            "STOP\0",                           // NUL
            "\0\0ST\0OP",                       // NUL within
            "STOP\u{A0}",                       // no-break space
        ],
    );
    let zalgo: String = "STOP"
        .chars()
        .flat_map(|c| std::iter::once(c).chain(std::iter::repeat_n('\u{301}', 500)))
        .collect();
    all_are(Intent::OptOut, &[&zalgo]);
}

#[test]
fn mc_49_a_signature_or_a_quoted_text_below_does_not_hide_an_opt_out() {
    all_are(
        Intent::OptOut,
        &[
            "STOP\n\nSent from my iPhone",
            "Stop\r\nSent from my Verizon, Samsung Galaxy smartphone",
            "stop\nGet Outlook for iOS",
            "STOP\n-- \nMaria Lopez\nAcme Inc., 555-0100",
            "stop\n—\nMaria",
            "STOP\n> Reply STOP to opt out, HELP for help",
        ],
    );
    all_are(
        Intent::LooksLikeOptOut,
        &["STOP\nSent from my account without asking", "ok\n--\nSTOP"],
    );
    all_are(
        Intent::Other,
        &[
            "Thanks\nSent from my iPhone",
            "Sent from my iPhone",
            "--",
            ">",
            "Thanks!\n> Reply STOP to opt out",
        ],
    );
}

#[test]
fn x_15_ordinary_words_are_no_opt_out_at_all() {
    all_are(
        Intent::Other,
        &[
            "",
            " ",
            "🚦",
            "!!!",
            "\0",
            "Yes",
            "hello",
            "end of month",
            "I'll have it by the end of the week",
            "I quit my job in May",
            "please remove the late fee",
            "Could you send me the form",
            "nonstop flights",
            "the bus stopped",
            "endorse",
            "TD Bank",
            "the weekend",
            "thanks",
            "please",
            "thank you please",
            "information",
            "I need help with my loan",
            "starting Monday",
            "When do we start?",
            "no",
            "mas",
        ],
    );
}

#[test]
fn x_10_start_and_unstop_opt_in_and_yes_does_not() {
    all_are(
        Intent::OptIn,
        &[
            "START",
            "start",
            "Start!",
            "UNSTOP",
            "Un-stop",
            "ＳＴＡＲＴ ✅",
            "Start\nSent from my iPhone",
        ],
    );
    all_are(
        Intent::Other,
        &["YES", "yes please", "start over", "please start the application"],
    );
}

#[test]
fn help_and_info_ask_for_the_help_text() {
    all_are(
        Intent::Help,
        &["HELP", "help?", "Info", "INFO ℹ️", "ayuda", "¡Ayuda!", "“HELP”"],
    );
    all_are(Intent::Other, &["help me", "more info please"]);
}

#[test]
fn a_text_of_ten_thousand_characters_is_judged_like_any_other() {
    assert_eq!(
        intent(&format!("{}STOP{}", "🛑".repeat(4_998), "!".repeat(4_998))),
        Intent::OptOut
    );
    assert_eq!(intent(&"stop ".repeat(2_000)), Intent::OptOut);
    assert_eq!(intent(&"please ".repeat(1_500)), Intent::Other);
    assert_eq!(
        intent(&format!("{} stop", "lorem ".repeat(1_666))),
        Intent::LooksLikeOptOut
    );
    assert_eq!(intent(&"\u{301}".repeat(10_000)), Intent::Other);
    assert_eq!(intent(&"\u{FDFA}".repeat(10_000)), Intent::Other);
    assert_eq!(intent(&"\n".repeat(10_000)), Intent::Other);
    assert_eq!(intent(&format!("STOP{}", "\n>".repeat(5_000))), Intent::OptOut);
}

#[test]
fn every_list_is_dated_sourced_and_written_as_texts_are_read() {
    let reserved = lists::RESERVED.iter().flat_map(|carrier| carrier.keywords);
    for list in [OPT_OUT, OPT_IN, HELP, YES, NO, lists::ALONE]
        .into_iter()
        .flatten()
        .chain(reserved.map(|(_, list)| list))
    {
        assert!(
            !list.source.is_empty() && list.as_of.parse::<jiff::civil::Date>().is_ok(),
            "{list:?}"
        );
        for phrase in list.phrases {
            assert_eq!(normalised::words(phrase), *phrase);
            let letters = phrase.replace(' ', "").len();
            assert!(letters <= LONGEST, "{phrase} is never compared");
        }
    }
    for phrase in COURTESIES
        .iter()
        .copied()
        .flatten()
        .chain(lists::SIGNATURE_STARTS)
        .chain(lists::SIGNATURE_DEVICES)
        .chain(lists::ours::all())
    {
        assert_eq!(normalised::words(phrase), *phrase);
    }
}

#[test]
fn lesson_29_what_a_carrier_answers_by_its_own_list_is_known() {
    for (carrier, text, keyword) in [
        ("twilio", " stop\n", Some(Intent::OptOut)),
        ("twilio", "OptOut", Some(Intent::OptOut)),
        ("twilio", "yes", Some(Intent::OptIn)),
        ("twilio", "INFO", Some(Intent::Help)),
        ("twilio", "Please stop", None),
        ("twilio", "stop.", None),
        ("twilio", "Is my loan approved?", None),
        ("telnyx", "Stop All", Some(Intent::OptOut)),
        ("telnyx", "unstop", Some(Intent::OptIn)),
        ("telnyx", "HELP", None),
        ("telnyx", "revoke", None),
        ("acme", "stop", None),
    ] {
        assert_eq!(reserved(carrier, text), keyword, "{carrier}: {text:?}");
    }
}

#[test]
fn in_37_yes_and_no_are_whole_messages() {
    for text in [
        "YES",
        "Yes.",
        " y ",
        "yes please",
        "Yes, thank you!",
        "yes yes",
        "YES 👍",
        "Sí",
        "I agree",
        "> Reply YES or NO\nyes",
        "yes\nSent from my iPhone",
    ] {
        let expected = if text.starts_with('>') {
            None
        } else {
            Some(Intent::Yes)
        };
        assert_eq!(answer(text), expected, "{text:?}");
    }
    for text in [
        "NO",
        "no.",
        "N",
        "No, thanks",
        "no no no",
        "nope",
        "I don't agree",
    ] {
        assert_eq!(answer(text), Some(Intent::No), "{text:?}");
    }
    for text in [
        "",
        "yes but not now",
        "yes or no?",
        "no idea",
        "ok",
        "sure",
        "yesterday",
        "not yet",
        "👍",
        "STOP",
        "START",
        "HELP",
    ] {
        assert_eq!(answer(text), None, "{text:?}");
    }
}

#[test]
fn in_37_no_answer_is_a_keyword_too() {
    for list in YES.iter().chain(NO) {
        for phrase in list.phrases {
            assert_eq!(intent(phrase), Intent::Other, "{phrase}");
        }
    }
}
