//! The texts of triggers, with merge fields (EL-18).
//!
//! `Hi {first_name|there}, your {journey} waits.` A field stands in braces, after a bar what replaces it when it is
//! missing; `{{` and `}}` are literal braces. The texts of members and of the loan-origination system go in as values:
//! they are cleaned, cut, and never read as template.

use serde::{Deserialize, Serialize};

mod fields;
mod parse;
mod piece;
mod preview;

pub use fields::{Field, Fields, VALUE_LIMIT};
pub use piece::{TEMPLATE_LIMIT, TemplateError};
pub use preview::{Preview, Rendered, TemplateRefusal};

use piece::Piece;

use crate::text::service_level::{ServiceLevel, TextRefusal};

/// A text with merge fields. Whatever may be missing has a fallback, so that it always renders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Template {
    source: String,
    pieces: Vec<Piece>,
}

impl Template {
    /// Parses a template.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        Ok(Self {
            source: source.to_owned(),
            pieces: parse::pieces(source)?,
        })
    }

    /// The template as it was written.
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The text, with fallbacks for what is missing. It may be one that the service level cannot send: see
    /// [`Self::render_sendable`].
    pub fn render(&self, fields: &Fields<'_>) -> String {
        self.filled(|field| fields.value(field))
    }

    /// The text as the service level can send it: with all values, else without those values that it cannot write, else
    /// with every fallback there is. `None` when not even that can be sent.
    ///
    /// So a member called `Zoë` is greeted by the fallback at the Standard level, which cannot write an `ë`.
    pub fn render_sendable(&self, fields: &Fields<'_>, level: ServiceLevel) -> Option<String> {
        let sendable = |text: String| level.check(&text).is_ok().then_some(text);
        let writable = |value: &String| {
            let refusal = level.check(value).err();
            !matches!(refusal, Some(TextRefusal::UnsupportedCharacters { .. }))
        };
        sendable(self.render(fields))
            .or_else(|| sendable(self.filled(|field| fields.value(field).filter(writable))))
            .or_else(|| sendable(self.with_fallbacks(fields)))
    }

    /// The text with every fallback there is, as for somebody of whom nothing is known.
    fn with_fallbacks(&self, fields: &Fields<'_>) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Field {
                    fallback: Some(fallback),
                    ..
                } => fallback.clone(),
                Piece::Field {
                    field,
                    fallback: None,
                } => fields.value(*field).unwrap_or_default(),
            })
            .collect()
    }

    fn filled(&self, value: impl Fn(Field) -> Option<String>) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Field { field, fallback } => {
                    value(*field).or_else(|| fallback.clone()).unwrap_or_default()
                }
            })
            .collect()
    }
}

impl TryFrom<String> for Template {
    type Error = TemplateError;

    fn try_from(source: String) -> Result<Self, TemplateError> {
        Self::parse(&source)
    }
}

impl From<Template> for String {
    fn from(template: Template) -> Self {
        template.source
    }
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
