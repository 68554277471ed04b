//! The words of one language.

use crate::text::keywords::classes::Kinds;

/// The words of a language. Each file says where they are from.
#[derive(Debug)]
pub(in crate::text::keywords) struct Vocabulary {
    /// The words as [`crate::text::normalised`] leaves them, in order, and their kinds.
    pub(in crate::text::keywords) words: &'static [(&'static str, Kinds)],
}
