//! What a template is made of, and why a text is none.

use super::fields::Field;

/// The longest template, in characters.
pub const TEMPLATE_LIMIT: usize = 2_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    Literal(String),
    Field { field: Field, fallback: Option<String> },
}

/// Why a text is no template. Positions are those of characters, from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TemplateError {
    /// Nothing to read.
    #[error("the template is empty")]
    Empty,
    /// More than [`TEMPLATE_LIMIT`] characters.
    #[error("the template is {characters} characters long; the limit is {limit}")]
    TooLong {
        /// The most that is allowed.
        limit: usize,
        /// Its length.
        characters: usize,
    },
    /// A control character other than a line feed.
    #[error("the template has a control character at position {position}")]
    ControlCharacter {
        /// Where it is.
        position: usize,
    },
    /// A brace that is opened and not closed, or opened again inside a field.
    #[error("the brace at position {position} is not closed; write {{{{ for a brace in the text")]
    UnclosedBrace {
        /// Where it is opened.
        position: usize,
    },
    /// A brace that is closed and was not opened.
    #[error("the brace at position {position} closes nothing; write }}}} for a brace in the text")]
    UnexpectedBrace {
        /// Where it is.
        position: usize,
    },
    /// A field that there is not.
    #[error(
        "{{{name}}} at position {position} is no field; the fields are {}",
        Field::names()
    )]
    UnknownField {
        /// Its name as written, at most 40 characters of it.
        name: String,
        /// Where its brace opens.
        position: usize,
    },
    /// A field that may be missing, without a fallback.
    #[error("{{{field}}} at position {position} may be missing; write {{{field}|something}}")]
    FallbackMissing {
        field: Field,
        /// Where its brace opens.
        position: usize,
    },
}

impl TemplateError {
    /// The stable machine code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "template_empty",
            Self::TooLong { .. } => "template_too_long",
            Self::ControlCharacter { .. } => "template_control_character",
            Self::UnclosedBrace { .. } => "template_unclosed_brace",
            Self::UnexpectedBrace { .. } => "template_unexpected_brace",
            Self::UnknownField { .. } => "template_unknown_field",
            Self::FallbackMissing { .. } => "template_fallback_missing",
        }
    }
}
