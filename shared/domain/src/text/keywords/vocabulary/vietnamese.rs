//! What Vietnamese words mean to the patterns, in alphabetical order. A word that means nothing to them stands here
//! when it is one letter from one that does: a word that is known is no slip.
//!
//! Memberline, with and without marks, as of 2026-11-28.

#[cfg_attr(
    not(test),
    expect(clippy::wildcard_imports, reason = "most kinds of words are named here")
)]
use super::super::classes::*;
use super::language::Vocabulary;

/// The Vietnamese words.
#[rustfmt::skip]
pub(super) const VIETNAMESE: Vocabulary = Vocabulary {
    words: &[
        ("dung", CEASE | NOT), ("khong", NOT), ("muon", WANT), ("ngung", CEASE), ("nham", MISTAKEN), ("nhan", NHAN),
        ("sai", MISTAKEN), ("so", SO), ("tin", TIN), ("đung", CEASE | NOT),
    ],
};
