//! How a text is encoded and split for the air, and what that costs.
//!
//! Two counters, because they differ: *carrier segments* are the parts that a carrier really sends and charges,
//! *plan units* are what the institution's plan bills (IN-25, IN-26).

use serde::{Deserialize, Serialize};

/// The GSM 7-bit default alphabet in code order, 16 characters a line; the escape at 0x1B is left out, since it is no
/// character of its own. Source: 3GPP TS 23.038, 6.2.1.
const GSM_BASIC: &str = concat!(
    "@£$¥èéùìòÇ\nØø\rÅå",
    "Δ_ΦΓΛΩΠΨΣΘΞÆæßÉ",
    " !\"#¤%&'()*+,-./",
    "0123456789:;<=>?",
    "¡ABCDEFGHIJKLMNO",
    "PQRSTUVWXYZÄÖÑÜ§",
    "¿abcdefghijklmno",
    "pqrstuvwxyzäöñüà",
);

/// The default extension table: an escape and one more septet each. Source: 3GPP TS 23.038, 6.2.1.1.
const GSM_EXTENSION: &str = "\u{000C}^{}\\[~]|€";

/// The units of a message that fits in one part, and of each part when it does not: 140 octets, of which a multipart
/// header takes six. Source: 3GPP TS 23.040, 9.2.3.24.1, and 3GPP TS 23.038.
struct Capacity {
    single: usize,
    multipart: usize,
}

const GSM7_CAPACITY: Capacity = Capacity {
    single: 160,
    multipart: 153,
};
const UCS2_CAPACITY: Capacity = Capacity {
    single: 70,
    multipart: 67,
};

/// Characters that one plan unit covers when no character is special (IN-25).
pub const PLAN_UNIT_PLAIN: usize = 160;

/// Characters that one plan unit covers when at least one character is special (IN-26).
pub const PLAN_UNIT_SPECIAL: usize = 70;

/// The alphabet in which a whole message goes over the air.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// Septets of the GSM 7-bit default alphabet and its extension table.
    #[serde(rename = "gsm7")]
    Gsm7,
    /// 16-bit code units, for every text with a character outside the GSM alphabet.
    #[serde(rename = "ucs2")]
    Ucs2,
}

/// What a text becomes when it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Segmentation {
    /// The alphabet of the whole text.
    pub encoding: Encoding,
    /// Unicode scalar values. An emoji joined of several counts each of them, as does a separate combining mark.
    pub characters: u32,
    /// Septets in GSM-7 (an extension character takes two), UTF-16 code units in UCS-2 (most emoji take two).
    pub units: u32,
    /// Parts that the carrier sends and charges; 0 for an empty text.
    pub carrier_segments: u32,
    /// Units that the plan bills; 0 for an empty text.
    ///
    /// The plan counts characters: every character is one, an extension character such as `€` too. One special
    /// character ([`is_special`]) makes the whole text bill at the lower rate.
    pub plan_units: u32,
}

/// Counts a text. Any text is accepted; whether it may be sent is [`crate::text::service_level`]'s question.
pub fn segment(text: &str) -> Segmentation {
    let encoding = encoding(text);
    let characters = text.chars().count();
    let plan_unit = match encoding {
        Encoding::Gsm7 => PLAN_UNIT_PLAIN,
        Encoding::Ucs2 => PLAN_UNIT_SPECIAL,
    };
    Segmentation {
        encoding,
        characters: saturating(characters),
        units: saturating(units_of(text, encoding)),
        carrier_segments: saturating(Parts::of(text, encoding).count()),
        plan_units: saturating(characters.div_ceil(plan_unit)),
    }
}

/// The parts as they go over the air; together they are the text, and an empty text has none.
///
/// A two-septet character or a surrogate pair is never split, so a part can be one unit short of full. Filling each
/// part as far as it goes is also the fewest parts possible.
pub fn parts(text: &str) -> Vec<&str> {
    Parts::of(text, encoding(text)).collect()
}

/// Whether GSM-7 cannot write the character, in its basic or in its extension table.
pub fn is_special(character: char) -> bool {
    septets(character).is_none()
}

/// The septets of a character: 1 in the basic table, 2 in the extension table, none when GSM-7 cannot write it.
fn septets(character: char) -> Option<usize> {
    // Most of what members and agents write; the table is searched for the rest only.
    if character.is_ascii_alphanumeric() || character == ' ' || GSM_BASIC.contains(character) {
        Some(1)
    } else if GSM_EXTENSION.contains(character) {
        Some(2)
    } else {
        None
    }
}

fn encoding(text: &str) -> Encoding {
    if text.chars().any(is_special) {
        Encoding::Ucs2
    } else {
        Encoding::Gsm7
    }
}

fn units(character: char, encoding: Encoding) -> usize {
    match encoding {
        Encoding::Gsm7 => septets(character).unwrap_or(1),
        Encoding::Ucs2 => character.len_utf16(),
    }
}

fn units_of(text: &str, encoding: Encoding) -> usize {
    text.chars().map(|character| units(character, encoding)).sum()
}

fn saturating(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Cuts part after part off a text.
struct Parts<'a> {
    rest: &'a str,
    encoding: Encoding,
    capacity: usize,
}

impl<'a> Parts<'a> {
    fn of(text: &'a str, encoding: Encoding) -> Self {
        let capacity = match encoding {
            Encoding::Gsm7 => GSM7_CAPACITY,
            Encoding::Ucs2 => UCS2_CAPACITY,
        };
        let fits_in_one = units_of(text, encoding) <= capacity.single;
        Self {
            rest: text,
            encoding,
            capacity: if fits_in_one {
                capacity.single
            } else {
                capacity.multipart
            },
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let mut filled = 0;
        let end = self.rest.char_indices().find_map(|(at, character)| {
            filled += units(character, self.encoding);
            (filled > self.capacity).then_some(at)
        });
        let (part, rest) = self.rest.split_at(end.unwrap_or(self.rest.len()));
        self.rest = rest;
        Some(part)
    }
}

#[cfg(test)]
mod tests;
