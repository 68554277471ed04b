//! Reading a template.

use super::fields::Field;
use super::piece::{Piece, TEMPLATE_LIMIT, TemplateError};
use crate::invisible::is_invisible;

/// How much of an unknown field's name an error repeats.
const NAME_SHOWN: usize = 40;

pub(super) fn pieces(source: &str) -> Result<Vec<Piece>, TemplateError> {
    let characters: Vec<char> = source.chars().take(TEMPLATE_LIMIT + 1).collect();
    if characters.len() > TEMPLATE_LIMIT {
        return Err(TemplateError::TooLong {
            limit: TEMPLATE_LIMIT,
            characters: source.chars().count(),
        });
    }
    if characters.iter().all(|&c| c.is_whitespace() || is_invisible(c)) {
        return Err(TemplateError::Empty);
    }
    if let Some(at) = characters.iter().position(|&c| c.is_control() && c != '\n') {
        return Err(TemplateError::ControlCharacter { position: at + 1 });
    }
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut at = 0;
    while let Some(&character) = characters.get(at) {
        let doubled = characters.get(at + 1) == Some(&character);
        match character {
            '{' | '}' if doubled => {
                literal.push(character);
                at += 2;
            }
            '{' => {
                if !literal.is_empty() {
                    pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                }
                let rest = &characters[at + 1..];
                let end = rest.iter().position(|c| matches!(c, '{' | '}'));
                let end = end.filter(|&end| rest[end] == '}');
                let end = end.ok_or(TemplateError::UnclosedBrace { position: at + 1 })?;
                pieces.push(field(&rest[..end], at + 1)?);
                at += end + 2;
            }
            '}' => return Err(TemplateError::UnexpectedBrace { position: at + 1 }),
            _ => {
                literal.push(character);
                at += 1;
            }
        }
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal));
    }
    Ok(pieces)
}

/// What stands between two braces, of which the first is at `position`.
fn field(inside: &[char], position: usize) -> Result<Piece, TemplateError> {
    let inside: String = inside.iter().collect();
    let (name, fallback) = match inside.split_once('|') {
        Some((name, fallback)) => (name.trim(), Some(fallback.trim().to_owned())),
        None => (inside.trim(), None),
    };
    let field = Field::ALL.iter().copied().find(|field| field.name() == name);
    let field = field.ok_or_else(|| TemplateError::UnknownField {
        name: name.chars().take(NAME_SHOWN).collect(),
        position,
    })?;
    let fallback = fallback.filter(|fallback| !fallback.is_empty());
    if field.may_be_missing() && fallback.is_none() {
        return Err(TemplateError::FallbackMissing { field, position });
    }
    Ok(Piece::Field { field, fallback })
}
