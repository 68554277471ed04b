//! What an administrator sees of a template before it is saved.

use super::{Fields, Piece, Template};
use crate::text::segments::{Segmentation, segment};
use crate::text::service_level::{ServiceLevel, TextRefusal};

/// A text and what it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    pub text: String,
    /// Its characters, carrier segments and plan units.
    pub segmentation: Segmentation,
}

/// A template as members would get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// With the sample's values.
    pub sample: Rendered,
    /// With long names and a long stage, as some members have; the brand and the journey stay the sample's.
    pub longest: Rendered,
    /// Why the service level cannot send the longest, so that such members get the fallbacks.
    pub longest_refused: Option<TextRefusal>,
}

/// Why a template may not be saved at a service level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TemplateRefusal {
    /// The sample cannot be sent.
    #[error("with the sample's values {0}")]
    Sample(TextRefusal),
    /// Not even the fallbacks can be sent, so that some members would get nothing.
    #[error("with the fallbacks {0}")]
    Fallbacks(TextRefusal),
}

impl TemplateRefusal {
    /// The stable machine code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Sample(refusal) | Self::Fallbacks(refusal) => match refusal {
                TextRefusal::Empty => "template_empty",
                TextRefusal::TooLong { .. } => "template_too_long",
                TextRefusal::UnsupportedCharacters { .. } => "template_unsupported_characters",
            },
        }
    }
}

/// Longer than nearly all that occur.
const LONG_NAME: &str = "Maximiliano-Sebastian Featherstonehaugh-Montgomery";
const LONG_STAGE: &str = "Employment and Income Verification";

impl Template {
    /// Renders and counts the template with a sample's values, and refuses what the service level would refuse to send:
    /// the sample itself, or the text of somebody of whom nothing is known.
    pub fn check(&self, level: ServiceLevel, sample: &Fields<'_>) -> Result<Preview, TemplateRefusal> {
        let text = self.render(sample);
        let segmentation = level.check(&text).map_err(TemplateRefusal::Sample)?;
        level
            .check(&self.with_fallbacks(sample))
            .map_err(TemplateRefusal::Fallbacks)?;
        let longest = self.longest(sample);
        Ok(Preview {
            sample: Rendered { text, segmentation },
            longest_refused: level.check(&longest).err(),
            longest: Rendered {
                segmentation: segment(&longest),
                text: longest,
            },
        })
    }

    /// The text with the longest that is likely for each field: a long value, the sample's, or the fallback.
    fn longest(&self, sample: &Fields<'_>) -> String {
        let long = Fields {
            name: Some(LONG_NAME),
            stage: Some(LONG_STAGE),
            agent: Some(LONG_NAME),
            ..*sample
        };
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Literal(text) => text.clone(),
                Piece::Field { field, fallback } => {
                    let candidates = [long.value(*field), sample.value(*field), fallback.clone()];
                    let longest = candidates
                        .into_iter()
                        .flatten()
                        .max_by_key(|text| text.chars().count());
                    longest.unwrap_or_default()
                }
            })
            .collect()
    }
}
