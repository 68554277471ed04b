//! The fields of a form, byte for byte.

use std::borrow::Cow;

use memchr::memchr2;
use percent_encoding::percent_decode;

use crate::parse_error::ParseError;

/// The fields of a form in the order in which they came, each as often as it came: decoded but not interpreted, so that what is
/// signed is what was sent.
///
/// The usual decoders replace invalid UTF-8: two bodies would then have one signature.
pub(crate) struct Form<'a>(Vec<Field<'a>>);

/// A key and its value.
type Field<'a> = (Cow<'a, [u8]>, Cow<'a, [u8]>);

impl<'a> Form<'a> {
    /// The fields of `body`: every body has some reading.
    pub(crate) fn decode(body: &'a [u8]) -> Self {
        let pairs = body.split(|b| *b == b'&').filter(|pair| !pair.is_empty());
        Self(
            pairs
                .map(|pair| {
                    let split = pair.iter().position(|b| *b == b'=');
                    let (key, value) =
                        split.map_or((pair, &pair[pair.len()..]), |at| (&pair[..at], &pair[at + 1..]));
                    (decoded(key), decoded(value))
                })
                .collect(),
        )
    }

    /// How many fields there are.
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The keys, as they came.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|(key, _)| &**key)
    }

    /// The fields sorted by key, then value, each pair once.
    pub(crate) fn sorted(&self) -> Vec<(&[u8], &[u8])> {
        let mut pairs: Vec<_> = self.0.iter().map(|(key, value)| (&**key, &**value)).collect();
        pairs.sort_unstable();
        pairs.dedup();
        pairs
    }

    /// The text of a field, if it is there.
    pub(crate) fn text(&self, name: &'static str) -> Result<Option<&str>, ParseError> {
        self.text_named(name, name)
    }

    /// The text of a field that is always sent.
    pub(crate) fn required(&self, name: &'static str) -> Result<&str, ParseError> {
        self.text(name)?.ok_or(ParseError::MissingField(name))
    }

    /// The text of a field whose name is made up, such as `MediaUrl7`; errors speak of `family`.
    pub(crate) fn text_named(&self, name: &str, family: &'static str) -> Result<Option<&str>, ParseError> {
        let bytes = self.bytes(name, family)?;
        let text = bytes.map(std::str::from_utf8).transpose();
        text.map_err(|_| ParseError::MalformedField(family))
    }

    /// What a field holds, which need not be UTF-8; errors speak of `family`.
    pub(crate) fn bytes(&self, name: &str, family: &'static str) -> Result<Option<&[u8]>, ParseError> {
        let mut values = self
            .0
            .iter()
            .filter(|(key, _)| **key == *name.as_bytes())
            .map(|(_, value)| value);
        let Some(first) = values.next() else {
            return Ok(None);
        };
        // The signature says nothing of the order of two values, so neither can be preferred.
        if values.any(|other| other != first) {
            return Err(ParseError::ConflictingField(family));
        }
        Ok(Some(first))
    }
}

fn decoded(bytes: &[u8]) -> Cow<'_, [u8]> {
    // Most keys and values are as they are.
    if memchr2(b'%', b'+', bytes).is_none() {
        Cow::Borrowed(bytes)
    } else if bytes.contains(&b'+') {
        let spaced: Vec<u8> = bytes.iter().map(|b| if *b == b'+' { b' ' } else { *b }).collect();
        Cow::Owned(percent_decode(&spaced).collect())
    } else {
        Cow::from(percent_decode(bytes))
    }
}
