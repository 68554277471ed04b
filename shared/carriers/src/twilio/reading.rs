//! Whether a signed form can be read in one way only.
//!
//! What Twilio signs has no separators: keys and values, sorted and joined. Whoever got hold of one signed form can cut the
//! same string at other places, and it verifies: a value swallows the field after it, or a field appears out of the text of
//! the message, which the sender chooses. So a form counts only if each name that we read stands in the joined string where a
//! field of that name begins, and nowhere else. The text is left out: it may say anything. Yet no other cut of the string
//! begins or ends it elsewhere without one of those names ending up inside a value, or being missing.
//!
//! Twilio adds fields without notice, so keys that we do not know are taken, as long as they look like its keys.

use memchr::memmem;
use serde_json::{Map, Value};

use crate::form::Form;

/// A name that is read, and whether a byte after it can begin its value.
type Mark = (&'static str, fn(u8) -> bool);

const MARKS: [Mark; 13] = [
    ("AccountSid", |b| b == b'A'),
    ("Body", |_| true),
    ("ErrorCode", |b| b.is_ascii_digit()),
    ("From", |b| b == b'+' || b.is_ascii_digit()),
    ("MediaContentType", |b| b.is_ascii_digit()),
    ("MediaUrl", |b| b.is_ascii_digit()),
    ("MessageSid", |b| matches!(b, b'S' | b'M')),
    ("MessageStatus", |b| b.is_ascii_lowercase()),
    ("NumMedia", |b| b.is_ascii_digit()),
    ("NumSegments", |b| b.is_ascii_digit()),
    ("OptOutType", |b| b.is_ascii_uppercase()),
    ("SmsSid", |b| matches!(b, b'S' | b'M')),
    ("To", |b| b == b'+'),
];

/// The names that come with a number, such as `MediaUrl0`. All digits are the name's: no value begins with one.
const NUMBERED: [&str; 2] = ["MediaContentType", "MediaUrl"];

/// The fields of Twilio's whose names end in one that is read.
const LONGER: [&str; 2] = ["ReferralNumMedia", "SmsMessageSid"];

/// The longest key, in bytes.
const LONGEST_KEY: usize = 64;

/// A field in the joined string: where it begins, and its key.
struct Placed<'a> {
    at: usize,
    key: &'a [u8],
}

/// Whether a key looks like one of Twilio's, such as `FromCity` or `MediaUrl0`.
fn is_regular(key: &[u8]) -> bool {
    key.len() <= LONGEST_KEY
        && key.first().is_some_and(u8::is_ascii_uppercase)
        && key
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_'))
}

/// Whether a value says by itself where it ends, or may say anything: a text, and what add-ons found, which is JSON.
fn stands_alone(key: &[u8], value: &[u8]) -> bool {
    key == b"Body" || (key == b"AddOns" && serde_json::from_slice::<Map<String, Value>>(value).is_ok())
}

/// What is signed, with a NUL for each value that stands alone, and where in it the fields are.
fn joined<'a>(fields: &[(&'a [u8], &'a [u8])]) -> (Vec<u8>, Vec<Placed<'a>>) {
    let (mut text, mut placed) = (Vec::new(), Vec::with_capacity(fields.len()));
    for (key, value) in fields {
        placed.push(Placed { at: text.len(), key });
        text.extend_from_slice(key);
        if stands_alone(key, value) {
            text.push(0);
        } else {
            text.extend_from_slice(value);
        }
    }
    (text, placed)
}

/// Whether a name that stands at `at` in the text is the name of a field there.
fn names_a_field(name: &str, at: usize, (text, placed): (&[u8], &[Placed<'_>])) -> bool {
    let end = at + name.len();
    let before = placed.partition_point(|field| field.at <= at);
    let Some(field) = before.checked_sub(1).and_then(|last| placed.get(last)) else {
        return false;
    };
    if field.at == at {
        let number = if NUMBERED.contains(&name) {
            let digits = text[end..].iter().take_while(|b| b.is_ascii_digit());
            digits.count()
        } else {
            0
        };
        return field.key.len() == name.len() + number;
    }
    field.at + field.key.len() == end && LONGER.iter().any(|longer| longer.as_bytes() == field.key)
}

/// Whether the text ends where the sender begins. What is signed says nothing of where a text ends, and the sender of a text chooses
/// its words: `STARTED` could be cut into the text `START` and a field `ED`, if a field could stand between `Body` and `From`. None
/// of Twilio's does in a text message. What its other channels have there, no text may hold: it could have swallowed it.
fn ends_before_from(fields: &[(&[u8], &[u8])]) -> bool {
    const OF_OTHER_CHANNELS: &[u8] = b"ChannelMetadata{";
    let Some(body) = fields.iter().find(|(key, _)| *key == b"Body") else {
        return true;
    };
    let between = |key: &[u8]| key > b"Body".as_slice() && key < b"From".as_slice();
    !fields.iter().any(|(key, _)| between(key)) && memmem::find(body.1, OF_OTHER_CHANNELS).is_none()
}

/// Whether the form can be read in one way only, as far as we read it.
pub(super) fn is_unambiguous(form: &Form<'_>) -> bool {
    let fields = form.sorted();
    if fields.len() != form.len() || fields.windows(2).any(|pair| pair[0].0 == pair[1].0) {
        return false;
    }
    if !fields.iter().all(|(key, _)| is_regular(key)) {
        return false;
    }
    if !ends_before_from(&fields) {
        return false;
    }
    let (text, placed) = joined(&fields);
    MARKS.iter().all(|(name, begins)| {
        // No name begins as it ends, so none is found inside another place of its own.
        let mut found = memmem::find_iter(&text, name);
        found.all(|at| {
            let begun = text.get(at + name.len()).is_some_and(|next| begins(*next));
            !begun || names_a_field(name, at, (&text, &placed))
        })
    })
}
