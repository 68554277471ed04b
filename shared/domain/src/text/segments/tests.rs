use proptest::prelude::*;

use super::*;

/// Text, encoding, carrier segments, plan units.
type Row = (&'static str, usize, Encoding, u32, u32);

/// The table of the carriers' rules, with the plan's billing beside it.
const TABLE: &[Row] = &[
    ("a", 0, Encoding::Gsm7, 0, 0),
    ("a", 1, Encoding::Gsm7, 1, 1),
    ("a", 160, Encoding::Gsm7, 1, 1),
    ("a", 161, Encoding::Gsm7, 2, 2),
    ("a", 306, Encoding::Gsm7, 2, 2),
    ("a", 307, Encoding::Gsm7, 3, 2),
    ("a", 320, Encoding::Gsm7, 3, 2),
    ("a", 640, Encoding::Gsm7, 5, 4),
    ("€", 80, Encoding::Gsm7, 1, 1),
    ("€", 81, Encoding::Gsm7, 2, 1),
    ("€", 152, Encoding::Gsm7, 2, 1),
    ("€", 153, Encoding::Gsm7, 3, 1),
    ("ж", 70, Encoding::Ucs2, 1, 1),
    ("ж", 71, Encoding::Ucs2, 2, 2),
    ("ж", 320, Encoding::Ucs2, 5, 5),
    ("ж", 640, Encoding::Ucs2, 10, 10),
    ("😀", 35, Encoding::Ucs2, 1, 1),
    ("😀", 36, Encoding::Ucs2, 2, 1),
    ("😀", 66, Encoding::Ucs2, 2, 1),
    ("😀", 67, Encoding::Ucs2, 3, 1),
];

#[test]
fn x_08_plan_units_and_carrier_segments_are_counted_apart() {
    for &(character, times, encoding, carrier_segments, plan_units) in TABLE {
        let counted = segment(&character.repeat(times));
        assert_eq!(
            (counted.encoding, counted.carrier_segments, counted.plan_units),
            (encoding, carrier_segments, plan_units),
            "{times} {character}"
        );
    }
}

#[test]
fn in_25_plain_text_bills_160_a_unit() {
    for (characters, plan_units) in [(1, 1), (160, 1), (161, 2), (320, 2), (321, 3), (640, 4)] {
        assert_eq!(
            segment(&"n".repeat(characters)).plan_units,
            plan_units,
            "{characters}"
        );
    }
    assert_eq!(
        segment(&"~".repeat(160)).plan_units,
        1,
        "an extension character is one plain character to the plan"
    );
}

#[test]
fn in_26_one_special_character_makes_the_whole_text_bill_70_a_unit() {
    for (characters, plan_units) in [(1, 1), (70, 1), (71, 2), (320, 5), (350, 5), (351, 6), (640, 10)] {
        let text = format!("{}\u{2014}", "n".repeat(characters - 1));
        assert_eq!(segment(&text).plan_units, plan_units, "{characters}");
    }
}

#[test]
fn the_alphabet_is_that_of_3gpp_ts_23_038() {
    assert_eq!(
        (GSM_BASIC.chars().count(), GSM_EXTENSION.chars().count()),
        (127, 10)
    );
    let mut all: Vec<char> = GSM_BASIC.chars().chain(GSM_EXTENSION.chars()).collect();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), 137, "no character stands in two places");
    // Where the alphabet agrees with ASCII its code is the ASCII code; the missing escape at 0x1B shifts by one.
    for (index, character) in GSM_BASIC.chars().enumerate().skip(0x1B) {
        if character.is_ascii_alphanumeric() {
            assert_eq!(u32::try_from(index + 1), Ok(u32::from(character)));
        }
    }
    for one in "éÇñüà£¥¤§¿¡ßΔΩ@_\n\r".chars() {
        assert_eq!(septets(one), Some(1), "{one}");
    }
    for two in "^{}\\[~]|€\u{000C}".chars() {
        assert_eq!(septets(two), Some(2), "{two}");
    }
    for none in "`çáíóúêâ‘’“”—–…•\t\0\u{1B}\u{A0}αж😀".chars() {
        assert_eq!(septets(none), None, "{none:?}");
    }
    let missing: Vec<char> = (' '..='~').filter(|&c| septets(c).is_none()).collect();
    assert_eq!(missing, ['`']);
}

#[test]
fn units_are_septets_or_code_units_and_characters_are_scalar_values() {
    let cases = [
        ("", 0, 0),
        ("a€", 2, 3),
        ("€ж", 2, 2),
        ("😀", 1, 2),
        ("e\u{301}", 2, 2),
        ("👩‍👩‍👧", 5, 8),
        ("\0", 1, 1),
    ];
    for (text, characters, units) in cases {
        let counted = segment(text);
        assert_eq!(
            (counted.characters, counted.units),
            (characters, units),
            "{text:?}"
        );
    }
}

#[test]
fn a_character_of_two_units_moves_whole_into_the_next_part() {
    let gsm = format!("{}€{}", "a".repeat(152), "b".repeat(20));
    assert_eq!(
        parts(&gsm).iter().map(|p| p.chars().count()).collect::<Vec<_>>(),
        [152, 21]
    );
    let ucs2 = format!("{}😀{}", "ж".repeat(66), "b".repeat(20));
    assert_eq!(
        parts(&ucs2).iter().map(|p| p.chars().count()).collect::<Vec<_>>(),
        [66, 21]
    );
}

#[test]
fn a_segmentation_is_stored_under_stable_names() {
    let json = serde_json::to_value(segment("Grüße – €")).unwrap_or_else(|e| panic!("{e}"));
    assert_eq!(
        json,
        serde_json::json!({"encoding": "ucs2", "characters": 9, "units": 9, "carrier_segments": 1, "plan_units": 1})
    );
    assert_eq!(serde_json::to_value(Encoding::Gsm7).ok(), Some("gsm7".into()));
    assert_eq!(serde_json::from_value(json).ok(), Some(segment("Grüße – €")));
}

/// The fewest parts that a text can be cut into at character boundaries, found without filling greedily.
fn fewest_parts(text: &str, encoding: Encoding) -> usize {
    let sizes: Vec<usize> = text.chars().map(|c| units(c, encoding)).collect();
    let (single, multipart) = match encoding {
        Encoding::Gsm7 => (160, 153),
        Encoding::Ucs2 => (70, 67),
    };
    let capacity = if sizes.iter().sum::<usize>() <= single {
        single
    } else {
        multipart
    };
    let mut fewest = vec![0];
    for end in 1..=sizes.len() {
        let mut size = 0;
        let mut best = usize::MAX;
        for start in (0..end).rev() {
            size += sizes[start];
            if size > capacity {
                break;
            }
            best = best.min(fewest[start] + 1);
        }
        fewest.push(best);
    }
    fewest[sizes.len()]
}

/// Texts of either encoding, rich in characters of two units, up to some ten parts.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z€{|}\n]{0,700}",
        "[a-z€ж😀👍]{0,400}",
        "[€~]{140,170}",
        "[ж😀]{60,80}",
        "\\PC{0,300}",
        any::<String>()
    ]
}

proptest! {
    #[test]
    fn x_08_parts_are_the_text_each_fits_and_none_is_wasted(text in texts()) {
        let counted = segment(&text);
        let parts = parts(&text);
        prop_assert_eq!(parts.concat(), text.as_str());
        prop_assert_eq!(parts.len(), counted.carrier_segments as usize);
        prop_assert_eq!(parts.len(), fewest_parts(&text, counted.encoding));
        let capacity = match (counted.encoding, parts.len()) {
            (Encoding::Gsm7, 0 | 1) => 160,
            (Encoding::Gsm7, _) => 153,
            (Encoding::Ucs2, 0 | 1) => 70,
            (Encoding::Ucs2, _) => 67,
        };
        for part in &parts {
            prop_assert!(!part.is_empty() && units_of(part, counted.encoding) <= capacity);
        }
        for pair in parts.windows(2) {
            let next = pair[1].chars().next().map_or(0, |c| units(c, counted.encoding));
            prop_assert!(units_of(pair[0], counted.encoding) + next > capacity);
        }
    }

    #[test]
    fn code_units_are_those_of_utf_16(text in any::<String>()) {
        let counted = segment(&text);
        if counted.encoding == Encoding::Ucs2 {
            prop_assert_eq!(counted.units as usize, text.encode_utf16().count());
        }
        prop_assert_eq!(counted.characters as usize, text.chars().count());
    }

    #[test]
    fn typing_on_never_costs_less(text in texts(), more in texts()) {
        let before = segment(&text);
        let after = segment(&(text + &more));
        prop_assert!(before.carrier_segments <= after.carrier_segments);
        prop_assert!(before.plan_units <= after.plan_units);
        prop_assert!(before.characters <= after.characters);
    }

    #[test]
    fn in_25_and_in_26_the_plan_never_bills_more_than_the_carrier_sends(text in texts()) {
        let counted = segment(&text);
        prop_assert!(counted.plan_units <= counted.carrier_segments);
    }
}
