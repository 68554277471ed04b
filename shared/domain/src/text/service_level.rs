//! What an institution's service level lets an agent send (IN-23, IN-24, X-07).

use serde::{Deserialize, Serialize};

use crate::invisible::is_invisible;
use crate::text::segments::{Segmentation, is_special, segment};

/// The longest text of the Standard level, in septets (IN-23).
pub const STANDARD_LIMIT: u32 = 160;

/// The longest text of the Advanced level, in characters (IN-24).
pub const ADVANCED_LIMIT: u32 = 640;

/// The service level of an institution.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ServiceLevel {
    /// 160 septets of GSM-7, so that a text is always exactly one carrier segment and one plan unit.
    #[default]
    #[serde(rename = "standard")]
    Standard,
    /// 640 characters of any kind, in as many segments as they take.
    #[serde(rename = "advanced")]
    Advanced,
}

/// Why a text may not be sent at a service level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextRefusal {
    /// Nothing to read: no character, white space only, or characters that show nothing.
    #[error("the text is empty")]
    Empty,
    /// Longer than the level allows.
    #[error("the text is {characters} characters long; the limit is {limit}")]
    TooLong {
        /// The most that the level allows.
        limit: u32,
        /// The length as the level counts it, see [`ServiceLevel::counted`].
        characters: u32,
    },
    /// A character that the level cannot send.
    #[error("the text contains {first:?}, which cannot be sent")]
    UnsupportedCharacters {
        /// The first of them.
        first: char,
    },
}

impl TextRefusal {
    /// The stable machine code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Empty => "text_empty",
            Self::TooLong { .. } => "text_too_long",
            Self::UnsupportedCharacters { .. } => "unsupported_characters",
        }
    }
}

impl ServiceLevel {
    /// The longest text, in what [`Self::counted`] counts.
    pub fn limit(self) -> u32 {
        match self {
            Self::Standard => STANDARD_LIMIT,
            Self::Advanced => ADVANCED_LIMIT,
        }
    }

    /// A text's length as this level counts it, so that `limit - counted` is the characters left (IN-22).
    ///
    /// Standard counts septets, an extension character such as `€` as two: 160 characters with one `€` would
    /// otherwise be two carrier segments. Advanced counts characters.
    pub fn counted(self, segmentation: &Segmentation) -> u32 {
        match self {
            Self::Standard => segmentation.units,
            Self::Advanced => segmentation.characters,
        }
    }

    /// Counts a text if it may be sent at this level.
    ///
    /// Control characters other than a line feed are refused at both levels: handsets show nothing for them, and
    /// carriers drop or refuse them. What cannot be sent is reported before the length, as the length of a text
    /// depends on its alphabet.
    pub fn check(self, text: &str) -> Result<Segmentation, TextRefusal> {
        if text.chars().all(|c| c.is_whitespace() || is_invisible(c)) {
            return Err(TextRefusal::Empty);
        }
        if let Some(first) = text.chars().find(|&c| !self.supports(c)) {
            return Err(TextRefusal::UnsupportedCharacters { first });
        }
        let segmentation = segment(text);
        let (limit, characters) = (self.limit(), self.counted(&segmentation));
        if characters > limit {
            return Err(TextRefusal::TooLong { limit, characters });
        }
        Ok(segmentation)
    }

    fn supports(self, character: char) -> bool {
        let sendable = character == '\n' || !character.is_control();
        match self {
            Self::Standard => sendable && !is_special(character),
            Self::Advanced => sendable,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::ServiceLevel::{Advanced, Standard};
    use super::*;

    fn unsupported(first: char) -> Result<Segmentation, TextRefusal> {
        Err(TextRefusal::UnsupportedCharacters { first })
    }

    #[test]
    fn in_23_standard_is_the_default_and_takes_160_characters() {
        assert_eq!(ServiceLevel::default(), Standard);
        assert_eq!(Standard.check(&"a".repeat(160)), Ok(segment(&"a".repeat(160))));
        let refusal = TextRefusal::TooLong {
            limit: 160,
            characters: 161,
        };
        assert_eq!(Standard.check(&"a".repeat(161)), Err(refusal));
    }

    #[test]
    fn x_07_standard_counts_an_extension_character_twice_so_that_a_text_stays_one_segment() {
        assert_eq!(Standard.check(&"€".repeat(80)).map(|s| s.carrier_segments), Ok(1));
        let refusal = TextRefusal::TooLong {
            limit: 160,
            characters: 161,
        };
        assert_eq!(Standard.check(&format!("{}€", "a".repeat(159))), Err(refusal));
    }

    #[test]
    fn x_07_standard_refuses_what_gsm_7_cannot_write() {
        for (text, first) in [
            ("Hi 😀", '😀'),
            ("“Hi”", '“'),
            ("a`b—c", '`'),
            ("façade", 'ç'),
            ("ж\0", 'ж'),
            ("\0ж", '\0'),
        ] {
            assert_eq!(Standard.check(text), unsupported(first), "{text:?}");
        }
        assert!(Standard.check("Olé! Ça va, señor Müller?\n[50 €]").is_ok());
        assert_eq!(
            Standard.check(&"😀".repeat(500)),
            unsupported('😀'),
            "before the length"
        );
    }

    #[test]
    fn in_24_advanced_takes_640_characters_of_any_kind() {
        for character in ["a", "€", "ж", "😀"] {
            let full = character.repeat(640);
            assert_eq!(Advanced.check(&full), Ok(segment(&full)), "{character}");
            let refusal = TextRefusal::TooLong {
                limit: 640,
                characters: 641,
            };
            assert_eq!(
                Advanced.check(&character.repeat(641)),
                Err(refusal),
                "{character}"
            );
        }
        let refusal = TextRefusal::TooLong {
            limit: 640,
            characters: 10_000,
        };
        assert_eq!(Advanced.check(&"x".repeat(10_000)), Err(refusal));
    }

    #[test]
    fn x_07_mc_35_advanced_splits_above_160() {
        assert_eq!(
            Advanced.check(&"a".repeat(161)).map(|s| s.carrier_segments),
            Ok(2)
        );
    }

    #[test]
    fn a_text_that_shows_nothing_is_empty() {
        for text in [
            "",
            " ",
            "\n\n",
            "\t",
            "\u{A0}",
            "\u{200B}",
            "\u{FEFF} \u{2060}",
            "\u{3164}",
            "\u{202E}",
        ] {
            assert_eq!(Standard.check(text), Err(TextRefusal::Empty), "{text:?}");
            assert_eq!(Advanced.check(text), Err(TextRefusal::Empty), "{text:?}");
        }
    }

    #[test]
    fn control_characters_other_than_a_line_feed_are_refused() {
        for control in ['\0', '\t', '\r', '\u{7}', '\u{C}', '\u{1B}', '\u{7F}', '\u{85}'] {
            for level in [Standard, Advanced] {
                assert_eq!(level.check(&format!("a{control}b")), unsupported(control));
            }
        }
        for level in [Standard, Advanced] {
            assert!(level.check("one\ntwo").is_ok());
        }
    }

    #[test]
    fn refusals_have_stable_codes_and_do_not_repeat_the_text() {
        let refusals = [
            (TextRefusal::Empty, "text_empty", "the text is empty"),
            (
                TextRefusal::TooLong {
                    limit: 160,
                    characters: 161,
                },
                "text_too_long",
                "the text is 161 characters long; the limit is 160",
            ),
            (
                TextRefusal::UnsupportedCharacters { first: '\0' },
                "unsupported_characters",
                "the text contains '\\0', which cannot be sent",
            ),
        ];
        for (refusal, code, message) in refusals {
            assert_eq!((refusal.code(), refusal.to_string().as_str()), (code, message));
        }
        assert_eq!(serde_json::to_value(Advanced).ok(), Some("advanced".into()));
    }

    proptest! {
        #[test]
        fn x_07_what_standard_accepts_is_one_segment_and_one_plan_unit(text in "[ -~€éж\n]{0,170}") {
            if let Ok(counted) = Standard.check(&text) {
                prop_assert_eq!((counted.carrier_segments, counted.plan_units), (1, 1));
            }
        }

        #[test]
        fn what_standard_accepts_advanced_accepts_and_both_answer_any_text(text in any::<String>()) {
            let advanced = Advanced.check(&text);
            if let Ok(counted) = Standard.check(&text) {
                prop_assert_eq!(advanced, Ok(counted));
            }
            if let Ok(counted) = advanced {
                prop_assert!((1..=640).contains(&counted.characters));
            }
        }
    }
}
