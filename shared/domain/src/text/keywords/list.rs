//! A list of keywords, with its source.

/// Words or phrases from one source.
#[derive(Debug)]
pub struct KeywordList {
    /// The regulation or the carrier's page.
    pub source: &'static str,
    /// The day on which the list was last compared with its source, or took effect.
    pub as_of: &'static str,
    /// The phrases, normalised.
    pub phrases: &'static [&'static str],
}
